package dev.peruser;

import java.time.Duration;

/**
 * Hears what happens, for metrics and logs. Called by request threads; must be quick and must not throw (what it throws
 * is logged and otherwise ignored). Nothing it gets holds an id, a token or a value.
 */
public interface PerUserListener {

    /** How a merge came about. */
    enum Absorption {
        /** The guest's session was absorbed into the user's by the request that tried it first. */
        AT_ONCE,
        /** A later request, or another process, finished what was begun. */
        LATER,
        /** Two sessions of one guest became one; no sign-in, so the report is empty. */
        GUESTS
    }

    /**
     * A session was loaded from the store, for the first use in a request.
     *
     * @param bytes of the attributes as they are stored; 0 if there is no session
     */
    default void loaded(Duration time, long bytes) {}

    /** A session was needed and was still at hand, so the store was not asked. */
    default void recalled() {}

    /** A session could not be loaded. */
    default void loadFailed(RuntimeException reason) {}

    /**
     * Changes were saved.
     *
     * @param rebases how many times they were rebased onto what others had saved meanwhile
     * @param bytes of the attributes as they are stored
     */
    default void committed(Duration time, int rebases, long bytes) {}

    /** A save met a newer version. The changes are rebased onto it and saved again, until the deadline. */
    default void conflicted() {}

    /** The expiry of a session was postponed by a request that changed nothing. */
    default void refreshed() {}

    /**
     * A commit was refused: the store failed, the session was gone, conflicts went on until the deadline, a limit was
     * reached, or a value can't be stored.
     */
    default void refused(RuntimeException reason) {}

    /** A session was absorbed into another. */
    default void absorbed(MergeReport report, Absorption how) {}

    /** An absorb could not be made now; a later request will try again. */
    default void absorbFailed(RuntimeException reason) {}

    /** A value was changed in place after the response was committed, so the change is lost. */
    default void changedTooLate() {}

    /** Expired sessions were removed from the store. */
    default void purged(int sessions) {}

    /**
     * The store was asked what the time is, as about once a minute if it has a clock. Sessions expire by the store's.
     *
     * @param ahead by how much this server's clock is ahead of the store's; negative if it is behind
     */
    default void clockCompared(Duration ahead) {}

    /** All that is stored about a user was read by {@link PerUser#export(UserId)}. */
    default void exported() {}

    /** All that was stored about a user was removed by {@link PerUser#erase(UserId)}. */
    default void erased() {}
}
