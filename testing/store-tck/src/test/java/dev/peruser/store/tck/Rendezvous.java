package dev.peruser.store.tck;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The gap of a race, held open until a second thread has come into it, or for two milliseconds: so races happen at
 * nearly every meeting, and a thread on its own loses little time.
 */
final class Rendezvous {
    private static final long OPEN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final AtomicInteger arrivals = new AtomicInteger();

    void meet() {
        int mine = arrivals.incrementAndGet();
        long end = System.nanoTime() + OPEN_NANOS;
        while (arrivals.get() == mine && System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }
}
