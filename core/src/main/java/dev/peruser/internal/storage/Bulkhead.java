package dev.peruser.internal.storage;

import dev.peruser.StoreException;
import dev.peruser.store.SessionKey;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many requests wait for the store: in a call to it, or for another request that saves the same session and
 * is in such a call. A request takes one place, whatever it does there; without a place it fails at once.
 *
 * <ol>
 *   <li>The first half of the places is for whoever comes.
 *   <li>Of the other half a session gets a place only if it has fewer there than are free: one session that many want
 *       takes half of it, two take a third each, and so on (Choudhury and Hahne, "Dynamic queue length thresholds",
 *       1998).
 *   <li>The last eighth is for sessions that have no place of that half: so whoever waits for some sessions, the next
 *       one gets in.
 * </ol>
 *
 * <p>Safe for use by many threads.
 */
public final class Bulkhead {
    private final int places;
    private final int unshared;
    private final int reserve;
    private final AtomicInteger taken = new AtomicInteger();
    private final ConcurrentMap<SessionKey, Integer> shares = new ConcurrentHashMap<>();
    private final ThreadLocal<Boolean> hasPlace = new ThreadLocal<>();

    public Bulkhead(int places) {
        this.places = places;
        this.unshared = places / 2;
        this.reserve = places / 8;
    }

    /** Does work for a session that may have to wait for the store. */
    <T> T within(SessionKey key, Supplier<T> work) {
        if (hasPlace.get() != null) {
            return work.get();
        }
        boolean isShared = take(key);
        hasPlace.set(true);
        try {
            return work.get();
        } finally {
            hasPlace.remove();
            giveBack(key, isShared);
        }
    }

    /** Whether the place is one of those that sessions share. */
    private boolean take(SessionKey key) {
        if (takeBelow(unshared)) {
            return false;
        }
        Shares share = new Shares();
        var unused = shares.compute(key, share);
        if (!share.isGranted) {
            throw new StoreException("too many requests wait for "
                    + (taken.get() < places ? "this session" : "the session store") + " (peruser.waiting-requests)");
        }
        return true;
    }

    private boolean takeBelow(int bound) {
        int now = taken.get();
        while (now < bound) {
            if (taken.compareAndSet(now, now + 1)) {
                return true;
            }
            now = taken.get();
        }
        return false;
    }

    /** A session's step from its share to one more. Nothing is taken that has to be given back at once. */
    private final class Shares implements BiFunction<SessionKey, @Nullable Integer, @Nullable Integer> {
        private boolean isGranted;

        @Override
        public @Nullable Integer apply(SessionKey key, @Nullable Integer share) {
            int present = share == null ? 0 : share;
            isGranted = takeBelow(present == 0 ? places : places - reserve - present);
            return isGranted ? Integer.valueOf(present + 1) : share;
        }
    }

    private void giveBack(SessionKey key, boolean isShared) {
        if (isShared) {
            shares.computeIfPresent(key, Bulkhead::oneLess);
        }
        taken.decrementAndGet();
    }

    private static @Nullable Integer oneLess(SessionKey key, Integer share) {
        return share == 1 ? null : share - 1;
    }
}
