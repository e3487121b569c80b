package dev.peruser.store.tck;

import dev.peruser.store.ClockedSessionStore;
import dev.peruser.store.Deadline;
import dev.peruser.store.EnumerableSessionStore;
import dev.peruser.store.KeyPage;
import dev.peruser.store.PurgeableSessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A right and slow store in small steps, each of which a subclass can get wrong. */
class SimpleStore implements PurgeableSessionStore, EnumerableSessionStore, ClockedSessionStore {
    final TreeMap<String, StoredSession> sessions = new TreeMap<>();

    @Override
    public synchronized Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        return Optional.ofNullable(get(key)).map(this::read);
    }

    @Override
    public synchronized WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        if (!isExpected(get(key), change.expected())) {
            return WriteResult.STALE;
        }
        put(key, change);
        return WriteResult.APPLIED;
    }

    @Override
    public synchronized WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        if (!isExpected(get(key), Optional.of(expected))) {
            return WriteResult.STALE;
        }
        remove(key);
        return WriteResult.APPLIED;
    }

    @Override
    public synchronized int purgeExpired(Instant expiredBefore, int limit, Deadline deadline) {
        List<String> expired = sessions.entrySet().stream()
                .filter(entry -> entry.getValue().expiresAt().isBefore(expiredBefore))
                .map(Map.Entry::getKey)
                .limit(limit)
                .toList();
        sessions.keySet().removeAll(expired);
        return expired.size();
    }

    @Override
    public synchronized KeyPage keys(Optional<String> from, int limit, Deadline deadline) {
        return KeyPage.inOrder(
                from.map(last -> sessions.tailMap(last, false)).orElse(sessions).keySet().stream()
                        .limit(limit)
                        .map(SessionKey::parse)
                        .toList(),
                limit);
    }

    @Override
    public Instant time(Deadline deadline) {
        return Instant.now();
    }

    String textOf(SessionKey key) {
        return key.text();
    }

    @Nullable StoredSession get(SessionKey key) {
        return sessions.get(textOf(key));
    }

    void put(SessionKey key, SessionChange change) {
        sessions.put(textOf(key), written(change));
    }

    void remove(SessionKey key) {
        sessions.remove(textOf(key));
    }

    boolean isExpected(@Nullable StoredSession current, Optional<SessionVersion> expected) {
        return Optional.ofNullable(current).map(StoredSession::version).equals(expected);
    }

    StoredSession written(SessionChange change) {
        return change.next();
    }

    StoredSession read(StoredSession session) {
        return session;
    }
}
