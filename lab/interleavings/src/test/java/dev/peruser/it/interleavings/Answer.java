package dev.peruser.it.interleavings;

/**
 * What a call got.
 *
 * @param session the number of the session found
 * @param time what the time was then, in milliseconds
 */
record Answer(Kind kind, int session, long time) {
    enum Kind {
        FOUND,
        SAVED,
        STALE,
        /** An exception: the outcome is unknown. */
        FAILED,
        THOUGHT
    }

    /** Asked for at each step of an exploration, of which there are a hundred million. */
    @Override
    public int hashCode() {
        return 31 * session + Long.hashCode(time);
    }
}
