package dev.peruser.store;

/**
 * The version of a stored session. A pair that never recurs for its key: {@code incarnation} is a random number drawn
 * anew whenever a session is created (again), {@code counter} grows with each save: by one, or, where a store
 * {@linkplain SessionStore#mayLoseWrites may lose} saves that others have read, by a random number.
 *
 * @param incarnation random, drawn when the session was created; never 0
 * @param counter 1 for the first save of an incarnation
 */
public record SessionVersion(long incarnation, long counter) {

    /** Checks the parts. */
    public SessionVersion {
        if (incarnation == 0) {
            throw new IllegalArgumentException("incarnation must not be 0");
        }
        if (counter < 1) {
            throw new IllegalArgumentException("counter must be at least 1, was " + counter);
        }
    }

    /** The first version of a new incarnation. */
    public static SessionVersion first(long incarnation) {
        return new SessionVersion(incarnation, 1);
    }

    /** The version that a save on top of this one gets. */
    public SessionVersion next() {
        return new SessionVersion(incarnation, counter + 1);
    }
}
