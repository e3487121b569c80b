/** Side by side: the raw calls, PerUser, Spring Session, and sessions in memory. */
@org.jspecify.annotations.NullMarked
package dev.peruser.benchmarks;
