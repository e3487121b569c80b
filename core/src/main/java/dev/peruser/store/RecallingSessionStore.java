package dev.peruser.store;

import java.util.Optional;

/**
 * A store that keeps copies of sessions in this process. {@link #load} and {@link #save} ask the store behind it, as
 * always; only {@link #recall} answers from a copy. So whatever must not be built on an old state can't be: the core
 * recalls a session only to show it, or to change it by compare-and-set.
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
