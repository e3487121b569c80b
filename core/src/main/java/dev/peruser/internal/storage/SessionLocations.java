package dev.peruser.internal.storage;

import dev.peruser.StoreException;
import dev.peruser.UserId;
import dev.peruser.UserRecord;
import dev.peruser.UserRecords;
import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.JsonCodec;
import dev.peruser.internal.codec.UserKeys;
import dev.peruser.store.GuestKey;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.UserKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Finds where sessions are kept: in the session store, or in users' own records. A session that is where it was kept
 * before the application changed that is {@linkplain TakeOverStore taken over}. Immutable.
 */
public final class SessionLocations {
    private final SessionStore store;
    private final Places places;
    private final JsonCodec codec;
    private final KeyLocks recordLocks;
    private final Supplier<Instant> clock;

    /**
     * Users' own records.
     *
     * @param records where sessions are kept, for those who have one
     * @param formerRecords where sessions were kept before
     */
    public record Places(Optional<UserRecords> records, Optional<UserRecords> formerRecords) {
        public static final Places NONE = new Places(Optional.empty(), Optional.empty());
    }

    SessionLocations(
            SessionStore store, Places places, JsonCodec codec, KeyLocks recordLocks, Supplier<Instant> clock) {
        this.store = store;
        this.places = places;
        this.codec = codec;
        this.recordLocks = recordLocks;
        this.clock = clock;
    }

    /** Where a user's session is kept. */
    public SessionLocation of(UserId user, Optional<UserRecord> ownRecord) {
        Optional<UserRecord> record = ownRecord.isPresent() ? ownRecord : find(places.records(), user);
        if (record.isPresent()) {
            return inRecord(UserKeys.of(user), UserKeys.ownerHash(user), record.get());
        }
        SessionLocation plain = SessionLocation.of(user);
        return places.formerRecords().isEmpty()
                ? plain
                : inStore(plain, find(places.formerRecords(), user), UserKeys.ownerHash(user));
    }

    private SessionLocation inStore(SessionLocation plain, Optional<UserRecord> former, byte[] ownerHash) {
        return former.map(
                        record -> plain.by(new TakeOverStore(store, open(record, ownerHash), false, ownerHash, clock)))
                .orElse(plain);
    }

    /**
     * All places where something of a user's may be kept, the present one first: what was in the session store before
     * may be there still.
     */
    public List<SessionLocation> all(UserId user, Optional<UserRecord> ownRecord) {
        return all(user, ownRecord, UnaryOperator.identity());
    }

    /** As {@link #all}, to be erased. */
    public List<SessionLocation> allToErase(UserId user, Optional<UserRecord> ownRecord) {
        return all(user, ownRecord, UserRecord::toErase);
    }

    private List<SessionLocation> all(UserId user, Optional<UserRecord> ownRecord, UnaryOperator<UserRecord> face) {
        UserKey key = UserKeys.of(user);
        byte[] hash = UserKeys.ownerHash(user);
        List<SessionLocation> all = new ArrayList<>();
        ownRecord
                .or(() -> find(places.records(), user))
                .ifPresent(record -> all.add(SessionLocation.inRecord(key, hash, open(face.apply(record), hash))));
        all.add(SessionLocation.of(user));
        find(places.formerRecords(), user)
                .ifPresent(record -> all.add(SessionLocation.inRecord(key, hash, open(face.apply(record), hash))));
        return all;
    }

    private SessionLocation inRecord(UserKey key, byte @Nullable [] ownerHash, UserRecord found) {
        byte[] hash = ownerHash == null ? new byte[0] : ownerHash;
        return SessionLocation.inRecord(key, ownerHash, new TakeOverStore(open(found, hash), store, true, hash, clock));
    }

    private UserRecordStore open(UserRecord record, byte[] ownerHash) {
        return new UserRecordStore(record, ownerHash, codec, recordLocks);
    }

    private static Optional<UserRecord> find(Optional<UserRecords> records, UserId user) {
        try {
            return records.flatMap(finder -> finder.find(user));
        } catch (RuntimeException e) {
            throw new StoreException(
                    "the user's own record could not be found: " + e.getClass().getName(), e);
        }
    }

    /** Where another session that a header names is kept now, if it can be reached from here. */
    public Optional<SessionLocation> of(Header.Target target) {
        if (!(SessionKey.parse(target.key()) instanceof UserKey key)) {
            return Optional.of(SessionLocation.of(new GuestKey(target.key())));
        }
        Optional<UserId> user = UserKeys.decode(key);
        Optional<SessionLocation> inRecord =
                user.flatMap(known -> find(places.records(), known)).map(found -> inRecord(key, null, found));
        if (inRecord.isPresent()) {
            return inRecord;
        }
        Optional<UserRecord> former = user.flatMap(known -> find(places.formerRecords(), known));
        return target.inRecord() && former.isEmpty()
                ? Optional.empty()
                : Optional.of(inStore(SessionLocation.of(key), former, new byte[0]));
    }

    /** Where a session is kept that a header names by its key alone. */
    public SessionLocation ofKey(String key) {
        return of(new Header.Target(key, 0, true))
                .or(() -> of(new Header.Target(key, 0, false)))
                .orElseThrow(() -> new IllegalStateException("locations in the store are always within reach"));
    }
}
