package dev.peruser.it.soak;

import dev.peruser.store.StoredSession;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** What sessions were a short while ago, as far as this process has seen it. Safe for use by many threads. */
final class Lag {
    private final long nanos;
    private final Map<String, Deque<Seen>> seen = new ConcurrentHashMap<>();

    private record Seen(long at, Optional<StoredSession> session) {}

    Lag(Duration most) {
        nanos = most.toNanos();
    }

    boolean isNone() {
        return nanos == 0;
    }

    /** A session was this at a time. */
    void saw(String key, long at, Optional<StoredSession> session) {
        seen.compute(key, (name, earlier) -> {
            Deque<Seen> all = earlier == null ? new ArrayDeque<>() : earlier;
            all.addLast(new Seen(at, session));
            while (all.getFirst().at < at - nanos) {
                all.removeFirst();
            }
            return all;
        });
    }

    /** Something that the session was, not longer ago than may be; empty if nothing is known. */
    Optional<Optional<StoredSession>> recent(String key) {
        List<Seen> recent = new ArrayList<>();
        seen.computeIfPresent(key, (name, all) -> {
            long oldest = System.nanoTime() - nanos;
            all.stream().filter(one -> one.at >= oldest).forEach(recent::add);
            return recent.isEmpty() ? null : all;
        });
        return recent.isEmpty()
                ? Optional.empty()
                : Optional.of(recent.get(ThreadLocalRandom.current().nextInt(recent.size())).session);
    }
}
