package dev.peruser.it.interleavings;

import dev.peruser.store.Deadline;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.util.Optional;

/**
 * A store that nobody asks for the time, for it is the explorer's: whether a clock stands still, each stage would look
 * for milliseconds, a hundred thousand times.
 */
record StoreWithoutClock(SessionStore store) implements SessionStore {
    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        return store.load(key, deadline);
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        return store.save(key, change, deadline);
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        return store.delete(key, expected, deadline);
    }
}
