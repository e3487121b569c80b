package dev.peruser.it.scenarios;

import dev.peruser.StoreException;
import dev.peruser.store.Deadline;
import dev.peruser.store.EnumerableSessionStore;
import dev.peruser.store.KeyPage;
import dev.peruser.store.PurgeableSessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A store that counts its calls and can be put into trouble. */
final class WatchedStore implements PurgeableSessionStore, EnumerableSessionStore {
    private static final int PATIENCE_SECONDS = 30;

    /** What happens before and after each call. */
    private interface Trouble {
        void before(Deadline deadline);

        default boolean isOf(SessionKey key) {
            return true;
        }

        default void after(boolean isSave) {}
    }

    private static final Trouble NONE = deadline -> {};

    private final SessionStore store;
    private final AtomicInteger loads = new AtomicInteger();
    private final AtomicInteger saves = new AtomicInteger();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger mostInside = new AtomicInteger();
    private volatile Runnable afterPurge = () -> {};
    private volatile Trouble trouble = NONE;

    WatchedStore(SessionStore store) {
        this.store = store;
    }

    // ---- trouble

    void recover() {
        Trouble before = trouble;
        trouble = NONE;
        if (before instanceof Hanging hanging) {
            hanging.released.countDown();
        }
    }

    /** From now on each call hangs until its deadline, as far as the store has one, and then fails. */
    void hang() {
        trouble = new Hanging(new CountDownLatch(1), "");
    }

    /** As {@link #hang()}, for the session of one user. */
    void hangFor(String user) {
        trouble = new Hanging(new CountDownLatch(1), "u::" + user);
    }

    private record Hanging(CountDownLatch released, String key) implements Trouble {
        @Override
        public boolean isOf(SessionKey called) {
            return called.text().startsWith(key);
        }

        @Override
        public void before(Deadline deadline) {
            if (!await(released, deadline.remaining().toNanos())) {
                throw new StoreException("no answer until the deadline");
            }
        }
    }

    /** From now on each call fails at once. */
    void refuse() {
        trouble = deadline -> {
            throw new StoreException("refused");
        };
    }

    /** From now on each save has its effect, but its answer gets lost. */
    void loseAnswersOfSaves() {
        trouble = new LosingAnswers(new AtomicInteger(), 1, true);
    }

    /** From now on each call has its effect, but every third answer gets lost. */
    void loseEveryThirdAnswer() {
        trouble = new LosingAnswers(new AtomicInteger(), 3, false);
    }

    private record LosingAnswers(AtomicInteger calls, int every, boolean onlySaves) implements Trouble {
        @Override
        public void before(Deadline deadline) {}

        @Override
        public void after(boolean isSave) {
            if ((isSave || !onlySaves) && calls.incrementAndGet() % every == 0) {
                throw new StoreException("the answer got lost");
            }
        }
    }

    /** After so many calls from now on, each fails before its effect. */
    void refuseAfter(int calls) {
        AtomicInteger left = new AtomicInteger(calls);
        trouble = deadline -> {
            if (left.getAndDecrement() <= 0) {
                throw new StoreException("refused");
            }
        };
    }

    /** The next calls, so many, wait for each other: all have begun before one of them reaches the store. */
    void together(int calls) {
        CountDownLatch all = new CountDownLatch(calls);
        trouble = deadline -> {
            all.countDown();
            if (!await(all, TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS))) {
                throw new IllegalStateException("they never met");
            }
        };
    }

    /** What to do after each step of a purge. */
    void afterEachPurge(Runnable work) {
        afterPurge = work;
    }

    private static boolean await(CountDownLatch latch, long nanos) {
        try {
            return latch.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- counts

    void forgetCounts() {
        loads.set(0);
        saves.set(0);
        mostInside.set(0);
    }

    int loads() {
        return loads.get();
    }

    int saves() {
        return saves.get();
    }

    /** How many calls are going on. */
    int inside() {
        return inside.get();
    }

    int mostInside() {
        return mostInside.get();
    }

    /** Whether it doesn't remove by itself what has expired. */
    boolean wantsPurging() {
        return store instanceof PurgeableSessionStore;
    }

    /** How many sessions there are, expired ones included. */
    int size() {
        return allKeys().size();
    }

    private Set<SessionKey> allKeys() {
        Set<SessionKey> all = new HashSet<>();
        KeyPage page = new KeyPage(List.of(), Optional.empty());
        do {
            page = keys(page.next(), 500, Deadline.after(Duration.ofSeconds(PATIENCE_SECONDS)));
            all.addAll(page.keys());
        } while (page.next().isPresent());
        return all;
    }

    /** The sessions that have a text anywhere in their attributes or their header. */
    List<StoredSession> holding(String text) {
        Deadline patience = Deadline.after(Duration.ofSeconds(PATIENCE_SECONDS));
        return allKeys().stream()
                .flatMap(key -> store.load(key, patience).stream())
                .filter(session -> Stream.concat(session.attributes().values().stream(), Stream.of(session.header()))
                        .anyMatch(bytes -> new String(bytes, StandardCharsets.UTF_8).contains(text)))
                .toList();
    }

    private <T> T call(SessionKey key, boolean isSave, Deadline deadline, Supplier<T> work) {
        mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
        try {
            Trouble set = trouble;
            Trouble present = set.isOf(key) ? set : NONE;
            present.before(deadline);
            T result = work.get();
            present.after(isSave);
            return result;
        } finally {
            inside.decrementAndGet();
        }
    }

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        loads.incrementAndGet();
        return call(key, false, deadline, () -> store.load(key, deadline));
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        saves.incrementAndGet();
        return call(key, true, deadline, () -> store.save(key, change, deadline));
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        saves.incrementAndGet();
        return call(key, true, deadline, () -> store.delete(key, expected, deadline));
    }

    @Override
    public int purgeExpired(Instant expiredBefore, int limit, Deadline deadline) {
        int purged = store instanceof PurgeableSessionStore purgeable
                ? purgeable.purgeExpired(expiredBefore, limit, deadline)
                : 0;
        afterPurge.run();
        return purged;
    }

    @Override
    public KeyPage keys(Optional<String> from, int limit, Deadline deadline) {
        return ((EnumerableSessionStore) store).keys(from, limit, deadline);
    }
}
