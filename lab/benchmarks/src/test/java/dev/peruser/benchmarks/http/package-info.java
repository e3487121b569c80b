/** The same shop over HTTP on PerUser, on Spring Session, and on the bare container's sessions. */
@org.jspecify.annotations.NullMarked
package dev.peruser.benchmarks.http;
