package dev.peruser.it.containers;

import dev.peruser.StoreException;
import dev.peruser.store.Deadline;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.util.Optional;

/** A store that can refuse to save. */
final class SwitchableStore implements SessionStore {
    private final InMemorySessionStore store = new InMemorySessionStore();
    volatile boolean isLocked;

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        return store.load(key, deadline);
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        if (isLocked) {
            throw new StoreException("the store is locked");
        }
        return store.save(key, change, deadline);
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        return store.delete(key, expected, deadline);
    }
}
