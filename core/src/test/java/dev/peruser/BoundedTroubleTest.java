package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.peruser.internal.storage.Budget;
import dev.peruser.store.Deadline;
import dev.peruser.store.GuestKey;
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

    /** Holds calls until told to let them go. */
    private static final class Gate implements Runnable {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);
        private final AtomicInteger held = new AtomicInteger();

        @Override
        public void run() {
            held.incrementAndGet();
            reached.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final FaultyStore store = new FaultyStore();
    private final Gate gate = new Gate();

    @Test
    void beyondTheMostWaitingRequests_oneFailsAtOnce() throws Exception {
        store.beforeLoads(gate);
        TestEngine engine =
                new TestEngine(store, builder -> builder.waitingRequests(1).deadline(Duration.ofSeconds(30)));
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            Future<?> waiting =
                    pool.submit(() -> engine.browser().signIn("ada").request(session -> session.put("a", 1)));
            gate.reached.await();
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> engine.browser().signIn("bob").request(UserSession::names))
                    .withMessageContaining("peruser.waiting-requests");
            gate.open.countDown();
            waiting.get();
            engine.browser().signIn("bob").request(UserSession::names);
            engine.browser()
                    .signIn("ada")
                    .request(session -> assertThat(session.get("a")).contains(1));
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void requestsThatWaitForTheirTurnToSaveASession_areWaitingRequests_too() throws Exception {
        store.beforeSaves(gate);
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
            assertThat(gate.held).hasValue(1);
            gate.open.countDown();
            for (Future<?> one : waiting) {
                one.get();
            }
            engine.browser()
                    .signIn("ada")
                    .request(session -> assertThat(session.list("l")).hasSize(most));
        } finally {
            gate.open.countDown();
            pool.shutdownNow();
        }
    }

    @Test
    void whateverAStoreThrows_isAStoreException_withoutIdsOrValues() {
        store.beforeLoads(() -> {
            throw new IllegalArgumentException("ada 4711 secret");
        });
        TestEngine engine = new TestEngine(store);
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
        store.beforeLoads(() -> {
            throw new StoreException("down");
        });
        TestEngine engine = new TestEngine(store);
        engine.browser().signIn("ada").request(session -> {});
        engine.browser().request(session -> session.get("a"));
    }

    @Test
    void expiredSessions_arePurged_others_not() {
        TestEngine engine = new TestEngine(
                store.store, builder -> builder.guestIdle(Duration.ofHours(1)).userIdle(Duration.ofDays(1)));
        for (int i = 0; i < 450; i++) {
            engine.browser().request(session -> session.put("a", 1));
        }
        engine.browser().signIn("ada").request(session -> session.put("a", 1));
        assertThat(engine.perUser.purgeExpired()).isZero();
        engine.passes(Duration.ofHours(2));
        assertThat(engine.perUser.purgeExpired()).isEqualTo(450);
        assertThat(store.store
                        .keys(Optional.empty(), 10, Deadline.after(Duration.ofSeconds(1)))
                        .keys())
                .hasSize(1)
                .noneMatch(GuestKey.class::isInstance);
    }
}
