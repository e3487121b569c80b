package dev.peruser.store;

import java.time.Duration;

/**
 * The moment by which a piece of session work has to end, on the monotonic clock of this process.
 *
 * @param nanoTime the moment as {@link System#nanoTime()} counts
 */
public record Deadline(long nanoTime) {

    /** The moment after the given time from now. */
    public static Deadline after(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** What is left, 0 if nothing is. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }

    /** Whether nothing is left. */
    public boolean hasPassed() {
        return nanoTime - System.nanoTime() <= 0;
    }
}
