package dev.peruser.it.soak;

/** What all server processes of ours share, and what can happen to it. */
interface SharedServer extends AutoCloseable {

    /** Killed, and started again. */
    default void restart() {
        throw new IllegalArgumentException("--restarts is for redis");
    }

    /** A part of it is killed, another takes its place, and the first comes back. */
    default void failOver() {
        throw new IllegalArgumentException("--failovers is for redis-cluster");
    }

    @Override
    default void close() {}
}
