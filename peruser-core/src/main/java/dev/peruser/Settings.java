package dev.peruser;

import java.time.Duration;
import java.util.Optional;

/** How an engine is set up. Immutable. */
record Settings(
        Lifetimes lifetimes,
        Limits limits,
        Duration deadline,
        MergeBehavior behavior,
        Optional<SessionMerger> sessionMerger,
        Migration migration,
        Chance chance) {

    /** What becomes of a guest's data at sign-in. */
    enum Migration {
        CARRIED,
        HIDDEN
    }

    /**
     * How long sessions live.
     *
     * @param guestIdle how long after its last use a guest's session is gone
     * @param userIdle the same of a user's
     * @param refreshShare the share of the idle time that must have passed before the expiry is written anew
     * @param marker how long the marker of an absorbed session, and the tombstone of an erased one, stay
     */
    record Lifetimes(Duration guestIdle, Duration userIdle, double refreshShare, Duration marker) {
        Duration idle(Place place) {
            return place.isGuest() ? guestIdle : userIdle;
        }
    }
}
