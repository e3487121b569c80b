package dev.peruser.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.StoreException;
import dev.peruser.UserId;
import dev.peruser.internal.codec.UserKeys;
import dev.peruser.store.SessionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bound on waiting requests is shared by the sessions that they wait for. */
class BulkheadTest {
    private static final int PLACES = 64;

    private final Bulkhead bulkhead = new Bulkhead(PLACES);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final List<Future<?>> waiters = new ArrayList<>();

    @AfterEach
    void letAllGo() {
        goOn.countDown();
        pool.shutdownNow();
    }

    private static SessionKey user(int number) {
        return UserKeys.of(UserId.of("user" + number));
    }

    /** How many of so many get a place, and keep it. */
    private int crowd(int user, int many) throws InterruptedException {
        CountDownLatch decided = new CountDownLatch(many);
        AtomicInteger granted = new AtomicInteger();
        for (int i = 0; i < many; i++) {
            waiters.add(pool.submit(() -> {
                AtomicInteger inside = new AtomicInteger();
                try {
                    bulkhead.within(user(user), () -> {
                        inside.incrementAndGet();
                        granted.incrementAndGet();
                        decided.countDown();
                        return await(goOn);
                    });
                } finally {
                    if (inside.get() == 0) {
                        decided.countDown();
                    }
                }
                return null;
            }));
        }
        decided.await();
        return granted.get();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whoWaitsForOneSession_leavesPlacesForOthers() throws Exception {
        assertThat(crowd(0, 400)).isEqualTo(PLACES / 2 + (PLACES / 2 - PLACES / 8) / 2);
        for (int other = 1; other <= 5; other++) {
            assertThat(crowd(other, 2)).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7, 9})
    void howeverManySessionsAreCrowded_theNextOneGetsIn(int crowded) throws Exception {
        int granted = 0;
        for (int i = 0; i < crowded; i++) {
            granted += crowd(i, 100);
        }
        assertThat(granted).isLessThan(PLACES);
        assertThat(bulkhead.<Boolean>within(user(1_000), () -> true)).isTrue();
    }

    @Test
    void differentSessions_useAllPlaces_thenTheNextFails() throws Exception {
        for (int i = 0; i < PLACES; i++) {
            assertThat(crowd(i, 1)).isEqualTo(1);
        }
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> bulkhead.within(user(1_000), () -> true))
                .withMessage("too many requests wait for the session store (peruser.waiting-requests)");
    }

    @Test
    void placesAreGivenBack_andSharesForgotten() throws Exception {
        crowd(0, 400);
        goOn.countDown();
        for (Future<?> waiter : waiters) {
            try {
                waiter.get();
            } catch (ExecutionException refused) {
                assertThat(refused).hasCauseInstanceOf(StoreException.class);
            }
        }
        assertThat(bulkhead).extracting("taken").hasToString("0");
        assertThat(bulkhead).extracting("shares").hasToString("{}");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void fewPlaces_areGivenToWhoComesFirst(int places) {
        Bulkhead few = new Bulkhead(places);
        assertThat(few.<Boolean>within(user(0), () -> few.within(user(1), () -> true)))
                .isTrue();
    }

    @Test
    void workThatFails_givesItsPlaceBack() {
        Bulkhead one = new Bulkhead(1);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> one.within(user(0), () -> {
                    throw new IllegalArgumentException();
                }));
        assertThat(one.<Boolean>within(user(1), () -> true)).isTrue();
    }
}
