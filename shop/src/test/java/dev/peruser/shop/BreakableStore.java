package dev.peruser.shop;

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

/** A store that can be out of order for a while. */
final class BreakableStore implements SessionStore {
    private final SessionStore store = new InMemorySessionStore();
    private volatile boolean readable = true;
    private volatile boolean writable = true;

    void breakDown() {
        readable = false;
        writable = false;
    }

    void refuseWrites() {
        writable = false;
    }

    void repair() {
        readable = true;
        writable = true;
    }

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        require(readable);
        return store.load(key, deadline);
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        require(writable);
        return store.save(key, change, deadline);
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        require(writable);
        return store.delete(key, expected, deadline);
    }

    private static void require(boolean working) {
        if (!working) {
            throw new StoreException("out of order for this test");
        }
    }
}
