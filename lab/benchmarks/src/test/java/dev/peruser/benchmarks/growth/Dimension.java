package dev.peruser.benchmarks.growth;

import java.util.Locale;

/** What there can be more of. */
enum Dimension {
    SESSIONS("stored sessions", 10, "time of a request (µs)"),
    SIZE("size of the session (bytes)", 4, "time of a request (µs)"),
    ATTRIBUTES("attributes of 400 bytes", 10, "time of a request (µs)"),
    DEVICES("devices on one user", 2, "committed changes a second"),
    SERVERS("servers", 2, "requests a second");

    private final String axis;
    private final int base;
    private final String valueAxis;

    Dimension(String axis, int base, String valueAxis) {
        this.axis = axis;
        this.base = base;
        this.valueAxis = valueAxis;
    }

    String axis() {
        return axis;
    }

    /** Its axis shows powers of that. */
    int base() {
        return base;
    }

    String valueAxis() {
        return valueAxis;
    }

    /** How its files are named. */
    String fileName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
