package dev.peruser;

import java.lang.ref.WeakReference;
import java.util.Optional;

/**
 * Which visit a thread works for, so that what a request does to its own visitor's account reaches the session that it
 * has open. Known from the thread's first use of the session on. Safe for use by many threads.
 */
final class OpenVisits {
    @SuppressWarnings("ThreadLocalUsage") // each engine has its own, and is there as long as the application
    private final ThreadLocal<WeakReference<Visit>> ofThread = new ThreadLocal<>();

    /** This thread works for the visit. */
    void enter(WeakReference<Visit> visit) {
        ofThread.set(visit);
    }

    /** This thread no longer works for the visit. */
    void leave() {
        ofThread.remove();
    }

    Optional<Visit> current() {
        return Optional.ofNullable(ofThread.get()).map(WeakReference::get);
    }
}
