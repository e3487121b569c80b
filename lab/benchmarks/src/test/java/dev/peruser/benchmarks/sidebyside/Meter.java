package dev.peruser.benchmarks.sidebyside;

/** Counts what a server is sent. */
@FunctionalInterface
interface Meter {
    Subject.Traffic read() throws Exception;
}
