package dev.peruser;

import java.time.Duration;

/**
 * Hears what happens, for metrics and logs. Called by request threads; must be quick and must not throw (what it throws
 * is logged and otherwise ignored). Nothing it gets holds an id, a token or a value.
 */
public interface PerUserListener {

    /** A listener that does nothing. */
    PerUserListener NONE = new PerUserListener() {};

    /** A session was loaded from the store. */
    default void loaded(Duration time) {}

    /** Changes were saved. */
    default void committed(Duration time, int conflicts) {}

    /**
     * A commit was refused: the store failed, the session was gone, conflicts went on until the deadline, or a limit
     * was reached.
     */
    default void refused(RuntimeException reason) {}

    /** A guest's session was absorbed into a user's (or into another guest's). */
    default void absorbed(MergeReport report) {}

    /** An absorb could not be made now; a later request will try again. */
    default void absorbFailed(RuntimeException reason) {}

    /** A value was changed in place after the response was committed, so the change is lost. */
    default void changedTooLate() {}

    /** Expired sessions were removed from the store. */
    default void purged(int sessions) {}
}
