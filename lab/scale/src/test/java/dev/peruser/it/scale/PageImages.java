package dev.peruser.it.scale;

/**
 * How many images of whole pages PostgreSQL writes to its log: one for each page that is changed for the first time
 * since a checkpoint. Changes fall on pages at random, so of {@code P} pages the share that {@code T} touches leave
 * alone is {@code (1 - 1/P)^T}, about {@code e^(-T/P)}.
 */
final class PageImages {
    static final double PAGE = 8_192;

    /** Of pages of which fewer than this share is left alone, it can't be told how often they were touched. */
    private static final double MOST = 0.95;

    private PageImages() {}

    /** The images that so many touches make. */
    static double of(double pages, double touches) {
        return pages <= 0 ? 0 : pages * -Math.expm1(-touches / pages);
    }

    /** The touches that made so many images. */
    static double touches(double pages, double images) {
        return pages <= 0 ? 0 : pages * -Math.log1p(-Math.min(MOST, images / pages));
    }
}
