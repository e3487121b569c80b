package dev.peruser.store;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** A store in this process's memory: for tests and for applications that may forget everything at a restart. */
public final class InMemorySessionStore implements PurgeableSessionStore, EnumerableSessionStore, ClockedSessionStore {
    private final ConcurrentNavigableMap<String, StoredSession> sessions = new ConcurrentSkipListMap<>();

    /** Creates an empty store. */
    public InMemorySessionStore() {}

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        return Optional.ofNullable(sessions.get(key.text()));
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        @Nullable StoredSession current = sessions.get(key.text());
        if (!isExpected(current, change.expected())) {
            return WriteResult.STALE;
        }
        boolean saved = current == null
                ? sessions.putIfAbsent(key.text(), change.next()) == null
                : sessions.replace(key.text(), current, change.next());
        return saved ? WriteResult.APPLIED : WriteResult.STALE;
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        @Nullable StoredSession current = sessions.get(key.text());
        boolean deleted = current != null && current.version().equals(expected) && sessions.remove(key.text(), current);
        return deleted ? WriteResult.APPLIED : WriteResult.STALE;
    }

    @Override
    public int purgeExpired(Instant expiredBefore, int limit, Deadline deadline) {
        List<Map.Entry<String, StoredSession>> expired = sessions.entrySet().stream()
                .filter(entry -> entry.getValue().expiresAt().isBefore(expiredBefore))
                .limit(limit)
                .toList();
        return (int) expired.stream()
                .filter(entry -> sessions.remove(entry.getKey(), entry.getValue()))
                .count();
    }

    /** That of the machine. */
    @Override
    public Instant time(Deadline deadline) {
        return InstantSource.system().instant();
    }

    @Override
    public KeyPage keys(Optional<String> from, int limit, Deadline deadline) {
        return KeyPage.inOrder(
                from.map(last -> sessions.tailMap(last, false)).orElse(sessions).keySet().stream()
                        .limit(limit)
                        .map(SessionKey::parse)
                        .toList(),
                limit);
    }

    private static boolean isExpected(@Nullable StoredSession current, Optional<SessionVersion> expected) {
        return Optional.ofNullable(current).map(StoredSession::version).equals(expected);
    }
}
