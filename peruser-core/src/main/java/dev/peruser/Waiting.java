package dev.peruser;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Bounds how many requests wait for the store: in a call to it, or for another request that saves the same session and
 * is in such a call. A request takes one place, whatever it does there; without a place it fails at once. Safe for use
 * by many threads.
 */
final class Waiting {
    private final Semaphore places;
    private final ThreadLocal<Boolean> hasPlace = new ThreadLocal<>();

    Waiting(int places) {
        this.places = new Semaphore(places);
    }

    /** Does work that may have to wait for the store. */
    <T> T within(Supplier<T> work) {
        if (hasPlace.get() != null) {
            return work.get();
        }
        if (!places.tryAcquire()) {
            throw new StoreException("too many requests wait for the session store (peruser.waiting-requests)");
        }
        hasPlace.set(true);
        try {
            return work.get();
        } finally {
            hasPlace.remove();
            places.release();
        }
    }
}
