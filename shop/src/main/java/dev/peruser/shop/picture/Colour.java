package dev.peruser.shop.picture;

import java.util.Locale;

/** A colour of a picture, as red, green and blue from 0 to 255. */
record Colour(int red, int green, int blue) {
    private static final int WHITE = 255;

    static Colour of(String hex) {
        int value = Integer.parseInt(hex.substring(1), 16);
        return new Colour((value >> 16) & WHITE, (value >> 8) & WHITE, value & WHITE);
    }

    /** Nearer to white, 0 to 1. */
    Colour lighter(double share) {
        return towards(new Colour(WHITE, WHITE, WHITE), share);
    }

    /** Nearer to a warm black, 0 to 1. */
    Colour darker(double share) {
        return towards(new Colour(36, 20, 24), share);
    }

    private Colour towards(Colour other, double share) {
        return new Colour(
                between(red, other.red, share), between(green, other.green, share), between(blue, other.blue, share));
    }

    private static int between(int from, int to, double share) {
        return (int) Math.round(from + (to - from) * share);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "#%02x%02x%02x", red, green, blue);
    }
}
