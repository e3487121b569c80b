/** What all benchmarks do with their figures: middles, tables, documents. */
@org.jspecify.annotations.NullMarked
package dev.peruser.benchmarks.report;
