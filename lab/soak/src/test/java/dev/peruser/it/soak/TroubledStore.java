package dev.peruser.it.soak;

import dev.peruser.StoreException;
import dev.peruser.store.Deadline;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WrappingSessionStore;
import dev.peruser.store.WriteResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store with pauses at every step, and now and then a failure: an error before or after the effect, an answer that is
 * lost while the save arrives later, a slow answer. At one step, when told so, it stops for good and says so, to be
 * killed there.
 */
final class TroubledStore implements WrappingSessionStore {
    private final SessionStore store;
    private final AtomicReference<@Nullable Step> killAt = new AtomicReference<>();
    private final ThreadLocal<Map<String, StoredSession>> seen = ThreadLocal.withInitial(HashMap::new);
    private final ThreadLocal<boolean[]> faulted = ThreadLocal.withInitial(() -> new boolean[1]);
    private final ScheduledExecutorService late = Executors.newScheduledThreadPool(1, work -> {
        Thread thread = new Thread(work, "late saves");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean isTroubled;

    TroubledStore(SessionStore store) {
        this.store = store;
    }

    @Override
    public SessionStore wrapped() {
        return store;
    }

    void trouble(boolean isOn) {
        isTroubled = isOn;
    }

    void killAt(Step step) {
        killAt.set(step);
    }

    /** A request begins on this thread. */
    void begin() {
        seen.get().clear();
        faulted.get()[0] = false;
    }

    /** Whether something failed on purpose in the request of this thread. */
    boolean isFaulted() {
        return faulted.get()[0];
    }

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        Step step = Step.ofLoad(key);
        pause();
        if (happens(0.0005)) {
            throw fault("a load failed");
        }
        Optional<StoredSession> loaded = store.load(key, deadline);
        loaded.ifPresent(session -> seen.get().put(key.text(), session));
        perhapsDie(step);
        return loaded;
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        Step step = Step.ofSave(key, seen.get().get(key.text()), change.next());
        return write(step, deadline, () -> {
            WriteResult result = store.save(key, change, deadline);
            if (result == WriteResult.APPLIED) {
                seen.get().put(key.text(), change.next());
            }
            return result;
        });
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        return write(Step.RELEASE, deadline, () -> store.delete(key, expected, deadline));
    }

    private WriteResult write(Step step, Deadline deadline, Supplier<WriteResult> work) {
        pause();
        if (happens(0.001)) {
            throw fault("a save failed before its effect");
        }
        if (happens(0.0001)) {
            LockSupport.parkNanos(deadline.remaining().toNanos());
            throw fault("a save hung until the deadline");
        }
        if (happens(0.001)) {
            long delay = ThreadLocalRandom.current().nextLong(200);
            var unused = late.schedule(work::get, delay, TimeUnit.MILLISECONDS);
            throw fault("the answer of a save got lost, and the save is on its way");
        }
        WriteResult result = work.get();
        if (result == WriteResult.APPLIED) {
            perhapsDie(step);
        }
        if (happens(0.001)) {
            throw fault("the answer of a save got lost");
        }
        if (happens(0.001)) {
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
        pause();
        return result;
    }

    private boolean happens(double probability) {
        return isTroubled && ThreadLocalRandom.current().nextDouble() < probability;
    }

    private StoreException fault(String message) {
        faulted.get()[0] = true;
        return new StoreException(message);
    }

    /** Others come in between. */
    private void pause() {
        if (happens(0.1)) {
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(4_000_000));
        }
    }

    private void perhapsDie(Step step) {
        if (step == killAt.get() && killAt.compareAndSet(step, null)) {
            Says.say("reached");
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
