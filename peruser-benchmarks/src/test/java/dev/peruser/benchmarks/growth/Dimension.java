package dev.peruser.benchmarks.growth;

import java.util.Locale;

/** What there can be more of. */
enum Dimension {
    SESSIONS("stored sessions", "time of a request (µs)"),
    SIZE("size of the session (bytes)", "time of a request (µs)"),
    ATTRIBUTES("attributes of 400 bytes", "time of a request (µs)"),
    DEVICES("devices on one user", "committed changes a second"),
    SERVERS("servers", "requests a second");

    private final String axis;
    private final String valueAxis;

    Dimension(String axis, String valueAxis) {
        this.axis = axis;
        this.valueAxis = valueAxis;
    }

    String axis() {
        return axis;
    }

    String valueAxis() {
        return valueAxis;
    }

    /** How its files are named. */
    String fileName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
