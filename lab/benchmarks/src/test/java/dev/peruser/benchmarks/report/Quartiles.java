package dev.peruser.benchmarks.report;

import java.util.Arrays;
import java.util.Collection;

/**
 * The middle half of some figures.
 *
 * @param lower a quarter of them is below
 * @param median half of them is below
 * @param upper three quarters of them are below
 */
public record Quartiles(double lower, double median, double upper) {

    /**
     * Of figures in any order; between two of them by a straight line.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static Quartiles of(double... figures) {
        if (figures.length == 0) {
            throw new IllegalArgumentException("there are no figures");
        }
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
    }

    /** The same. */
    public static Quartiles of(Collection<Double> figures) {
        return of(figures.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static double at(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
