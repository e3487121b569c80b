package dev.peruser.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.peruser.StoreException;
import dev.peruser.store.ClockedSessionStore;
import dev.peruser.store.Deadline;
import dev.peruser.store.ForwardingSessionStore;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What the time is for an engine, whatever the server's own clock does. */
class StoreClockTest {
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration A_MOMENT = Duration.ofSeconds(20);

    private final Store store = new Store();
    private final List<Duration> told = new ArrayList<>();
    private volatile Duration ahead = YEAR;
    private final InstantSource server = () -> Instant.now().plus(ahead);
    private final StoreClock clock = new StoreClock(store, server, told::add);

    /** A store in memory with a clock. */
    private static final class Store extends ForwardingSessionStore implements ClockedSessionStore {
        private final SessionStore wrapped = new InMemorySessionStore();
        private Duration ahead = Duration.ZERO;
        private boolean isDown;
        private Duration firstAnswerTakes = Duration.ZERO;
        private volatile int asked;

        @Override
        public SessionStore wrapped() {
            return wrapped;
        }

        @Override
        public Instant time(Deadline deadline) {
            asked++;
            if (isDown) {
                throw new StoreException("no answer");
            }
            Instant now = Instant.now();
            if (asked == 1) {
                LockSupport.parkNanos(firstAnswerTakes.toNanos());
            }
            return now.plus(ahead);
        }
    }

    private static Deadline soon() {
        return Deadline.after(A_MOMENT);
    }

    private void assertNow(Duration after) {
        Instant expected = Instant.now().plus(after);
        assertThat(clock.now()).isBetween(expected.minus(A_MOMENT), expected.plus(A_MOMENT));
    }

    @Test
    void time_isTheStores_andIsAskedForOnce() {
        assertThat(clock.isKnown()).isFalse();
        for (int i = 0; i < 1_000; i++) {
            clock.keepUp(soon());
        }
        assertNow(Duration.ZERO);
        assertThat(store.asked).isEqualTo(1);
        assertThat(told)
                .singleElement()
                .satisfies(by -> assertThat(by).isBetween(YEAR.minus(A_MOMENT), YEAR.plus(A_MOMENT)));
    }

    /** Half of the time that it took is how wrong it may be. */
    @Test
    void answerThatTookLong_isAskedForAgain() {
        store.firstAnswerTakes = Duration.ofSeconds(3);
        clock.keepUp(soon());
        assertThat(store.asked).isGreaterThan(1);
        Instant before = Instant.now();
        Instant now = clock.now();
        assertThat(now).isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1));
    }

    /** Who comes while the first question is on its way asks as well, instead of trusting the server's clock. */
    @Test
    void questionOnItsWay_isNoFailure() throws Exception {
        store.firstAnswerTakes = Duration.ofSeconds(2);
        Thread first = new Thread(() -> clock.keepUp(soon()));
        first.start();
        await().until(() -> store.asked == 1);
        assertThat(clock.hasFailedLately()).isFalse();
        clock.keepUpIfPossible(soon());
        assertThat(clock.isKnown()).isTrue();
        first.join();
        assertNow(Duration.ZERO);
    }

    @Test
    void time_runs() {
        clock.keepUp(soon());
        Instant first = clock.now();
        await().untilAsserted(() -> assertThat(clock.now()).isAfter(first));
    }

    @Test
    void aStepOfTheServersClock_changesNothing_andHasTheStoreAskedAgain() {
        clock.keepUp(soon());
        ahead = Duration.ZERO;
        assertNow(Duration.ZERO);
        ahead = YEAR.multipliedBy(10);
        assertNow(Duration.ZERO);
        store.ahead = Duration.ofHours(1); // the store's clock was set, too
        await().untilAsserted(() -> {
            clock.keepUp(soon());
            assertThat(store.asked).isEqualTo(2);
        });
        assertNow(Duration.ofHours(1));
    }

    @Test
    void aStoreThatDoesNotAnswer_failsUntilItHasOnce() {
        store.isDown = true;
        assertThatExceptionOfType(StoreException.class).isThrownBy(() -> clock.keepUp(soon()));
        clock.keepUpIfPossible(soon());
        assertThat(store.asked).as("not again at once").isEqualTo(1);
        assertThatExceptionOfType(StoreException.class).isThrownBy(() -> clock.keepUp(soon()));
        store.isDown = false;
        clock.keepUp(soon());
        store.isDown = true;

        clock.keepUp(soon());
        assertNow(Duration.ZERO);
        assertThatExceptionOfType(StoreException.class).isThrownBy(() -> clock.ask(soon()));
        assertNow(Duration.ZERO);
    }

    @Test
    void aClockThatStandsStill_isTheTime() {
        Instant[] now = {Instant.parse("2020-01-01T00:00:00Z")};
        StoreClock moved = new StoreClock(store, () -> now[0], told::add);
        moved.keepUp(soon());
        assertThat(moved.now()).isEqualTo("2020-01-01T00:00:00Z");
        now[0] = now[0].plus(YEAR);
        moved.keepUp(soon());

        assertThat(moved.now()).isEqualTo("2020-12-31T00:00:00Z");
        assertThat(told).isEmpty();
    }

    @Test
    void aClockThatTicksByTheMillisecond_runs() {
        StoreClock ticking = new StoreClock(store, () -> Instant.ofEpochMilli(server.millis()), told::add);
        ticking.keepUp(soon());
        assertThat(ticking.now()).isBefore(Instant.now().plus(A_MOMENT));
    }

    @Test
    void withoutAClockOfTheStores_theServersIsTheTime() {
        StoreClock own = new StoreClock(new WithoutAClock(), server, told::add);
        own.keepUp(soon());
        own.ask(soon());
        assertThat(own.isKnown()).isTrue();
        assertThat(own.now())
                .isBetween(
                        Instant.now().plus(YEAR).minus(A_MOMENT), Instant.now().plus(YEAR));
    }

    private static final class WithoutAClock implements SessionStore {
        private final SessionStore store = new InMemorySessionStore();

        @Override
        public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
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
}
