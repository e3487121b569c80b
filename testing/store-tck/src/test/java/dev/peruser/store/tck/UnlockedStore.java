package dev.peruser.store.tck;

import dev.peruser.store.Deadline;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A store whose reads don't wait for its writes. */
class UnlockedStore implements SessionStore {
    private final Map<SessionKey, StoredSession> sessions = new ConcurrentHashMap<>();

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        return Optional.ofNullable(sessions.get(key));
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        synchronized (sessions) {
            if (!version(key).equals(change.expected())) {
                return WriteResult.STALE;
            }
            write(key, change.next());
            return WriteResult.APPLIED;
        }
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        synchronized (sessions) {
            if (!version(key).equals(Optional.of(expected))) {
                return WriteResult.STALE;
            }
            sessions.remove(key);
            return WriteResult.APPLIED;
        }
    }

    final Optional<SessionVersion> version(SessionKey key) {
        return Optional.ofNullable(sessions.get(key)).map(StoredSession::version);
    }

    final void write(SessionKey key, StoredSession session) {
        sessions.put(key, session);
    }
}
