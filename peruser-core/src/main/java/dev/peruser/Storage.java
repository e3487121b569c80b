package dev.peruser;

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
final class Storage {
    private final SessionStore store;
    private final Optional<RecallingSessionStore> copies;
    private final Optional<SessionDataHolders> holders;
    private final JsonCodec codec;
    private final InstantSource clock;
    private final Waiting waiting;
    private final KeyLocks recordLocks;
    private final Chance chance;
    private final long writer;
    private final AtomicLong sequence = new AtomicLong();

    Storage(
            SessionStore store,
            Optional<SessionDataHolders> holders,
            JsonCodec codec,
            InstantSource clock,
            Chance chance,
            Waiting waiting) {
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

    Instant now() {
        return clock.instant();
    }

    Header.CommitId newCommitId() {
        return new Header.CommitId(writer, sequence.incrementAndGet());
    }

    private long randomNonZero() {
        long number = chance.number();
        return number == 0 ? 1 : number;
    }

    GuestToken randomToken() {
        return GuestToken.random(chance);
    }

    /** Where a user's session is kept. */
    Place place(UserId user, Optional<UserRecord> ownRecord) {
        return Place.of(user, ownRecord.or(() -> ownRecord(user)));
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
    Optional<Place> place(Header.Target target) {
        if (SessionKey.parse(target.key()) instanceof UserKey key) {
            if (!target.inRecord()) {
                return Optional.of(Place.ofUnknownOwner(key, Optional.empty()));
            }
            return UserKeys.decode(key)
                    .flatMap(this::ownRecord)
                    .map(found -> Place.ofUnknownOwner(key, Optional.of(found)));
        }
        return Optional.of(Place.of(new GuestKey(target.key())));
    }

    /** Whether sessions may be held as copies in this process. */
    boolean recalls() {
        return copies.isPresent();
    }

    /**
     * A copy of a session, if one is held that is as new as what the browser has seen, and nothing about it has to be
     * finished first.
     */
    Optional<Snapshot> recall(Place place, Sightings sightings) {
        if (place.ownRecord().isPresent()) {
            return Optional.empty();
        }
        return copies.flatMap(store -> store.recall(place.key())).flatMap(copy -> {
            @Nullable StoredSession stored = copy.session().orElse(null);
            if (!sightings.permit(place.key(), stored)) {
                return Optional.empty();
            }
            Snapshot snapshot = Snapshot.of(place, stored, now());
            boolean isUserWithout = stored == null && !place.isGuest();
            return isUserWithout || snapshot.isSettled() ? Optional.of(snapshot) : Optional.empty();
        });
    }

    Snapshot load(Place place, Deadline deadline) {
        Optional<StoredSession> stored =
                call(place, deadline, () -> storeOf(place).load(place.key(), deadline));
        return Snapshot.of(place, stored.orElse(null), now());
    }

    /** Saves on top of a snapshot. */
    SaveResult save(Snapshot before, StoredSession next, Deadline deadline) {
        Place place = before.place();
        SessionChange change =
                before.stored() == null ? SessionChange.create(next) : SessionChange.replace(before.stored(), next);
        return call(place, deadline, () -> storeOf(place).save(place.key(), change, deadline));
    }

    /**
     * What is to be stored on top of a snapshot: the next version of a session that is there, else a new incarnation.
     *
     * @param attributes must not be changed any more
     */
    StoredSession next(
            Snapshot before, Header header, Map<String, byte[]> attributes, Instant expiresAt, Header.CommitId id) {
        StoredSession stored = before.stored();
        SessionVersion version =
                stored != null && before.isLive() ? stored.version().next() : SessionVersion.first(randomNonZero());
        byte[] headerBytes = HeaderCodec.encode(header.committed(id, now()));
        return StoredSession.takingOver(version, expiresAt, headerBytes, attributes);
    }

    private SessionStore storeOf(Place place) {
        if (place.guestRecord().isPresent()) {
            return place.guestRecord().get();
        }
        return place.ownRecord()
                .<SessionStore>map(found -> new RecordStore(found, ownerHash(place), codec, recordLocks))
                .orElse(store);
    }

    private static byte[] ownerHash(Place place) {
        byte @Nullable [] hash = place.ownerHash();
        return hash == null ? new byte[0] : hash;
    }

    private <T> T call(Place place, Deadline deadline, Supplier<T> work) {
        if (deadline.hasPassed()) {
            throw new StoreException("the time for session work of this request is spent (peruser.deadline)");
        }
        return waiting.within(place.key(), () -> translated(place, work));
    }

    private static <T> T translated(Place place, Supplier<T> work) {
        try {
            return work.get();
        } catch (PerUserException e) {
            throw e;
        } catch (RuntimeException e) {
            String where = place.ownRecord().isPresent()
                    ? "user's own record"
                    : place.guestRecord().isPresent() ? "guest's own place (the HttpSession)" : "session store";
            throw new StoreException(
                    "the " + where + " failed with a " + e.getClass().getName(), e);
        }
    }
}
