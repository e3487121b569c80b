/** The same requests on the raw calls, on PerUser and on Spring Session, round by round in one run. */
@org.jspecify.annotations.NullMarked
package dev.peruser.benchmarks.sidebyside;
