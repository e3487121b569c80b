package dev.peruser.nearcache;

import dev.peruser.StoreException;
import dev.peruser.store.Deadline;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.util.Optional;

/** Counts the calls that get through to a store, and fails when it is told to. */
final class CountingStore implements SessionStore {
    private final SessionStore store;
    private int loads;
    private int saves;
    private boolean isFailing;

    CountingStore(SessionStore store) {
        this.store = store;
    }

    /** Loads and saves since the last call. */
    String take() {
        String counted = loads + " loads, " + saves + " saves";
        loads = 0;
        saves = 0;
        return counted;
    }

    void fails(boolean now) {
        isFailing = now;
    }

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        loads++;
        requireWorking();
        return store.load(key, deadline);
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        saves++;
        requireWorking();
        return store.save(key, change, deadline);
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        requireWorking();
        return store.delete(key, expected, deadline);
    }

    private void requireWorking() {
        if (isFailing) {
            throw new StoreException("told to fail");
        }
    }
}
