package dev.peruser.store.tck;

import static dev.peruser.store.tck.StoreUnderTest.patience;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.store.ClockedSessionStore;
import dev.peruser.store.SessionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.function.ThrowingConsumer;

abstract class ClockGroup {
    /** For a call that answers slowly. */
    private static final Duration SLOW = Duration.ofSeconds(2);

    private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(5);

    private final StoreUnderTest store;

    ClockGroup(StoreUnderTest store) {
        this.store = store;
    }

    /** Not at the moment when a connection was opened, or a transaction began. */
    @TestFactory
    Stream<DynamicTest> time_runs(TestReporter reporter) {
        return test(reporter, clocked -> {
            long begun = System.nanoTime();
            Instant first = clocked.time(patience());
            assertThat(next(clocked, first)).isAfter(first);
            Instant last = clocked.time(patience());
            Duration passed = Duration.ofNanos(System.nanoTime() - begun);
            assertThat(Duration.between(first, last)).isBetween(Duration.ZERO, passed.plusMillis(100));
        });
    }

    /** Commit ids and short-lived markers are compared with it. */
    @TestFactory
    Stream<DynamicTest> time_isToldToTheMillisecond(TestReporter reporter) {
        return test(reporter, clocked -> {
            Duration shortest = Duration.ofDays(1);
            long begun = System.nanoTime();
            while (shortest.compareTo(Duration.ofMillis(900)) >= 0 && System.nanoTime() - begun < LONGEST_WAIT) {
                Instant before = clocked.time(patience());
                Duration step = Duration.between(before, next(clocked, before));
                shortest = step.compareTo(shortest) < 0 ? step : shortest;
            }
            assertThat(shortest)
                    .as("the shortest step of the clock")
                    .isPositive()
                    .isLessThan(Duration.ofMillis(900));
        });
    }

    /** Whoever asks, however often, gets what the others get. */
    @TestFactory
    Stream<DynamicTest> time_isTheSameForAllWhoUseTheStore(TestReporter reporter) throws Exception {
        Optional<SessionStore> another = store.openAnother();
        Optional<ClockedSessionStore> other = another.flatMap(opened -> Ability.of(opened, ClockedSessionStore.class));
        return test(reporter, clocked -> {
            ClockedSessionStore second = other.orElse(clocked);
            for (int i = 0; i < 5; i++) {
                Instant before = clocked.time(patience());
                assertThat(second.time(patience())).isBetween(before.minusMillis(100), before.plus(SLOW));
            }
        });
    }

    private static Instant next(ClockedSessionStore clocked, Instant before) {
        long begun = System.nanoTime();
        Instant time = clocked.time(patience());
        while (time.equals(before) && System.nanoTime() - begun < LONGEST_WAIT) {
            Thread.onSpinWait();
            time = clocked.time(patience());
        }
        return time;
    }

    private Stream<DynamicTest> test(TestReporter reporter, ThrowingConsumer<ClockedSessionStore> test) {
        return Ability.test(
                Ability.of(store.get(), ClockedSessionStore.class), "not a ClockedSessionStore", reporter, test);
    }
}
