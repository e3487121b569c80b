package dev.peruser.benchmarks.growth;

import dev.peruser.benchmarks.report.Quartiles;

/**
 * What was measured at one point.
 *
 * @param series the line that the point is on
 * @param amount how much there is of what grows
 * @param value what the picture shows, of all rounds
 * @param other what else was counted, of all rounds: microseconds of this process's CPU for each request, or conflicts
 *     for each commit
 */
public record Figure(String series, int amount, Quartiles value, Quartiles other) {}
