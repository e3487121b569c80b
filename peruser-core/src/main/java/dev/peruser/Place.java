package dev.peruser;

import dev.peruser.store.GuestKey;
import dev.peruser.store.SessionKey;
import dev.peruser.store.UserKey;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a session is kept: under a key, in the store, in the user's own record, or in the guest's own place.
 *
 * @param guestRecord the guest's own place, if that is where a guest's session is
 * @param ownerHash the hash of the owner's full id, if it is known here; what is loaded must have the same
 */
record Place(
        SessionKey key,
        byte @Nullable [] ownerHash,
        Optional<UserRecord> ownRecord,
        Optional<GuestRecordStore> guestRecord) {

    static Place of(GuestKey key) {
        return new Place(key, Hashing.sha256(Hashing.utf8(key.text())), Optional.empty(), Optional.empty());
    }

    /** In the guest's own place, where whoever has the place is the owner. */
    static Place of(GuestKey key, GuestRecordStore guestRecord) {
        return new Place(key, null, Optional.empty(), Optional.of(guestRecord));
    }

    static Place of(UserId user, Optional<UserRecord> ownRecord) {
        return new Place(UserKeys.of(user), UserKeys.ownerHash(user), ownRecord, Optional.empty());
    }

    /** A place of which only the key is known. */
    static Place ofUnknownOwner(UserKey key, Optional<UserRecord> ownRecord) {
        return new Place(key, null, ownRecord, Optional.empty());
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
