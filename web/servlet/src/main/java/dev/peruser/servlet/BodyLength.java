package dev.peruser.servlet;

import org.jspecify.annotations.Nullable;

/**
 * How many bytes of a body were written, and how many were announced: whoever writes the last of them, or more than the
 * buffer holds, commits the response.
 */
final class BodyLength {
    /**
     * Jetty passes a single write by the buffer from a quarter of its size on, unless it was set up otherwise; so a
     * write counts as one that may commit well below that.
     */
    private static final int PART_OF_BUFFER = 8;

    private static final long UNKNOWN = -1;

    private long written;
    private long announced = UNKNOWN;

    /** So many bytes are about to be written. Returns whether that may commit the response. */
    boolean write(long bytes, int bufferSize) {
        written += Math.max(0, bytes);
        return isWhole() || written >= bufferSize || bytes >= Math.max(1, bufferSize / PART_OF_BUFFER);
    }

    /** So many bytes are announced; a negative number takes that back. Returns whether all are written. */
    boolean announce(long bytes) {
        announced = bytes < 0 ? UNKNOWN : bytes;
        return isWhole();
    }

    /** Reads a header as containers do: what is no number announces nothing, and they decide what to do with it. */
    boolean announce(@Nullable String header) {
        try {
            return announce(header == null ? UNKNOWN : Long.parseLong(header.trim()));
        } catch (NumberFormatException e) {
            return isWhole();
        }
    }

    private boolean isWhole() {
        return announced != UNKNOWN && written >= announced;
    }

    /** What was written is gone; what was announced stays. */
    void empty() {
        written = 0;
    }

    /** All is as at the beginning. */
    void reset() {
        written = 0;
        announced = UNKNOWN;
    }
}
