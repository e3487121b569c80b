package dev.peruser;

import static org.awaitility.Awaitility.await;

import dev.peruser.store.Deadline;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** One actor's way to a shared store: something runs before its n-th call; it dies at its n-th call. */
final class HookStore implements SessionStore {
    final InMemorySessionStore store;
    int calls;
    final Map<Integer, Runnable> before = new HashMap<>();
    int crashAt = -1;
    boolean after;
    boolean stayDown = true;
    final List<String> trace = new ArrayList<>();
    private Deadline deadlineOfCall = Deadline.after(Duration.ZERO);

    HookStore(InMemorySessionStore store) {
        this.store = store;
    }

    HookStore before(int call, Runnable work) {
        before.put(call, work);
        return this;
    }

    /** For hooks: the call under way takes until its deadline has passed, however long that is. */
    void letTheDeadlinePass() {
        await().until(deadlineOfCall::hasPassed);
    }

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        return call("load " + key.text().substring(0, 5), deadline, () -> store.load(key, deadline));
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        return call("save " + key.text().substring(0, 5), deadline, () -> store.save(key, change, deadline));
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        return call("delete", deadline, () -> store.delete(key, expected, deadline));
    }

    private <T> T call(String what, Deadline deadline, Supplier<T> work) {
        int call = calls++;
        deadlineOfCall = deadline;
        trace.add(what);
        Runnable hook = before.remove(call);
        if (hook != null) {
            hook.run();
        }
        boolean down = crashAt >= 0 && (call == crashAt || (stayDown && call > crashAt));
        if (down && !(call == crashAt && after)) {
            throw new FaultyStore.Crash();
        }
        T result = work.get();
        if (down) {
            throw new FaultyStore.Crash();
        }
        return result;
    }
}
