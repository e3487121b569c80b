package dev.peruser.internal.session;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks again, after requests have ended, at the values that they handed out: another thread may still have one and
 * change it in place, which can't be saved any more.
 *
 * <ol>
 *   <li>A value is held weakly: once nobody has it, nobody can change it.
 *   <li>A daemon thread looks at it within half a second, then each time after twice as long, at last once a minute. It
 *       lives as long as there is something to look at, and ends when this is closed.
 *   <li>A change is told once.
 *   <li>At most 2,000 values are watched, and at most 1,000 more each second: beyond that a sample. An application that
 *       makes this mistake makes it again.
 * </ol>
 *
 * <p>Safe for use by many threads.
 */
public final class LateChangeWatch implements AutoCloseable {
    private static final long ROUND = Duration.ofMillis(250).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofMinutes(1).toNanos();
    private static final int VALUES_A_ROUND = 250;
    private static final int MOST = 2_000;

    private final Runnable report;
    private final Queue<Watched> arriving = new ConcurrentLinkedQueue<>();
    private final AtomicInteger watched = new AtomicInteger();
    private final AtomicInteger valuesLeft = new AtomicInteger(VALUES_A_ROUND);
    private final AtomicBoolean isRunning = new AtomicBoolean();
    private volatile boolean isClosed;
    private volatile @Nullable Thread looking;

    /**
     * Creates it.
     *
     * @param report called for each value that was changed, by the thread that looks
     */
    public LateChangeWatch(Runnable report) {
        this.report = report;
    }

    /** A value that a request handed out. */
    public static final class Watched extends WeakReference<Object> {
        private final Look look;
        private long pause = ROUND;
        private long next;

        Watched(Object value, Look look) {
            super(value);
            this.look = look;
        }

        /** Whether the value is no longer what it was when the request ended. */
        private boolean isChanged() {
            @Nullable Object value = get();
            return value != null && look.isChanged(value);
        }

        private Watched nextAfter(long time) {
            next = time + pause;
            pause = Math.min(LONGEST_PAUSE, 2 * pause);
            return this;
        }
    }

    /** Tells whether a value has changed; must not hold the value itself. */
    @FunctionalInterface
    interface Look {
        boolean isChanged(Object value);
    }

    /** Whether more values can be watched now. */
    public boolean hasRoom() {
        return !isClosed && valuesLeft.get() > 0 && watched.get() < MOST;
    }

    /** Begins to watch a value of a request. */
    public void watch(Watched value) {
        watched.incrementAndGet();
        valuesLeft.decrementAndGet();
        arriving.add(value);
        if (isRunning.compareAndSet(false, true)) {
            Thread thread = new Thread(this::run, "peruser late changes");
            thread.setDaemon(true);
            looking = thread;
            thread.start();
        }
    }

    private void run() {
        PriorityQueue<Watched> waiting = new PriorityQueue<>(Comparator.comparingLong((Watched one) -> one.next));
        do {
            LockSupport.parkNanos(ROUND);
            valuesLeft.set(VALUES_A_ROUND);
            takeIn(waiting);
            forgetUnreachable(waiting);
            lookAt(waiting);
        } while (!isClosed && (!waiting.isEmpty() || !mayEnd()));
    }

    /** Ends the thread: what is changed from now on isn't told. */
    @Override
    public void close() {
        isClosed = true;
        LockSupport.unpark(looking);
    }

    /** Nothing may be left behind by who believes that this thread still runs. */
    private boolean mayEnd() {
        isRunning.set(false);
        return arriving.isEmpty() || !isRunning.compareAndSet(false, true);
    }

    private void takeIn(PriorityQueue<Watched> waiting) {
        long now = System.nanoTime();
        for (Watched one = arriving.poll(); one != null; one = arriving.poll()) {
            waiting.add(one.nextAfter(now));
        }
    }

    /** With each goes the stored form that it is compared with. */
    private void forgetUnreachable(PriorityQueue<Watched> waiting) {
        int before = waiting.size();
        waiting.removeIf(one -> one.get() == null);
        watched.addAndGet(waiting.size() - before);
    }

    private void lookAt(PriorityQueue<Watched> waiting) {
        long now = System.nanoTime();
        while (true) {
            @Nullable Watched first = waiting.peek();
            if (first == null || first.next - now > 0) {
                return;
            }
            waiting.remove();
            if (isTrue(first::isChanged)) {
                watched.decrementAndGet();
                report.run();
            } else {
                waiting.add(first.nextAfter(now));
            }
        }
    }

    /** A value that another thread is just changing may fail in any way; it is looked at again. */
    private static boolean isTrue(BooleanSupplier question) {
        try {
            return question.getAsBoolean();
        } catch (RuntimeException | Error changing) {
            return false;
        }
    }
}
