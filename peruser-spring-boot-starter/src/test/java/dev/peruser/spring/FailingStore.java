package dev.peruser.spring;

import dev.peruser.StoreException;
import dev.peruser.store.Deadline;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WrappingSessionStore;
import dev.peruser.store.WriteResult;
import java.util.Optional;

/** A store in memory that fails when it is told to: after some calls, as if its server was killed. */
final class FailingStore implements WrappingSessionStore {
    private final InMemorySessionStore store = new InMemorySessionStore();
    private int callsLeft = Integer.MAX_VALUE;
    private RuntimeException failure = new StoreException("the database can't be reached");

    void failFrom(int call) {
        callsLeft = call + 1;
    }

    void failWith(RuntimeException other) {
        failure = other;
        failFrom(0);
    }

    void work() {
        callsLeft = Integer.MAX_VALUE;
    }

    @Override
    public SessionStore wrapped() {
        return store;
    }

    private void requireAlive() {
        if (--callsLeft <= 0) {
            throw failure;
        }
    }

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        requireAlive();
        return store.load(key, deadline);
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        requireAlive();
        return store.save(key, change, deadline);
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        requireAlive();
        return store.delete(key, expected, deadline);
    }
}
