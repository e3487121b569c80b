package dev.peruser.it.docs;

import dev.peruser.store.Deadline;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

// snippet:map-store
final class MapSessionStore implements SessionStore {
    private final Map<String, StoredSession> sessions = new HashMap<>();

    @Override
    public synchronized Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        return Optional.ofNullable(sessions.get(key.text()));
    }

    @Override
    public synchronized WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        if (!isStored(key, change.expected())) {
            return WriteResult.STALE;
        }
        sessions.put(key.text(), change.next());
        return WriteResult.APPLIED;
    }

    @Override
    public synchronized WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        if (!isStored(key, Optional.of(expected))) {
            return WriteResult.STALE;
        }
        sessions.remove(key.text());
        return WriteResult.APPLIED;
    }

    private boolean isStored(SessionKey key, Optional<SessionVersion> expected) {
        return Optional.ofNullable(sessions.get(key.text()))
                .map(StoredSession::version)
                .equals(expected);
    }
}
// end
