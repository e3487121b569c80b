package dev.peruser.store;

import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Ends calls of a store that are still under way at their deadline. For those who write stores whose client has no
 * time-out for a single call, or one that costs more than this: on JDK 25 a virtual thread that waits for a limited
 * time wakes the JDK's timer thread twice, which took a fifth of the processor time of a save in Redis.
 *
 * <ol>
 *   <li>A call puts itself into a set before it asks the server, and takes itself out afterwards. That is all a call
 *       costs.
 *   <li>One daemon thread sleeps until the earliest deadline it knows of. A call wakes it only if its deadline is
 *       earlier than that, which is rare, because most calls get the same time.
 *   <li>At the deadline it interrupts the call, and again every few milliseconds until the call has ended, because an
 *       interruption that comes just before the server is asked may have no effect.
 *   <li>It starts with the first call and ends when there has been none for half a minute.
 * </ol>
 *
 * <p>Safe for use by many threads.
 */
public final class Watchdog implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger("dev.peruser.store");
    private static final long LONGEST_SLEEP = TimeUnit.SECONDS.toNanos(1);
    private static final long IDLE = TimeUnit.SECONDS.toNanos(30);
    private static final long AGAIN = TimeUnit.MILLISECONDS.toNanos(20);

    /** Times are counted from here, because System.nanoTime() itself must not be compared. */
    private final long origin = System.nanoTime();

    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Thread thread;
    private volatile long wakesAt = Long.MAX_VALUE;
    private volatile long earliestAsked;
    private volatile boolean closed;

    /** A watchdog without a thread as yet. */
    public Watchdog() {}

    /** How a call is interrupted. */
    @FunctionalInterface
    public interface Interruption {

        /**
         * Makes the call end soon. It is called in the watchdog's thread, and must not wait for the call. Not called
         * any more when the watch has been closed.
         *
         * @throws Exception if that is not possible; it is tried again
         */
        void interrupt() throws Exception;
    }

    /**
     * Watches over a call, until the watch is closed.
     *
     * @param deadline when to interrupt it; at once if that has passed
     * @param interruption how to interrupt it
     */
    public Watch watch(Deadline deadline, Interruption interruption) {
        Watch watch = new Watch(deadline.nanoTime() - origin, interruption);
        watches.add(watch);
        if (thread == null) {
            start();
        }
        if (watch.due < wakesAt) {
            earliestAsked = watch.due;
            LockSupport.unpark(thread);
        }
        return watch;
    }

    /** Ends the thread as soon as no call is under way. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private synchronized void start() {
        if (thread == null) {
            Thread started = new Thread(this::run, "peruser session store deadlines");
            started.setDaemon(true);
            thread = started;
            started.start();
        }
    }

    private void run() {
        long busyAt = now();
        while (true) {
            wakesAt = Long.MAX_VALUE; // who comes from here on wakes us
            long now = now();
            long next = now + LONGEST_SLEEP;
            if (earliestAsked > now) {
                next = Math.min(next, earliestAsked);
            }
            for (Watch watch : watches) {
                busyAt = now;
                if (watch.due <= now) {
                    watch.interrupt();
                    watch.due = now + AGAIN;
                }
                next = Math.min(next, watch.due);
            }
            if ((closed || now - busyAt > IDLE) && hasEnded()) {
                return;
            }
            wakesAt = next;
            LockSupport.parkNanos(this, next - now());
        }
    }

    /** A call that finds no thread starts one; one that found this thread is seen here. */
    private synchronized boolean hasEnded() {
        thread = null;
        if (watches.isEmpty()) {
            return true;
        }
        thread = Thread.currentThread();
        return false;
    }

    private long now() {
        return System.nanoTime() - origin;
    }

    /** The watch over one call. */
    public final class Watch implements AutoCloseable {
        private final Interruption interruption;
        private volatile long due;
        private boolean interrupted;
        private boolean ended;

        private Watch(long due, Interruption interruption) {
            this.due = due;
            this.interruption = interruption;
        }

        /** Whether the call was told to end. */
        public synchronized boolean wasInterrupted() {
            return interrupted;
        }

        /** Waits for an interruption that is being made, so that none can meet the connection's next user. */
        @Override
        public void close() {
            watches.remove(this);
            synchronized (this) {
                ended = true;
            }
        }

        private synchronized void interrupt() {
            if (ended) {
                return;
            }
            interrupted = true;
            try {
                interruption.interrupt();
            } catch (Exception | Error failure) { // others are still to be watched
                LOGGER.log(Level.DEBUG, "A call could not be interrupted at its deadline", failure);
            }
        }
    }
}
