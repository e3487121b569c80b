package dev.peruser.it.scale;

import dev.peruser.store.Deadline;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Counts the calls that an engine makes. */
final class CountedStore implements SessionStore {
    private final SessionStore store;
    private final LongAdder loads = new LongAdder();
    private final LongAdder writes = new LongAdder();

    CountedStore(SessionStore store) {
        this.store = store;
    }

    double loads() {
        return loads.sum();
    }

    /** Saves and deletes. */
    double writes() {
        return writes.sum();
    }

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        loads.increment();
        return store.load(key, deadline);
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        writes.increment();
        return store.save(key, change, deadline);
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        writes.increment();
        return store.delete(key, expected, deadline);
    }
}
