package dev.peruser.store.redis;

import dev.peruser.store.SessionKey;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which saves replicas have not acknowledged. After a save with too few acknowledgements the core looks whether it was
 * made; the master would say yes, and the save would be reported as safe. So the next load of that session waits for
 * the replicas, too.
 */
final class Replication {
    private static final Duration LONG = Duration.ofMinutes(2);

    private final Optional<Wanted> wanted;
    private final Map<SessionKey, Long> unconfirmed = new ConcurrentHashMap<>();

    /** How many replicas, and how long they are waited for. */
    record Wanted(int replicas, Duration time) {}

    Replication(Optional<Wanted> wanted) {
        this.wanted = wanted;
    }

    Optional<Wanted> wanted() {
        return wanted;
    }

    boolean isUnconfirmed(SessionKey key) {
        return unconfirmed.containsKey(key);
    }

    /** No request lasts longer than a minute, so nobody asks for what was noted before. */
    void unconfirmed(SessionKey key) {
        if (wanted.isPresent()) {
            long now = System.nanoTime();
            unconfirmed.values().removeIf(noted -> now - noted > LONG.toNanos());
            unconfirmed.put(key, now);
        }
    }

    void confirmed(SessionKey key) {
        unconfirmed.remove(key);
    }
}
