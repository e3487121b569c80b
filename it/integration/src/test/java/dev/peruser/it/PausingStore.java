package dev.peruser.it;

import dev.peruser.store.Deadline;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes calls on, and after the n-th says so and waits to be killed. */
final class PausingStore implements SessionStore {
    private final SessionStore store;
    private final AtomicInteger callsLeft;

    PausingStore(SessionStore store, int pauseAfter) {
        this.store = store;
        this.callsLeft = new AtomicInteger(pauseAfter);
    }

    private <T> T pause(T result) {
        if (callsLeft.decrementAndGet() == 0) {
            Jvm.say("reached");
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return result;
    }

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        return pause(store.load(key, deadline));
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        return pause(store.save(key, change, deadline));
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        return pause(store.delete(key, expected, deadline));
    }
}
