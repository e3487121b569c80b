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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
    /** After so long a save that was on its way begins at the latest. */
    private static final long LATEST_MILLIS = 200;

    private final SessionStore store;
    private final AtomicReference<@Nullable Step> killAt = new AtomicReference<>();
    private final ThreadLocal<Map<String, StoredSession>> seen = ThreadLocal.withInitial(HashMap::new);
    private final ThreadLocal<boolean[]> faulted = ThreadLocal.withInitial(() -> new boolean[1]);
    private final ScheduledExecutorService late = Executors.newScheduledThreadPool(1, work -> {
        Thread thread = new Thread(work, "late saves");
        thread.setDaemon(true);
        return thread;
    });
    private final Lag lag;
    private final double lost;
    private final double unanswered;
    /** Saves of this process that will be lost, if nobody saves on top of them. */
    private final Map<String, Future<?>> losses = new ConcurrentHashMap<>();

    private volatile boolean isTroubled;

    TroubledStore(SessionStore store, Trouble trouble) {
        this.store = store;
        this.lag = new Lag(trouble.lag());
        this.lost = trouble.lostPerMille() / 1_000.0;
        this.unanswered = trouble.unansweredPerMille() / 1_000.0;
    }

    @Override
    public boolean mayLoseWrites() {
        return lost > 0 || store.mayLoseWrites();
    }

    @Override
    public SessionStore wrapped() {
        return store;
    }

    /** Begins or ends it; when it has ended, no save is on its way any more. */
    void trouble(boolean isOn) {
        isTroubled = isOn;
        if (!isOn) {
            await(late.schedule(() -> {}, LATEST_MILLIS, TimeUnit.MILLISECONDS)); // one thread, by time
        }
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
        awaitLoss(key);
        Optional<StoredSession> loaded = loadPerhapsLate(key, deadline);
        loaded.ifPresent(session -> seen.get().put(key.text(), session));
        perhapsDie(step);
        return loaded;
    }

    /** A request whose save had no answer needs to know what is there now, which no store may refuse it. */
    private Optional<StoredSession> loadPerhapsLate(SessionKey key, Deadline deadline) {
        if (lag.isNone()) {
            return store.load(key, deadline);
        }
        Optional<Optional<StoredSession>> earlier =
                !isFaulted() && happens(0.1) ? lag.recent(key.text()) : Optional.empty();
        if (earlier.isPresent()) {
            return earlier.get();
        }
        long asked = System.nanoTime();
        Optional<StoredSession> loaded = store.load(key, deadline);
        lag.saw(key.text(), asked, loaded);
        return loaded;
    }

    /** What this process has saved, and was not told to be safe, it reads only once that is known. */
    private void awaitLoss(SessionKey key) {
        Future<?> loss = losses.get(key.text());
        if (loss != null) {
            await(loss);
        }
    }

    private static void await(Future<?> one) {
        try {
            one.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        StoredSession known = seen.get().get(key.text());
        Step step = Step.ofSave(key, known, change.next());
        Optional<StoredSession> previous =
                Optional.ofNullable(known).filter(session -> change.expected().equals(Optional.of(session.version())));
        boolean isPreviousKnown = previous.isPresent() == change.expected().isPresent();
        return write(step, deadline, () -> {
            long before = System.nanoTime();
            WriteResult result = store.save(key, change, deadline);
            if (result == WriteResult.APPLIED) {
                seen.get().put(key.text(), change.next());
                if (isPreviousKnown && !lag.isNone()) {
                    lag.saw(key.text(), before, previous);
                    lag.saw(key.text(), System.nanoTime(), Optional.of(change.next()));
                }
                if (isPreviousKnown && happens(lost)) {
                    lose(key, previous, change.next());
                }
            }
            return result;
        });
    }

    /** Others can read it for a while. If somebody saves on top of it, it is as safe as that. */
    private void lose(SessionKey key, Optional<StoredSession> previous, StoredSession made) {
        Runnable loss = () -> {
            Deadline deadline = Deadline.after(Duration.ofSeconds(10));
            try {
                if (previous.isPresent()) {
                    store.save(key, SessionChange.replace(made, previous.get()), deadline);
                } else {
                    store.delete(key, made.version(), deadline);
                }
            } finally {
                losses.remove(key.text());
            }
        };
        losses.put(
                key.text(),
                late.schedule(loss, ThreadLocalRandom.current().nextLong(LATEST_MILLIS), TimeUnit.MILLISECONDS));
        throw fault("a save that nobody has confirmed");
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        return write(Step.RELEASE, deadline, () -> store.delete(key, expected, deadline));
    }

    /** Does a step that reads. */
    <T> T reading(Step step, Supplier<T> work) {
        pause();
        if (happens(0.0005)) {
            throw fault("a load failed");
        }
        T loaded = work.get();
        perhapsDie(step);
        return loaded;
    }

    /** Does a step that writes. */
    WriteResult write(Step step, Deadline deadline, Supplier<WriteResult> work) {
        pause();
        if (happens(0.001)) {
            throw fault("a save failed before its effect");
        }
        if (happens(0.0001)) {
            LockSupport.parkNanos(deadline.remaining().toNanos());
            throw fault("a save hung until the deadline");
        }
        if (happens(0.001)) {
            long delay = ThreadLocalRandom.current().nextLong(LATEST_MILLIS);
            var unused = late.schedule(work::get, delay, TimeUnit.MILLISECONDS);
            throw fault("the answer of a save got lost, and the save is on its way");
        }
        WriteResult result = work.get();
        if (result == WriteResult.APPLIED) {
            perhapsDie(step);
        }
        if (happens(unanswered)) {
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(50_000_000)); // others go on meanwhile
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
