/** What a request costs when there is more of everything. */
@org.jspecify.annotations.NullMarked
package dev.peruser.benchmarks.growth;
