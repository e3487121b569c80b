package dev.peruser.internal.storage;

import dev.peruser.store.Deadline;
import java.time.Duration;
import java.util.function.Function;

/** The time that one request may spend with session work, all pieces together. Not safe for use by many threads. */
public final class Budget {
    private final long wholeNanos;
    private long remainingNanos;
    private int nesting;

    public Budget(Duration whole) {
        this.wholeNanos = whole.toNanos();
        this.remainingNanos = wholeNanos;
    }

    /** It begins anew: the request goes on for longer than others, and asks again now and then. */
    public void renew() {
        remainingNanos = wholeNanos;
    }

    /** Does a piece of work that has to end when the budget is spent. */
    public <T> T spend(Function<Deadline, T> work) {
        long start = System.nanoTime();
        nesting++;
        try {
            return work.apply(new Deadline(start + remainingNanos));
        } finally {
            if (--nesting == 0) {
                remainingNanos -= System.nanoTime() - start;
            }
        }
    }
}
