package dev.peruser.store;

import java.time.Duration;

/**
 * The moment by which a piece of session work has to end, on the monotonic clock of this process.
 *
 * @param nanoTime the moment as {@link System#nanoTime()} counts
 */
public record Deadline(long nanoTime) {

    private static final Duration LONGEST = Duration.ofDays(365);

    /** The moment after the given time from now; at most a year. One that is negative has passed. */
    public static Deadline after(Duration duration) {
        Duration most = duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
        Duration bounded = most.compareTo(LONGEST.negated()) < 0 ? LONGEST.negated() : most;
        return new Deadline(System.nanoTime() + bounded.toNanos());
    }

    /** What is left, 0 if nothing is. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }

    /** The moment at which half of what is left now has passed. */
    public Deadline half() {
        return after(remaining().dividedBy(2));
    }

    /** Whether nothing is left. */
    public boolean hasPassed() {
        return nanoTime - System.nanoTime() <= 0;
    }
}
