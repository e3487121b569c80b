package dev.peruser.it.docs;

import dev.peruser.store.Deadline;
import dev.peruser.store.SaveResult;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
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
    public synchronized SaveResult save(SessionKey key, SessionChange change, Deadline deadline) {
        if (!isStored(key, change.expected())) {
            return SaveResult.STALE;
        }
        sessions.put(key.text(), change.next());
        return SaveResult.SAVED;
    }

    @Override
    public synchronized SaveResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        if (!isStored(key, Optional.of(expected))) {
            return SaveResult.STALE;
        }
        sessions.remove(key.text());
        return SaveResult.SAVED;
    }

    private boolean isStored(SessionKey key, Optional<SessionVersion> expected) {
        return Optional.ofNullable(sessions.get(key.text()))
                .map(StoredSession::version)
                .equals(expected);
    }
}
// end
