package dev.peruser.internal.values;

import java.time.Duration;

/** How long things may last, as applications say it. */
public final class Durations {
    /** A thousand years: no longer time can be told from it, and every store and every calculation takes it. */
    public static final Duration NEVER_ENDS = Duration.ofDays(365_000);

    private Durations() {}

    /** As it is, or {@link #NEVER_ENDS} for whatever is longer, as {@code ChronoUnit.FOREVER.getDuration()}. */
    public static Duration atMostForever(Duration duration) {
        return duration.compareTo(NEVER_ENDS) > 0 ? NEVER_ENDS : duration;
    }
}
