package dev.peruser.migration;

import dev.peruser.StoreException;
import dev.peruser.store.Deadline;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Moves one session: creates it in the new store unless one is there, then removes it from the old one. Whoever is
 * killed in between, the next one ends it: the session is still in the old store, the create finds it in the new one,
 * and it is removed.
 */
final class Move {
    private final SessionStore source;
    private final SessionStore target;
    private final StoreTime oldTime;
    private final Check check;

    Move(SessionStore source, SessionStore target, InstantSource clock, Check check) {
        this(source, target, Optional.of(clock), check);
    }

    /**
     * Creates it.
     *
     * @param clock what the time is; empty: the old store's clock says what has expired there
     */
    Move(SessionStore source, SessionStore target, Optional<InstantSource> clock, Check check) {
        this.source = source;
        this.target = target;
        this.oldTime = StoreTime.of(source, clock);
        this.check = check;
    }

    /** Whether a session is read back from the new store before it is removed from the old one. */
    enum Check {
        NONE,
        READ_BACK
    }

    /** What became of a session of the old store. */
    enum Outcome {
        /** It is now in the new store. */
        MOVED,
        /** The new store had it, or what the application has made of it, already. */
        WAS_THERE,
        /** It had expired and was only removed. */
        EXPIRED,
        /** It was not, or no longer, in the old store. */
        ABSENT
    }

    /** Afterwards the old store is without the key, and nothing is lost. */
    Outcome run(SessionKey key, Deadline deadline) {
        Outcome outcome = Outcome.ABSENT;
        while (true) {
            Optional<StoredSession> old = source.load(key, deadline);
            if (old.isEmpty()) {
                return outcome;
            }
            Outcome created = create(key, old.get(), deadline);
            outcome = outcome == Outcome.ABSENT ? created : outcome;
            if (check == Check.READ_BACK && created != Outcome.EXPIRED) {
                requireThere(key, old.get(), deadline);
            }
            if (source.delete(key, old.get().version(), deadline) == WriteResult.APPLIED) {
                return outcome;
            }
            if (deadline.hasPassed()) {
                throw new StoreException("the old store changes while sessions are moved out of it: a server still"
                        + " runs on it; stop that first");
            }
        }
    }

    /** It is there to the bit, unless the application has gone on with it. */
    private void requireThere(SessionKey key, StoredSession old, Deadline deadline) {
        Optional<StoredSession> copy = target.load(key, deadline);
        boolean isThere = copy.filter(there -> !there.version().equals(old.version()) || there.equals(old))
                .isPresent();
        if (!isThere) {
            throw new StoreException("a session was not found in the new store as it is in the old one, where it stays;"
                    + " does something remove sessions from the new store?");
        }
    }

    /** Creates it in the new store. */
    Outcome create(SessionKey key, StoredSession old, Deadline deadline) {
        if (oldTime.isPast(old.expiresAt(), deadline)) {
            return Outcome.EXPIRED;
        }
        return target.save(key, SessionChange.create(old), deadline) == WriteResult.APPLIED
                ? Outcome.MOVED
                : Outcome.WAS_THERE;
    }
}
