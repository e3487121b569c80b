package dev.peruser.internal.storage;

import dev.peruser.ConflictException;
import dev.peruser.StoreException;
import dev.peruser.store.Deadline;
import dev.peruser.store.SessionKey;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread of this process at a time save a session, so that threads queue here instead of meeting in conflicts.
 * Each key has a lock of its own as long as somebody has or wants it, so nobody waits for another session. Safe for use
 * by many threads.
 */
public final class KeyLocks {
    private final Bulkhead bulkhead;
    private final ConcurrentMap<SessionKey, Turns> all = new ConcurrentHashMap<>();

    /**
     * Creates them.
     *
     * @param bulkhead bounds how many wait for their turn
     */
    public KeyLocks(Bulkhead bulkhead) {
        this.bulkhead = bulkhead;
    }

    /** Those who have or want the lock of a key. */
    private static final class Turns {
        private final ReentrantLock lock = new ReentrantLock(true);
        /** Only changed in a step of the map. */
        private int users;
    }

    /**
     * Does work under the lock of a key.
     *
     * @throws StoreException if too many requests wait already
     * @throws ConflictException if the deadline passes first
     */
    public <T> T locked(SessionKey key, Deadline deadline, Supplier<T> work) {
        return inTurn(key, deadline, hasWaited -> work.get());
    }

    /** As {@link #locked}, for work that wants to know whether somebody else was at it in the meantime. */
    public <T> T inTurn(SessionKey key, Deadline deadline, Work<T> work) {
        return bulkhead.within(key, () -> inLine(key, deadline, work));
    }

    /** What is done under a lock. */
    @FunctionalInterface
    public interface Work<T> {
        /** Does it; told whether there was a wait for the lock. */
        T run(boolean hasWaited);
    }

    private <T> T inLine(SessionKey key, Deadline deadline, Work<T> work) {
        Turns turns = all.compute(key, KeyLocks::comeIn);
        try {
            return underLock(turns.lock, deadline, work);
        } finally {
            all.computeIfPresent(key, KeyLocks::goAway);
        }
    }

    private static Turns comeIn(SessionKey key, @Nullable Turns known) {
        Turns turns = known == null ? new Turns() : known;
        turns.users++;
        return turns;
    }

    private static @Nullable Turns goAway(SessionKey key, Turns turns) {
        turns.users--;
        return turns.users == 0 ? null : turns;
    }

    private static <T> T underLock(ReentrantLock lock, Deadline deadline, Work<T> work) {
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
