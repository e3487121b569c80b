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
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A store in memory that counts its calls, fails at a chosen one, before or after its effect, and lets a test run
 * something before one.
 */
final class FaultyStore implements SessionStore {
    final InMemorySessionStore store = new InMemorySessionStore();
    int loads;
    int saves;
    private int failAt = -1;
    private boolean failAfterEffect;
    private boolean stayDown;
    private boolean sendsTwice;
    private int calls;
    private Runnable beforeSave = () -> {};
    private Deadline deadlineOfSave = Deadline.after(Duration.ZERO);

    static final class Crash extends StoreException {
        private static final long serialVersionUID = 1;

        Crash() {
            super("injected");
        }
    }

    /**
     * From the n-th call on (0 is the next) everything fails, as if the process was killed: that call before or after
     * its effect.
     */
    void crashAt(int call, boolean afterEffect) {
        calls = 0;
        failAt = call;
        failAfterEffect = afterEffect;
        stayDown = true;
    }

    /** Only the n-th call fails. */
    void failOnceAt(int call, boolean afterEffect) {
        crashAt(call, afterEffect);
        stayDown = false;
    }

    /**
     * From now on each save is sent twice, as a client library may do that lost its connection, and the second answer
     * is given.
     */
    void sendTwice() {
        sendsTwice = true;
    }

    void recover() {
        failAt = -1;
    }

    /** Runs once, before the next save reaches the store. */
    void beforeNextSave(Runnable work) {
        beforeSave = work;
    }

    /** For {@link #beforeNextSave}: the save under way takes until its deadline has passed, however long that is. */
    void letTheDeadlinePass() {
        await().until(deadlineOfSave::hasPassed);
    }

    int calls() {
        return loads + saves;
    }

    void resetCounts() {
        loads = 0;
        saves = 0;
    }

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        loads++;
        return call(() -> store.load(key, deadline));
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        saves++;
        deadlineOfSave = deadline;
        Runnable work = beforeSave;
        beforeSave = () -> {};
        work.run();
        if (sendsTwice) {
            store.save(key, change, deadline);
        }
        return call(() -> store.save(key, change, deadline));
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        return call(() -> store.delete(key, expected, deadline));
    }

    private <T> T call(Supplier<T> work) {
        int call = calls++;
        boolean isDown = failAt >= 0 && (call == failAt || (stayDown && call > failAt));
        if (isDown && !(call == failAt && failAfterEffect)) {
            throw new Crash();
        }
        T result = work.get();
        if (isDown) {
            throw new Crash();
        }
        return result;
    }
}
