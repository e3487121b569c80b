package dev.peruser.internal.visit;

import java.lang.ref.WeakReference;
import java.util.Optional;

/**
 * What the visits of an engine share. And which visit a thread works for, so that what a request does to its own
 * visitor's account reaches the session that it has open. Known from the thread's first use of the session on. Safe for
 * use by many threads.
 */
public final class ActiveVisits {
    @SuppressWarnings("ThreadLocalUsage") // each engine has its own, and is there as long as the application
    private final ThreadLocal<WeakReference<ActiveVisit>> ofThread = new ThreadLocal<>();

    private final AbsentGuests absentGuests = new AbsentGuests();
    private final HiddenGuests hiddenGuests = new HiddenGuests();

    /** What is known of guests' tokens that lead to nothing. */
    AbsentGuests absentGuests() {
        return absentGuests;
    }

    /** What keeps alive what guests have while somebody is signed in. */
    HiddenGuests hiddenGuests() {
        return hiddenGuests;
    }

    /** This thread works for the visit. */
    void enter(WeakReference<ActiveVisit> visit) {
        ofThread.set(visit);
    }

    /** This thread no longer works for the visit. */
    void leave() {
        ofThread.remove();
    }

    public Optional<ActiveVisit> current() {
        return Optional.ofNullable(ofThread.get()).map(WeakReference::get);
    }
}
