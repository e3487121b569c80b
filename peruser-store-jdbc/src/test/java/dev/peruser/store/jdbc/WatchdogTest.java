package dev.peruser.store.jdbc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.store.Deadline;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
            throw new SQLException("not possible");
        };
        try (Watchdog.Watch first = watchdog.watch(Deadline.after(Duration.ZERO), failing);
                Watchdog.Watch second = watchdog.watch(Deadline.after(Duration.ofMillis(50)), interrupted::countDown)) {
            assertThat(interrupted.await(10, SECONDS)).isTrue();
            assertThat(first.wasInterrupted()).isTrue();
            assertThat(second.wasInterrupted()).isTrue();
        }
    }

    /** What products do whose driver can do it. */
    @Test
    void interrupt_abortsTheConnectionUnlessAProductKnowsBetter() throws Exception {
        List<String> called = new ArrayList<>();
        Connection connection = (Connection) Proxy.newProxyInstance(
                WatchdogTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    called.add(method.getName());
                    return null;
                });
        Database database = new Database() {
            @Override
            String onConflictDoNothing() {
                return "";
            }

            @Override
            Failure failureOf(SQLException exception) {
                return Failure.OTHER;
            }

            @Override
            void apply(Connection given, Statement statement) {}
        };
        database.interrupt(connection, null);
        assertThat(called).containsExactly("abort");
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
