package dev.peruser.test;

import dev.peruser.store.Deadline;
import dev.peruser.store.ForwardingSessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.util.Objects;
import java.util.Optional;

/** Counts what reaches the store, and what of it is applied. */
final class CountingSessionStore extends ForwardingSessionStore {
    private final SessionStore store;
    private final StoreCounts counts;

    CountingSessionStore(SessionStore store, StoreCounts counts) {
        this.store = Objects.requireNonNull(store, "store");
        this.counts = counts;
    }

    @Override
    public SessionStore wrapped() {
        return store;
    }

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        counts.loads().add(key);
        return store.load(key, deadline);
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        return counted(counts.saves(), key, store.save(key, change, deadline));
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        return counted(counts.deletes(), key, store.delete(key, expected, deadline));
    }

    private static WriteResult counted(StoreCounts.Count count, SessionKey key, WriteResult result) {
        if (result == WriteResult.APPLIED) {
            count.add(key);
        }
        return result;
    }
}
