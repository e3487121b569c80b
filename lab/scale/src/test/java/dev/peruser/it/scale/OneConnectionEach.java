package dev.peruser.it.scale;

import dev.peruser.store.ForwardingSessionStore;
import dev.peruser.store.SessionStore;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gives threads stores of their own, each with one connection, as application servers have. Over a single connection
 * commands of several threads come in one piece, which costs the server less than it does in reality.
 */
final class OneConnectionEach extends ForwardingSessionStore {
    private final List<? extends SessionStore> stores;
    private final AtomicInteger threads = new AtomicInteger();
    private final ThreadLocal<Integer> turn = ThreadLocal.withInitial(threads::getAndIncrement);

    OneConnectionEach(List<? extends SessionStore> stores) {
        this.stores = stores;
    }

    @Override
    public SessionStore wrapped() {
        return stores.get(turn.get() % stores.size());
    }
}
