package dev.peruser.migration;

import dev.peruser.StoreException;
import dev.peruser.store.Deadline;
import dev.peruser.store.ForwardingSessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

/**
 * A store that takes sessions over from another one when they are first used: the application runs on the new store,
 * and what is not yet there is still found.
 *
 * <ol>
 *   <li>A session that the new store doesn't have is looked for in the old one. Found, it is created in the new one, if
 *       nobody else did so meanwhile, and then removed from the old one.
 *   <li>Before a session is saved or deleted in the new store, the old one is without it. So what is deleted, erased or
 *       absorbed stays so: the markers that say it may expire in the new store without anything coming back from the
 *       old one.
 *   <li>A delete leaves a marker for an hour in the new store, so that a move that had read the session before doesn't
 *       create it again. Whoever asks this store sees nothing of it.
 *   <li>Keys that the old store is known to be without are remembered, so each key costs it one question in each
 *       process.
 * </ol>
 *
 * <p>From the moment that the first server runs on this, none may write to the old store any more. If the old store
 * fails, so do loads of sessions that the new one doesn't have: they are never taken for absent.
 *
 * <p>{@link SessionMigration} moves the rest; when the old store is empty, this class has nothing left to do. Safe for
 * use by many threads. Closing it closes both stores, if they can be closed.
 */
public final class MovingSessionStore extends ForwardingSessionStore implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger("dev.peruser.migration");

    private final SessionStore source;
    private final SessionStore target;
    private final SessionStore listing;
    private final StoreTime newTime;
    private final Move move;
    private final KnownKeys gone = new KnownKeys();

    private MovingSessionStore(SessionStore source, SessionStore target, Optional<InstantSource> clock) {
        this.source = source;
        this.target = target;
        this.listing = KeysOfBoth.of(source, target);
        this.newTime = StoreTime.of(target, clock);
        this.move = new Move(source, target, clock, Move.Check.NONE);
    }

    /** A store on {@code target} that takes over from {@code source}. */
    public static MovingSessionStore from(SessionStore source, SessionStore target) {
        return from(source, target, Optional.empty());
    }

    static MovingSessionStore from(SessionStore source, SessionStore target, InstantSource clock) {
        return from(source, target, Optional.of(clock));
    }

    private static MovingSessionStore from(SessionStore source, SessionStore target, Optional<InstantSource> clock) {
        return new MovingSessionStore(
                Objects.requireNonNull(source, "source"), Objects.requireNonNull(target, "target"), clock);
    }

    /** The new store; its list of keys has those that are still in the old one, too. */
    @Override
    public SessionStore wrapped() {
        return listing;
    }

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        Optional<StoredSession> found = target.load(key, deadline);
        if (found.isPresent() || gone.has(key)) {
            return withoutTombstone(found);
        }
        Optional<StoredSession> old = source.load(key, deadline);
        if (old.isEmpty()) {
            gone.add(key);
            return loadMoved(key, deadline); // it may have been moved between the two questions
        }
        Move.Outcome outcome = move.create(key, old.get(), deadline);
        removeQuietly(key, old.get(), deadline);
        return switch (outcome) {
            case MOVED -> old;
            case WAS_THERE -> loadMoved(key, deadline);
            case EXPIRED, ABSENT -> found;
        };
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        takeOver(key, deadline);
        WriteResult result = target.save(key, change, deadline);
        if (result == WriteResult.APPLIED || change.expected().isPresent()) {
            return result;
        }
        Optional<StoredSession> tombstone = target.load(key, deadline).filter(Tombstone::isOne);
        return tombstone.isEmpty()
                ? result
                : target.save(key, SessionChange.replace(tombstone.get(), change.next()), deadline);
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        takeOver(key, deadline);
        Optional<StoredSession> found =
                loadMoved(key, deadline).filter(session -> session.version().equals(expected));
        if (found.isEmpty()) {
            return WriteResult.STALE;
        }
        StoredSession tombstone = Tombstone.of(found.get(), newTime.now(deadline));
        return target.save(key, SessionChange.replace(found.get(), tombstone), deadline);
    }

    private Optional<StoredSession> loadMoved(SessionKey key, Deadline deadline) {
        return withoutTombstone(target.load(key, deadline));
    }

    private static Optional<StoredSession> withoutTombstone(Optional<StoredSession> found) {
        return found.filter(session -> !Tombstone.isOne(session));
    }

    /** Afterwards the old store is without the key. */
    private void takeOver(SessionKey key, Deadline deadline) {
        if (!gone.has(key)) {
            var unused = move.run(key, deadline);
            gone.add(key);
        }
    }

    /** It is in the new store; that it is still in the old one does no harm before the next save. */
    private void removeQuietly(SessionKey key, StoredSession old, Deadline deadline) {
        try {
            if (source.delete(key, old.version(), deadline) == WriteResult.APPLIED) {
                gone.add(key);
            }
        } catch (StoreException e) {
            LOGGER.log(Level.DEBUG, "A session that was moved could not be removed from the old store yet", e);
        }
    }

    @Override
    public void close() {
        Closing.close(target);
        Closing.close(source);
    }
}
