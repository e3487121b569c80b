package dev.peruser.migration;

import dev.peruser.SessionDataException;
import dev.peruser.StoreException;
import dev.peruser.store.Deadline;
import dev.peruser.store.EnumerableSessionStore;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.KeyPage;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A store in memory that fails from a certain call on, before or after the call's effect, or for certain keys. */
final class TroubledStore implements EnumerableSessionStore {
    final InMemorySessionStore memory = new InMemorySessionStore();
    final Set<SessionKey> damaged = new HashSet<>();
    final AtomicInteger calls = new AtomicInteger();
    private volatile int lastCall = Integer.MAX_VALUE;
    private volatile boolean isEffective;
    private Runnable beforeLoad = () -> {};

    /** So many calls still work; the next has its effect or not, and its answer is lost; those after it do nothing. */
    void endsAfter(int moreCalls, boolean lastHasItsEffect) {
        calls.set(0);
        lastCall = moreCalls;
        isEffective = lastHasItsEffect;
    }

    /** Something happens before the next load is answered. */
    void beforeNextLoad(Runnable action) {
        beforeLoad = action;
    }

    void recovers() {
        lastCall = Integer.MAX_VALUE;
    }

    private <T> T call(Supplier<T> work) {
        int number = calls.incrementAndGet();
        if (number <= lastCall) {
            return work.get();
        }
        if (number == lastCall + 1 && isEffective) {
            var unused = work.get();
        }
        throw new StoreException("the store is gone");
    }

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        Runnable action = beforeLoad;
        beforeLoad = () -> {};
        action.run();
        return call(() -> {
            if (damaged.contains(key)) {
                throw new SessionDataException("damaged");
            }
            return memory.load(key, deadline);
        });
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        return call(() -> memory.save(key, change, deadline));
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        return call(() -> memory.delete(key, expected, deadline));
    }

    @Override
    public KeyPage keys(Optional<String> from, int limit, Deadline deadline) {
        return call(() -> memory.keys(from, limit, deadline));
    }
}
