package dev.peruser.store;

import java.util.Optional;

/**
 * A store that keeps copies of sessions in this process. {@link #load} and {@link #save} ask the store behind it, as
 * always; only {@link #recall} answers from a copy. So whatever must not be built on an old state can't be: the core
 * recalls a session only to show it to the user that it belongs to, or to change it by compare-and-set. A guest's
 * session belongs to a token only as long as the store says so, and is never recalled.
 */
public interface RecallingSessionStore extends WrappingSessionStore {

    /** The copy that is held under a key, if any; asks nobody. */
    Optional<Copy> recall(SessionKey key);

    /**
     * A copy.
     *
     * @param session what was stored when the copy was made; empty if nothing was
     */
    record Copy(Optional<StoredSession> session) {}
}
