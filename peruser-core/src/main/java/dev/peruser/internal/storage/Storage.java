package dev.peruser.internal.storage;

import dev.peruser.GuestToken;
import dev.peruser.PerUserException;
import dev.peruser.StoreException;
import dev.peruser.UserId;
import dev.peruser.UserRecord;
import dev.peruser.UserRecords;
import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.HeaderCodec;
import dev.peruser.internal.codec.JsonCodec;
import dev.peruser.internal.codec.UserKeys;
import dev.peruser.internal.values.RandomSource;
import dev.peruser.store.Deadline;
import dev.peruser.store.GuestKey;
import dev.peruser.store.RecallingSessionStore;
import dev.peruser.store.SaveResult;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.UserKey;
import dev.peruser.store.WrappingSessionStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The store and the users' own records behind one face: finds the right one for a place, bounds how many requests wait,
 * and turns whatever a store throws into a {@link StoreException}.
 */
public final class Storage {
    private final SessionStore store;
    private final Optional<RecallingSessionStore> copies;
    private final Optional<UserRecords> holders;
    private final JsonCodec codec;
    private final InstantSource clock;
    private final Bulkhead waiting;
    private final KeyLocks recordLocks;
    private final RandomSource chance;
    private final long writer;
    private final AtomicLong sequence = new AtomicLong();

    public Storage(
            SessionStore store,
            Optional<UserRecords> holders,
            JsonCodec codec,
            InstantSource clock,
            RandomSource chance,
            Bulkhead waiting) {
        this.store = store;
        this.copies = WrappingSessionStore.ability(store, RecallingSessionStore.class);
        this.holders = holders;
        this.codec = codec;
        this.clock = clock;
        this.waiting = waiting;
        this.recordLocks = new KeyLocks(waiting);
        this.chance = chance;
        this.writer = chance.number();
    }

    public Instant now() {
        return clock.instant();
    }

    public Header.CommitId newCommitId() {
        return new Header.CommitId(writer, sequence.incrementAndGet());
    }

    private long randomNonZero() {
        long number = chance.number();
        return number == 0 ? 1 : number;
    }

    public GuestToken randomToken() {
        return GuestToken.random(chance);
    }

    /** Where a user's session is kept. */
    public SessionLocation place(UserId user, Optional<UserRecord> ownRecord) {
        return ownRecord
                .or(() -> ownRecord(user))
                .map(found -> placeInRecord(UserKeys.of(user), UserKeys.ownerHash(user), found))
                .orElseGet(() -> SessionLocation.of(user));
    }

    private SessionLocation placeInRecord(UserKey key, byte @Nullable [] ownerHash, UserRecord found) {
        byte[] hash = ownerHash == null ? new byte[0] : ownerHash;
        return SessionLocation.inRecord(key, ownerHash, new UserRecordStore(found, hash, codec, recordLocks));
    }

    private Optional<UserRecord> ownRecord(UserId user) {
        try {
            return holders.flatMap(finder -> finder.find(user));
        } catch (RuntimeException e) {
            throw new StoreException(
                    "the user's own record could not be found: " + e.getClass().getName(), e);
        }
    }

    /** Where another session that a header names is kept, if it can be reached from here. */
    public Optional<SessionLocation> place(Header.Target target) {
        if (SessionKey.parse(target.key()) instanceof UserKey key) {
            return target.inRecord()
                    ? UserKeys.decode(key).flatMap(this::ownRecord).map(found -> placeInRecord(key, null, found))
                    : Optional.of(SessionLocation.of(key));
        }
        return Optional.of(SessionLocation.of(new GuestKey(target.key())));
    }

    /** Whether sessions may be held as copies in this process. */
    public boolean recalls() {
        return copies.isPresent();
    }

    /** Whether a copy of a session is as new as what the browser has seen. */
    @FunctionalInterface
    public interface Freshness {
        boolean permits(SessionKey key, @Nullable StoredSession copy);
    }

    /** A copy of a session, if one is held that is fresh, and nothing about it has to be finished first. */
    public Optional<Snapshot> recall(SessionLocation place, Freshness freshness) {
        if (place.isInUserRecord()) {
            return Optional.empty();
        }
        return copies.flatMap(store -> store.recall(place.key())).flatMap(copy -> {
            @Nullable StoredSession stored = copy.session().orElse(null);
            if (!freshness.permits(place.key(), stored)) {
                return Optional.empty();
            }
            Snapshot snapshot = Snapshot.of(place, stored, now());
            boolean isUserWithout = stored == null && !place.isGuest();
            return isUserWithout || snapshot.isSettled() ? Optional.of(snapshot) : Optional.empty();
        });
    }

    public Snapshot load(SessionLocation place, Deadline deadline) {
        Optional<StoredSession> stored =
                call(place, deadline, () -> storeOf(place).load(place.key(), deadline));
        return Snapshot.of(place, stored.orElse(null), now());
    }

    /** Saves on top of a snapshot. */
    public SaveResult save(Snapshot before, StoredSession next, Deadline deadline) {
        SessionLocation place = before.place();
        SessionChange change =
                before.stored() == null ? SessionChange.create(next) : SessionChange.replace(before.stored(), next);
        return call(place, deadline, () -> storeOf(place).save(place.key(), change, deadline));
    }

    /**
     * What is to be stored on top of a snapshot: the next version of a session that is there, else a new incarnation.
     *
     * @param attributes must not be changed any more
     */
    public StoredSession next(
            Snapshot before, Header header, Map<String, byte[]> attributes, Instant expiresAt, Header.CommitId id) {
        StoredSession stored = before.stored();
        SessionVersion version =
                stored != null && before.isLive() ? stored.version().next() : SessionVersion.first(randomNonZero());
        byte[] headerBytes = HeaderCodec.encode(header.committed(id, now()));
        return StoredSession.takingOver(version, expiresAt, headerBytes, attributes);
    }

    private SessionStore storeOf(SessionLocation place) {
        return place.own().orElse(store);
    }

    private <T> T call(SessionLocation place, Deadline deadline, Supplier<T> work) {
        if (deadline.hasPassed()) {
            throw new StoreException("the time for session work of this request is spent (peruser.deadline)");
        }
        return waiting.within(place.key(), () -> translated(place, work));
    }

    private static <T> T translated(SessionLocation place, Supplier<T> work) {
        try {
            return work.get();
        } catch (PerUserException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new StoreException(
                    "the " + place.keeper().description() + " failed with a "
                            + e.getClass().getName(),
                    e);
        }
    }
}
