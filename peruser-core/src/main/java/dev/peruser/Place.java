package dev.peruser;

import dev.peruser.store.GuestKey;
import dev.peruser.store.SessionKey;
import dev.peruser.store.UserKey;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a session is kept: under a key, in the store or in the user's own record.
 *
 * @param ownerHash the hash of the owner's full id, if it is known here; what is loaded must have the same
 */
record Place(SessionKey key, byte @Nullable [] ownerHash, Optional<UserRecord> ownRecord) {

    static Place of(GuestKey key) {
        return new Place(key, Hashing.sha256(Hashing.utf8(key.text())), Optional.empty());
    }

    static Place of(UserId user, Optional<UserRecord> ownRecord) {
        return new Place(UserKeys.of(user), UserKeys.ownerHash(user), ownRecord);
    }

    /** A place of which only the key is known. */
    static Place ofUnknownOwner(UserKey key, Optional<UserRecord> ownRecord) {
        return new Place(key, null, ownRecord);
    }

    boolean isGuest() {
        return key instanceof GuestKey;
    }

    String kind() {
        return isGuest() ? "guest" : "user";
    }

    void requireOwner(Header header) {
        if (ownerHash != null && !Arrays.equals(ownerHash, header.ownerHash())) {
            throw new SessionDataException(
                    "the " + kind()
                            + " session found belongs to another id (a collision of keys, or a changed store): it is not opened");
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Place that && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return "Place[" + kind() + "]";
    }
}
