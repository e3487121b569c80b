package dev.peruser.store.tck.faults;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Calls that wait to be released. Safe for use by many threads. */
public final class Hold {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Patience patience;
    private final Supplier<? extends RuntimeException> failure;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger held = new AtomicInteger();

    Hold(Patience patience, Supplier<? extends RuntimeException> failure) {
        this.patience = patience;
        this.failure = failure;
    }

    /** How long a call waits. */
    interface Patience {
        Duration of(StoreCall call);
    }

    /**
     * Waits until a call is held.
     *
     * @throws IllegalStateException if none is for half a minute
     */
    public void awaitCall() {
        if (!await(reached, LONGEST)) {
            throw new IllegalStateException("no call came for " + LONGEST);
        }
    }

    /** How many calls were held so far, released or not. */
    public int held() {
        return held.get();
    }

    /** Lets go all calls, and those to come. */
    public void release() {
        released.countDown();
    }

    /** Until it is released, or patience ends. */
    void keep(StoreCall call) {
        held.incrementAndGet();
        reached.countDown();
        if (!await(released, patience.of(call))) {
            throw failure.get();
        }
    }

    static boolean await(CountDownLatch latch, Duration longest) {
        try {
            return latch.await(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a call was held", e);
        }
    }
}
