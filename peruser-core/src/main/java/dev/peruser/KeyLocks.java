package dev.peruser;

import dev.peruser.store.Deadline;
import dev.peruser.store.SessionKey;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets one thread of this process at a time save a session, so that threads queue here instead of meeting in conflicts.
 * Keys share a fixed number of locks; whoever holds one must not ask for another key's.
 */
final class KeyLocks {
    private static final int STRIPES = 256;

    private final Waiting waiting;
    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

    /**
     * Creates them.
     *
     * @param waiting bounds how many wait for their turn
     */
    KeyLocks(Waiting waiting) {
        this.waiting = waiting;
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new ReentrantLock(true);
        }
    }

    /**
     * Does work under the lock of a key.
     *
     * @throws StoreException if too many requests wait already
     * @throws ConflictException if the deadline passes first
     */
    <T> T locked(SessionKey key, Deadline deadline, Supplier<T> work) {
        return inTurn(key, deadline, hasWaited -> work.get());
    }

    /** As {@link #locked}, for work that wants to know whether somebody else was at it in the meantime. */
    <T> T inTurn(SessionKey key, Deadline deadline, Work<T> work) {
        return waiting.within(() -> underLock(key, deadline, work));
    }

    /** What is done under a lock. */
    @FunctionalInterface
    interface Work<T> {
        /** Does it; told whether there was a wait for the lock. */
        T run(boolean hasWaited);
    }

    private <T> T underLock(SessionKey key, Deadline deadline, Work<T> work) {
        ReentrantLock lock = stripes[Math.floorMod(key.text().hashCode(), STRIPES)];
        boolean hasWaited = lock.isLocked();
        try {
            if (!lock.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new ConflictException(
                        "too many requests save this session at once: the deadline passed before it was"
                                + " this one's turn; nothing of it was saved");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while waiting to save the session; nothing was saved", e);
        }
        try {
            return work.run(hasWaited);
        } finally {
            lock.unlock();
        }
    }
}
