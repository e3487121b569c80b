package dev.peruser.store;

import java.util.Optional;

/** A store that can list its keys, for counting, copying and export. */
public interface EnumerableSessionStore extends SessionStore {

    /**
     * Lists keys, page by page. Keys added or removed between the first page and the last may or may not be listed; all
     * others are listed at least once. A store that has no order of its own may list a key again, so whoever counts has
     * to remember what was counted.
     *
     * <p>A position stays good for days, and for other processes on the same data, so that a long work can be resumed.
     *
     * @param from {@link KeyPage#next()} of the page before, or empty for the first page
     * @param limit about how many keys to return, at least 1
     * @throws dev.peruser.StoreException if the store can't be asked, or not before the deadline
     * @throws IllegalArgumentException if the position is none that this store gave
     */
    KeyPage keys(Optional<String> from, int limit, Deadline deadline);
}
