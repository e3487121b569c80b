package dev.peruser.internal.commit;

import dev.peruser.ConflictException;
import dev.peruser.StoreException;
import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.session.ChangeLog;
import dev.peruser.internal.session.LimitCheck;
import dev.peruser.internal.session.WorkingCopy;
import dev.peruser.internal.storage.Log;
import dev.peruser.internal.storage.MissingRecordException;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import dev.peruser.store.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Saves what a request changed.
 *
 * <ol>
 *   <li>One thread of this process at a time saves a session. One that had to wait for its turn loads the newest state
 *       first.
 *   <li>A commit id is drawn. Each attempt carries it, so whatever becomes of an attempt, the commit is made at most
 *       once.
 *   <li>The new state is saved if the version is still the one that it was made from. Saved: done.
 *   <li>Otherwise, or if the outcome is unknown, the newest state is loaded. It knows the commit id: done.
 *   <li>It is claimed by another session, or was moved there: the absorb is finished, and the changes are transferred
 *       to that session as operations. It is gone: the commit is refused.
 *   <li>Else the changes are rebased onto it, and saved again, until the deadline.
 * </ol>
 */
public final class Committer {
    private static final int MOST_FAILURES = 3;

    private final EngineContext engine;
    private final MovedSessions movedSessions;
    private final CompareAndSet compareAndSet;

    public Committer(EngineContext engine, MovedSessions movedSessions) {
        this.engine = engine;
        this.movedSessions = movedSessions;
        this.compareAndSet = new CompareAndSet(engine);
    }

    /**
     * What a commit led to.
     *
     * @param snapshot the session as it is now stored, as far as is known
     * @param asMade whether that is what the request itself made of it, without others' changes
     * @param isElsewhere whether the changes went to another session, and the snapshot is the one before
     */
    public record Committed(Snapshot snapshot, boolean asMade, boolean isElsewhere) {}

    /**
     * Saves.
     *
     * @param base what the changes were made on
     * @param made the attributes with the changes, or null if the base is not what they were made on
     */
    public Committed commit(Snapshot base, @Nullable Map<String, byte[]> made, ChangeLog log, Deadline deadline) {
        long start = System.nanoTime();
        Attempts attempts = new Attempts(base, log, deadline);
        Outcome outcome =
                engine.locks().inTurn(base.location().key(), deadline, hasWaited -> attempts.run(made, hasWaited));
        Snapshot elsewhere = outcome.elsewhere;
        if (elsewhere != null) {
            movedSessions.commit(elsewhere, log, deadline);
        }
        Committed committed = elsewhere == null ? outcome.committed() : new Committed(base, false, true);
        if (!engine.listener().isAlone()) {
            engine.listener()
                    .committed(
                            Duration.ofNanos(System.nanoTime() - start),
                            attempts.conflicts,
                            StoredAttribute.bytes(committed.snapshot().attributes()));
        }
        return committed;
    }

    private record Outcome(
            @Nullable Committed done, @Nullable Snapshot elsewhere) {
        Committed committed() {
            if (done == null) {
                throw new IllegalStateException("neither done nor elsewhere");
            }
            return done;
        }
    }

    /** Postpones the expiry. Nobody waits for it, so a failure or a conflict is left to the next request. */
    public Snapshot refresh(Snapshot session, Deadline deadline) {
        try {
            Optional<Snapshot> refreshed = compareAndSet.save(
                    session, engine.header(session), session.attributes(), engine.expiry(session), deadline);
            refreshed.ifPresent(saved -> engine.listener().refreshed());
            return refreshed.orElse(session);
        } catch (StoreException | ConflictException e) {
            Log.debug("the expiry of a session could not be postponed", e);
            return session;
        }
    }

    /** The attempts of one commit. */
    private final class Attempts {
        private final Snapshot base;
        private final ChangeLog log;
        private final Deadline deadline;
        private final Header.CommitId id = engine.storage().newCommitId();
        private final Instant firstSent = engine.storage().now();
        private int conflicts;
        private int failures;
        private WriteResult lastResult = WriteResult.STALE;

        Attempts(Snapshot base, ChangeLog log, Deadline deadline) {
            this.base = base;
            this.log = log;
            this.deadline = deadline;
        }

