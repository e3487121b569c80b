package dev.peruser.nearcache;

import dev.peruser.StoreException;
import dev.peruser.store.Deadline;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.ObservableSessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory that counts what it is asked, tells of changes when the test says so, and can do something between
 * the moment at which it has its answer and the moment at which it gives it.
 */
final class ScriptedStore implements ObservableSessionStore {
    final InMemorySessionStore memory = new InMemorySessionStore();
    final AtomicInteger loads = new AtomicInteger();
    private @Nullable ChangeObserver observer;
    private Runnable beforeAnswer = () -> {};
    private boolean isFailing;

    ChangeObserver news() {
        if (observer == null) {
            throw new AssertionError("nobody observes");
        }
        return observer;
    }

    void beforeNextAnswer(Runnable action) {
        beforeAnswer = action;
    }

    void fails(boolean now) {
        isFailing = now;
    }

    @Override
    public Observation observe(ChangeObserver newObserver) {
        observer = newObserver;
        return () -> observer = null;
    }

    boolean isObserved() {
        return observer != null;
    }

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        loads.incrementAndGet();
        Optional<StoredSession> answer = memory.load(key, deadline);
        pauseOrFail();
        return answer;
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        WriteResult answer = memory.save(key, change, deadline);
        pauseOrFail();
        return answer;
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        WriteResult answer = memory.delete(key, expected, deadline);
        pauseOrFail();
        return answer;
    }

    private void pauseOrFail() {
        Runnable action = beforeAnswer;
        beforeAnswer = () -> {};
        action.run();
        if (isFailing) {
            throw new StoreException("the answer is lost");
        }
    }
}
