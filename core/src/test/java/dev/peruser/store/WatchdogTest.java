package dev.peruser.store;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    private final Watchdog watchdog = new Watchdog();

    @AfterEach
    void close() {
        watchdog.close();
    }

    @Test
    void watch_interruptsAtTheDeadlineAndNotBefore() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        long start = System.nanoTime();
        try (Watchdog.Watch watch = watchdog.watch(Deadline.after(Duration.ofMillis(100)), interrupted::countDown)) {
            assertThat(interrupted.await(10, SECONDS)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
            assertThat(watch.wasInterrupted()).isTrue();
        }
    }

    /** The earlier deadline must not wait for the thread's sleep until the later one. */
    @Test
    void watch_interruptsAnEarlierDeadlineThatComesLater() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicBoolean lateInterrupted = new AtomicBoolean();
        try (Watchdog.Watch late =
                        watchdog.watch(Deadline.after(Duration.ofHours(1)), () -> lateInterrupted.set(true));
                Watchdog.Watch early = watchdog.watch(Deadline.after(Duration.ofMillis(50)), interrupted::countDown)) {
            assertThat(interrupted.await(10, SECONDS)).isTrue();
            assertThat(early.wasInterrupted()).isTrue();
            assertThat(late.wasInterrupted()).isFalse();
        }
        assertThat(lateInterrupted).isFalse();
    }

    @Test
    void watch_interruptsAgainUntilTheCallEnds() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(3);
        try (Watchdog.Watch watch = watchdog.watch(Deadline.after(Duration.ZERO), interrupted::countDown)) {
            assertThat(interrupted.await(10, SECONDS)).isTrue();
            assertThat(watch.wasInterrupted()).isTrue();
        }
    }

    @Test
    void watch_outlivesAnInterruptionThatFails() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        Watchdog.Interruption failing = () -> {
            throw new IOException("not possible");
        };
        Watchdog.Interruption broken = () -> {
            throw new NoClassDefFoundError("not possible either");
        };
        try (Watchdog.Watch first = watchdog.watch(Deadline.after(Duration.ZERO), failing);
                Watchdog.Watch second = watchdog.watch(Deadline.after(Duration.ZERO), broken);
                Watchdog.Watch third = watchdog.watch(Deadline.after(Duration.ofMillis(50)), interrupted::countDown)) {
            assertThat(interrupted.await(10, SECONDS)).isTrue();
            assertThat(first.wasInterrupted()).isTrue();
            assertThat(second.wasInterrupted()).isTrue();
            assertThat(third.wasInterrupted()).isTrue();
        }
    }

    /** A store that is closed meanwhile must not leave anybody waiting. */
    @Test
    void close_leavesNoCallWithoutAWatch() throws Exception {
        CountDownLatch begunBefore = new CountDownLatch(1);
        CountDownLatch begunAfter = new CountDownLatch(1);
        try (Watchdog.Watch before = watchdog.watch(Deadline.after(Duration.ofMillis(100)), begunBefore::countDown)) {
            watchdog.close();
            assertThat(begunBefore.await(10, SECONDS)).isTrue();
            assertThat(before.wasInterrupted()).isTrue();
        }
        try (Watchdog.Watch after = watchdog.watch(Deadline.after(Duration.ofMillis(50)), begunAfter::countDown)) {
            assertThat(begunAfter.await(10, SECONDS)).isTrue();
            assertThat(after.wasInterrupted()).isTrue();
        }
    }

    @Test
    void close_endsTheThread() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (Watchdog.Watch watch = watchdog.watch(Deadline.after(Duration.ofHours(1)), () -> {})) {
            assertThat(watch.wasInterrupted()).isFalse();
        }
        List<Thread> started = Thread.getAllStackTraces().keySet().stream()
                .filter(thread ->
                        thread.getName().equals("peruser session store deadlines") && !before.contains(thread))
                .toList();
        assertThat(started).isNotEmpty();
        watchdog.close();
        for (Thread thread : started) {
            thread.join(10_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    /** Once a call has ended, its connection belongs to somebody else. */
    @Test
    void watch_interruptsNothingThatHasEnded() throws Exception {
        AtomicInteger tooLate = new AtomicInteger();
        ExecutorService executor = Executors.newFixedThreadPool(4);
        CyclicBarrier start = new CyclicBarrier(4);
        try {
            Future<?>[] futures = new Future<?>[4];
            for (int i = 0; i < futures.length; i++) {
                futures[i] = executor.submit(() -> {
                    start.await();
                    for (int call = 0; call < 2_000; call++) {
                        AtomicBoolean ended = new AtomicBoolean();
                        Watchdog.Watch watch = watchdog.watch(Deadline.after(Duration.ofNanos(call * 100L)), () -> {
                            if (ended.get()) {
                                tooLate.incrementAndGet();
                            }
                        });
                        watch.close();
                        ended.set(true);
                    }
                    return null;
                });
            }
            for (Future<?> future : futures) {
                future.get(60, SECONDS);
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(tooLate).hasValue(0);
    }
}
