package dev.peruser.servlet;

import dev.peruser.Visit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The visit of a request, begun when it is needed for the first time; it is told what happened to the request before
 * that. Safe for use by many threads.
 */
final class LazyVisit {
    private final Supplier<Visit> beginning;
    private final RequestVisitor visitor;
    private volatile @Nullable Visit visit;
    private volatile boolean isResponseCommitted;
    private volatile boolean isOver;

    LazyVisit(Supplier<Visit> beginning, RequestVisitor visitor) {
        this.beginning = beginning;
        this.visitor = visitor;
    }

    Visit get() {
        @Nullable Visit known = visit;
        return known == null ? begin() : known;
    }

    private synchronized Visit begin() {
        @Nullable Visit known = visit;
        if (known != null) {
            return known;
        }
        Visit begun = beginning.get();
        visit = begun;
        if (isResponseCommitted) {
            begun.responseCommitted();
        }
        if (isOver) {
            begun.end();
        }
        if (visitor.isDispatching()) {
            begun.enterThread();
        }
        return begun;
    }

    boolean isBegun() {
        return visit != null;
    }

    @Nullable Visit ifBegun() {
        return visit;
    }

    boolean isResponseCommitted() {
        return isResponseCommitted;
    }

    /** Whether all dispatches seem to be over. */
    boolean isOver() {
        return isOver;
    }

    void responseCommitted() {
        isResponseCommitted = true; // before the look: another thread may be beginning the visit
        @Nullable Visit begun = visit;
        if (begun != null) {
            begun.responseCommitted();
        }
    }

    /** A dispatch begins on this thread, perhaps when the request seemed to be over. */
    void enter(boolean isResponseOpen) {
        @Nullable Visit begun = visit;
        if (isResponseCommitted && isResponseOpen) {
            isResponseCommitted = false;
            isOver = false;
            if (begun != null) {
                begun.resume();
            }
        }
        if (begun != null) {
            begun.enterThread();
        }
    }

    void leave() {
        @Nullable Visit begun = visit;
        if (begun != null) {
            begun.leaveThread();
        }
    }

    void end() {
        isOver = true; // before the look: another thread may be beginning the visit
        @Nullable Visit begun = visit;
        if (begun != null) {
            begun.end();
        }
        responseCommitted();
    }
}
