package dev.peruser.internal.commit;

import dev.peruser.Limits;
import dev.peruser.MergeBehavior;
import dev.peruser.SessionMerger;
import dev.peruser.SignInPolicy;
import dev.peruser.internal.values.RandomSource;
import dev.peruser.store.GuestKey;
import dev.peruser.store.SessionKey;
import java.time.Duration;
import java.util.Optional;

/** How an engine is set up. Immutable. */
public record Settings(
        Lifetimes lifetimes,
        Limits limits,
        Duration deadline,
        MergeBehavior behavior,
        Optional<SessionMerger> sessionMerger,
        Optional<SignInPolicy> signInPolicy,
        GuestData guestData,
        RandomSource randomSource) {

    /** The same with other limits. */
    Settings withLimits(Limits others) {
        return new Settings(
                lifetimes, others, deadline, behavior, sessionMerger, signInPolicy, guestData, randomSource);
    }

    /** What becomes of a guest's data at sign-in. */
    public enum GuestData {
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
    public record Lifetimes(Duration guestIdle, Duration userIdle, double refreshShare, Duration marker) {
        /** How long the record of a merge is kept at most. */
        public static final Duration LONGEST_RECORD = Duration.ofDays(30);

        /**
         * How long the record of a merge is kept with the marker of its source: never as long as the session that has
         * the other half of it.
         */
        public Duration record() {
            Duration half = userIdle.dividedBy(2);
            return half.compareTo(LONGEST_RECORD) < 0 ? half : LONGEST_RECORD;
        }

        Duration idle(SessionKey key) {
            return key instanceof GuestKey ? guestIdle : userIdle;
        }
    }
}