        Outcome run(@Nullable Map<String, byte[]> made, boolean hasWaited) {
            if (isElsewhere(base)) { // what is claimed must stay as it was claimed
                return new Outcome(null, base);
            }
            Snapshot current = base;
            if (hasWaited) {
                // Whoever was at it has most likely saved, so that a save on what was loaded before would be refused.
                Snapshot newest = newest(base.location(), null);
                if (isElsewhere(newest)) {
                    return new Outcome(null, newest);
                }
                if (!newest.isVersionOf(base)) {
                    requireStillThere(newest);
                    requireTime(null);
                    current = newest;
                }
            }
            @SuppressWarnings("ReferenceEquality") // whether it is the one that the request made its changes on
            boolean isBase = current == base;
            Map<String, byte[]> attributes = made == null || !isBase ? rebase(current) : made;
            while (true) {
                Snapshot next = next(current, attributes);
                @Nullable StoreException failure = trySave(current, next);
                if (failure == null && lastResult == WriteResult.APPLIED) {
                    return new Outcome(new Committed(next, isAsMade(made, attributes), false), null);
                }
                Snapshot newest = newest(current.location(), failure);
                if (wasMade(newest, failure)) {
                    boolean isLatest = Objects.equals(next.stored(), newest.stored());
                    return new Outcome(new Committed(newest, isLatest && isAsMade(made, attributes), false), null);
                }
                if (isElsewhere(newest)) {
                    return new Outcome(null, newest);
                }
                requireStillThere(newest);
                requireTime(failure);
                current = newest;
                attributes = rebase(newest);
            }
        }

        private boolean isElsewhere(Snapshot newest) {
            return newest.isClaimed() || newest.isMovedAt(engine.storage().now());
        }

        /** Whether what was saved is the request's own, and not a rebase onto what others saved meanwhile. */
        @SuppressWarnings("ReferenceEquality") // a rebase makes another map, whatever is in it
        private static boolean isAsMade(@Nullable Map<String, byte[]> made, Map<String, byte[]> saved) {
            return made == saved;
        }

        private @Nullable StoreException trySave(Snapshot current, Snapshot next) {
            try {
                lastResult = engine.storage().save(current, next, deadline);
                return null;
            } catch (MissingRecordException e) {
                throw e;
            } catch (StoreException e) {
                failures++;
                return e;
            }
        }

        private Snapshot next(Snapshot current, Map<String, byte[]> attributes) {
            LimitCheck.check(engine.settings().limits(), current.attributes(), attributes);
            return engine.storage().next(current, engine.header(current), attributes, engine.expiry(current), id);
        }

        private Map<String, byte[]> rebase(Snapshot newest) {
            WorkingCopy attributes = engine.attributesToMerge(newest.attributes(), deadline);
            log.rebase(attributes);
            return attributes.toStored();
        }

        private Snapshot newest(SessionLocation location, @Nullable StoreException failure) {
            try {
                return engine.storage().load(location, deadline);
            } catch (StoreException e) {
                throw failure == null ? e : unknown(failure);
            }
        }

        private StoreException unknown(StoreException failure) {
            return new StoreException(
                    "it is unknown whether the changes were saved: the store failed while saving, and could not be asked"
                            + " afterwards",
                    failure);
        }

        private boolean wasMade(Snapshot newest, @Nullable StoreException failure) {
            Optional<Boolean> made = newest.wasCommitted(id, firstSent);
            if (made.isEmpty()) {
                throw new StoreException(
                        "it is unknown whether the changes were saved: so many others saved this session meanwhile that this"
                                + " commit's trace is gone",
                        failure);
            }
            return made.get();
        }

        private void requireStillThere(Snapshot newest) {
            boolean isGone = base.isLive()
                    ? !newest.isLive() || newest.incarnation() != base.incarnation()
                    : newest.isErasedSince(base);
            if (isGone) {
                throw new ConflictException(
                        "the " + base.location().kind()
                                + " session was erased, moved or removed since this request loaded it; nothing of it was saved");
            }
        }

        private void requireTime(@Nullable StoreException failure) {
            if (failure != null && (failures >= MOST_FAILURES || deadline.hasPassed())) {
                throw failure;
            }
            if (failure == null) {
                conflicts++;
                engine.listener().conflicted();
            }
            if (deadline.hasPassed()) {
                throw new ConflictException(
                        "others changed the " + base.location().kind() + " session " + conflicts
                                + " times until the deadline (peruser.deadline); nothing of this request was saved");
            }
            if (conflicts + failures > 1) {
                engine.settings().randomSource().pause(conflicts + failures);
            }
        }
    }
}
