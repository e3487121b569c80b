package dev.peruser.servlet;

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
import java.util.concurrent.atomic.AtomicInteger;

/** A store that can be down. */
final class BreakableStore implements SessionStore {
    final InMemorySessionStore store = new InMemorySessionStore();
    volatile boolean isDown;
    final AtomicInteger calls = new AtomicInteger();

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        calls.incrementAndGet();
        if (isDown) {
            throw new StoreException("down");
        }
        return store.load(key, deadline);
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        calls.incrementAndGet();
        if (isDown) {
            throw new StoreException("down");
        }
        return store.save(key, change, deadline);
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        return store.delete(key, expected, deadline);
    }
}
