package dev.peruser.it.scale;

import dev.peruser.store.Deadline;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gives threads stores of their own, each with one connection, as application servers have. Over a single connection
 * commands of several threads come in one piece, which costs the server less than it does in reality.
 */
final class OneConnectionEach implements SessionStore {
    private final List<? extends SessionStore> stores;
    private final AtomicInteger threads = new AtomicInteger();
    private final ThreadLocal<Integer> turn = ThreadLocal.withInitial(threads::getAndIncrement);

    OneConnectionEach(List<? extends SessionStore> stores) {
        this.stores = stores;
    }

    private SessionStore own() {
        return stores.get(turn.get() % stores.size());
    }

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        return own().load(key, deadline);
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        return own().save(key, change, deadline);
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        return own().delete(key, expected, deadline);
    }
}
