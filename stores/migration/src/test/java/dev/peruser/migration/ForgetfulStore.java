package dev.peruser.migration;

import dev.peruser.store.Deadline;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.util.Optional;

/** Acknowledges everything and keeps nothing, as a cache that is full may. */
final class ForgetfulStore implements SessionStore {

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        return Optional.empty();
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        return WriteResult.APPLIED;
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        return WriteResult.APPLIED;
    }
}
