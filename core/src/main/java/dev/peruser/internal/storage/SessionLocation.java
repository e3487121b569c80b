package dev.peruser.internal.storage;

import dev.peruser.SessionDataException;
import dev.peruser.UserId;
import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.UserKeys;
import dev.peruser.internal.values.Hashing;
import dev.peruser.store.GuestKey;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.UserKey;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a session is kept: under a key, in the session store or in a store of its owner's own. Immutable.
 *
 * @param ownerHash the hash of the owner's full id, if it is known here; what is loaded must have the same
 * @param keeper what kind of store that is
 * @param own the owner's own store; empty for the session store
 */
public record SessionLocation(SessionKey key, byte @Nullable [] ownerHash, Keeper keeper, Optional<SessionStore> own) {

    /** The kinds of stores, as messages call them. */
    public enum Keeper {
        SESSION_STORE("session store"),
        USER_RECORD("user's own record");

        private final String description;

        Keeper(String description) {
            this.description = description;
        }

        public String description() {
            return description;
        }
    }

    /** Of a guest, in the session store. */
    public static SessionLocation of(GuestKey key) {
        return new SessionLocation(
                key, Hashing.sha256(Hashing.utf8(key.text())), Keeper.SESSION_STORE, Optional.empty());
    }

    /** Of a user, in the session store. */
    public static SessionLocation of(UserId user) {
        return new SessionLocation(UserKeys.of(user), UserKeys.ownerHash(user), Keeper.SESSION_STORE, Optional.empty());
    }

    /** Of a user, in the session store; only the key is known. */
    public static SessionLocation of(UserKey key) {
        return new SessionLocation(key, null, Keeper.SESSION_STORE, Optional.empty());
    }

    /** Of a user, in the user's own record. */
    public static SessionLocation inRecord(UserKey key, byte @Nullable [] ownerHash, SessionStore record) {
        return new SessionLocation(key, ownerHash, Keeper.USER_RECORD, Optional.of(record));
    }

    /** The same, kept by a store of the owner's own. */
    SessionLocation by(SessionStore store) {
        return new SessionLocation(key, ownerHash, keeper, Optional.of(store));
    }

    boolean isInUserRecord() {
        return keeper == Keeper.USER_RECORD;
    }

    public boolean isGuest() {
        return key instanceof GuestKey;
    }

    public String kind() {
        return isGuest() ? "guest" : "user";
    }

    /** A record is its user's, whatever the user is called now. */
    void requireOwner(Header header) {
        if (keeper != Keeper.USER_RECORD && ownerHash != null && !Arrays.equals(ownerHash, header.ownerHash())) {
            throw new SessionDataException(
                    "the " + kind()
                            + " session found belongs to another id (a collision of keys, or a changed store): it is not opened");
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SessionLocation that && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return "SessionLocation[" + kind() + "]";
    }
}
