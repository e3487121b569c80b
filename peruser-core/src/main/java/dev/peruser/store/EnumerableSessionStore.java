package dev.peruser.store;

import java.util.List;
import java.util.Optional;

/** A store that can list its keys, for counting, copying and export. */
public interface EnumerableSessionStore extends SessionStore {

    /**
     * Lists keys in an order of the store's own that doesn't change between calls. Keys added or removed meanwhile may
     * or may not be listed; all others are listed exactly once.
     *
     * @param after the last key of the page before, or empty for the first page
     * @param limit the most keys to return; fewer mean that the end is reached
     */
    List<SessionKey> keys(Optional<SessionKey> after, int limit, Deadline deadline);
}
