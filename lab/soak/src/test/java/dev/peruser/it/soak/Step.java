package dev.peruser.it.soak;

import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.HeaderCodec;
import dev.peruser.store.GuestKey;
import dev.peruser.store.SessionKey;
import dev.peruser.store.StoredSession;
import org.jspecify.annotations.Nullable;

/** A step of commit or sign-in, as a call of the store. */
public enum Step {
    LOAD_GUEST,
    LOAD_USER,
    COMMIT_GUEST,
    COMMIT_USER,
    ANNOUNCE,
    CLAIM,
    ABSORB,
    RELEASE;

    /** What a load is. */
    public static Step ofLoad(SessionKey key) {
        return key instanceof GuestKey ? LOAD_GUEST : LOAD_USER;
    }

    /**
     * What a save is.
     *
     * @param before what the session was when it was last loaded or saved, or null
     */
    public static Step ofSave(SessionKey key, @Nullable StoredSession before, StoredSession next) {
        Header header = HeaderCodec.decode(next.header());
        Header earlier = before == null ? null : HeaderCodec.decode(before.header());
        return switch (header.state()) {
            case CLAIMED -> CLAIM;
            case MOVED -> RELEASE;
            default -> {
                if (header.ledger().stream()
                        .anyMatch(entry -> earlier == null || !earlier.hasAbsorbed(entry.incarnation()))) {
                    yield ABSORB;
                }
                if (!header.pending().isEmpty()
                        && (earlier == null || !earlier.pending().containsAll(header.pending()))) {
                    yield ANNOUNCE;
                }
                yield key instanceof GuestKey ? COMMIT_GUEST : COMMIT_USER;
            }
        };
    }
}
