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
import dev.peruser.store.UserKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Finds where sessions are kept: in the session store, or in users' own records. Immutable. */
public final class SessionLocations {
    private final Optional<UserRecords> userRecords;
    private final JsonCodec codec;
    private final KeyLocks recordLocks;

    SessionLocations(Optional<UserRecords> userRecords, JsonCodec codec, KeyLocks recordLocks) {
        this.userRecords = userRecords;
        this.codec = codec;
        this.recordLocks = recordLocks;
    }

    /** Where a user's session is kept. */
    public SessionLocation of(UserId user, Optional<UserRecord> ownRecord) {
        return inRecord(user, ownRecord, UnaryOperator.identity()).orElseGet(() -> SessionLocation.of(user));
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
        List<SessionLocation> all = new ArrayList<>();
        inRecord(user, ownRecord, face).ifPresent(all::add);
        all.add(SessionLocation.of(user));
        return all;
    }

    private Optional<SessionLocation> inRecord(
            UserId user, Optional<UserRecord> ownRecord, UnaryOperator<UserRecord> face) {
        return ownRecord
                .or(() -> find(user))
                .map(found -> inRecord(UserKeys.of(user), UserKeys.ownerHash(user), face.apply(found)));
    }

    private SessionLocation inRecord(UserKey key, byte @Nullable [] ownerHash, UserRecord found) {
        byte[] hash = ownerHash == null ? new byte[0] : ownerHash;
        return SessionLocation.inRecord(key, ownerHash, new UserRecordStore(found, hash, codec, recordLocks));
    }

    private Optional<UserRecord> find(UserId user) {
        try {
            return userRecords.flatMap(finder -> finder.find(user));
        } catch (RuntimeException e) {
            throw new StoreException(
                    "the user's own record could not be found: " + e.getClass().getName(), e);
        }
    }

    /** Where another session that a header names is kept, if it can be reached from here. */
    public Optional<SessionLocation> of(Header.Target target) {
        if (SessionKey.parse(target.key()) instanceof UserKey key) {
            return target.inRecord()
                    ? UserKeys.decode(key).flatMap(this::find).map(found -> inRecord(key, null, found))
                    : Optional.of(SessionLocation.of(key));
        }
        return Optional.of(SessionLocation.of(new GuestKey(target.key())));
    }

    /** Where a session is kept that a header names by its key alone. */
    public SessionLocation ofKey(String key) {
        return of(new Header.Target(key, 0, true))
                .or(() -> of(new Header.Target(key, 0, false)))
                .orElseThrow(() -> new IllegalStateException("locations in the store are always within reach"));
    }
}
