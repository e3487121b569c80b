package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.peruser.internal.storage.Budget;
import dev.peruser.store.Deadline;
import dev.peruser.store.GuestKey;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** G7: what a store in trouble may cost. */
class BoundedTroubleTest {

    /** Holds loads until told to go on, or throws what it is told. */
    private static final class TroubledStore implements SessionStore {
        private final InMemorySessionStore store = new InMemorySessionStore();
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private RuntimeException trouble;

        @Override
        public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
            if (trouble != null) {
                throw trouble;
            }
            entered.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return store.load(key, deadline);
        }

        @Override
        public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
            return store.save(key, change, deadline);
        }

        @Override
        public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
            return store.delete(key, expected, deadline);
        }
    }

    @Test
    void beyondTheMostWaitingRequests_oneFailsAtOnce() throws Exception {
        TroubledStore store = new TroubledStore();
        TestEngine engine =
                new TestEngine(store, builder -> builder.waitingRequests(1).deadline(Duration.ofSeconds(30)));
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            Future<?> waiting =
                    pool.submit(() -> engine.browser().signIn("ada").request(session -> session.put("a", 1)));
            store.entered.await();
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> engine.browser().signIn("bob").request(UserSession::names))
                    .withMessageContaining("peruser.waiting-requests");
            store.goOn.countDown();
            waiting.get();
            engine.browser().signIn("bob").request(UserSession::names);
            engine.browser()
                    .signIn("ada")
                    .request(session -> assertThat(session.get("a")).contains(1));
        } finally {
            pool.shutdownNow();
        }
    }

    /** Holds saves until told to go on. */
    private static final class SlowStore implements SessionStore {
        private final InMemorySessionStore store = new InMemorySessionStore();
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final AtomicInteger saving = new AtomicInteger();

        @Override
        public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
            return store.load(key, deadline);
        }

        @Override
        public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
            saving.incrementAndGet();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return store.save(key, change, deadline);
        }

        @Override
        public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
            return store.delete(key, expected, deadline);
        }
    }

    @Test
    void requestsThatWaitForTheirTurnToSaveASession_areWaitingRequests_too() throws Exception {
        SlowStore store = new SlowStore();
        int most = 3; // the first half of four, and of the other half one
        TestEngine engine =
                new TestEngine(store, builder -> builder.waitingRequests(4).deadline(Duration.ofSeconds(30)));
        ExecutorService pool = Executors.newFixedThreadPool(most);
        try {
            List<Future<?>> waiting = new ArrayList<>();
            CountDownLatch begun = new CountDownLatch(most);
            for (int i = 0; i < most; i++) {
                waiting.add(pool.submit(() -> engine.browser().signIn("ada").request(session -> {
                    session.list("l").add("x");
                    begun.countDown();
                })));
            }
            begun.await();
            // One of them is in the store, the others wait for it: as many as may.
            await().untilAsserted(() -> assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> engine.browser().signIn("ada").request(UserSession::names))
                    .withMessageContaining("this session (peruser.waiting-requests)"));
            engine.browser().signIn("bob").request(UserSession::names);
            assertThat(store.saving).hasValue(1);
            store.goOn.countDown();
            for (Future<?> one : waiting) {
                one.get();
            }
            engine.browser()
                    .signIn("ada")
                    .request(session -> assertThat(session.list("l")).hasSize(most));
        } finally {
            store.goOn.countDown();
            pool.shutdownNow();
        }
    }

    @Test
    void whateverAStoreThrows_isAStoreException_withoutIdsOrValues() {
        TroubledStore store = new TroubledStore();
        store.trouble = new IllegalArgumentException("ada 4711 secret");
        TestEngine engine = new TestEngine(store, builder -> builder);
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> engine.browser().signIn("ada").request(UserSession::names))
                .satisfies(e -> assertThat(e.getMessage())
                        .contains("IllegalArgumentException")
                        .doesNotContain("ada", "4711", "secret"));
    }

    @Test
    void timeIsCountedOverAllSessionWorkOfARequest_notOverTheRequest() {
        Duration whole = Duration.ofMillis(200);
        Budget budget = new Budget(whole);
        Deadline first = budget.spend(deadline -> {
            assertThat(deadline.remaining()).isLessThanOrEqualTo(whole);
            return deadline;
        });
        long outsideSince = System.nanoTime();
        await().until(first::hasPassed);
        Duration outside = Duration.ofNanos(System.nanoTime() - outsideSince);
        Deadline second = budget.spend(deadline -> {
            await().until(deadline::hasPassed);
            return deadline;
        });
        assertThat(Duration.ofNanos(second.nanoTime() - first.nanoTime())).isGreaterThanOrEqualTo(outside);
        assertThat(budget.<Boolean>spend(Deadline::hasPassed)).isTrue();
    }

    @Test
    void requestWithoutSessionWork_needsNoStore() {
        TroubledStore store = new TroubledStore();
        store.trouble = new StoreException("down");
        TestEngine engine = new TestEngine(store, builder -> builder);
        engine.browser().signIn("ada").request(session -> {});
        engine.browser().request(session -> session.get("a"));
    }

    @Test
    void expiredSessions_arePurged_others_not() {
        InMemorySessionStore store = new InMemorySessionStore();
        TestEngine engine = new TestEngine(
                store, builder -> builder.guestIdle(Duration.ofHours(1)).userIdle(Duration.ofDays(1)));
        for (int i = 0; i < 450; i++) {
            engine.browser().request(session -> session.put("a", 1));
        }
        engine.browser().signIn("ada").request(session -> session.put("a", 1));
        assertThat(engine.perUser.purgeExpired()).isZero();
        engine.passes(Duration.ofHours(2));
        assertThat(engine.perUser.purgeExpired()).isEqualTo(450);
        assertThat(store.keys(Optional.empty(), 10, Deadline.after(Duration.ofSeconds(1)))
                        .keys())
                .hasSize(1)
                .noneMatch(GuestKey.class::isInstance);
    }
}
