package dev.peruser;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that one request has opened: that of the present visitor, and those that were left because the visitor
 * changed. Objects handed out before belong to their owner for ever, so what is left is still saved. Guarded by the
 * lock of its {@link Visit}.
 */
final class SessionViews {
    private final Engine engine;
    private final List<SessionView> left = new ArrayList<>(0);
    private final List<LateChangeWatch.Watched> watched = new ArrayList<>(0);
    private @Nullable SessionView current;

    SessionViews(Engine engine) {
        this.engine = engine;
    }

    /** That of the present visitor, whoever that was when it was opened. */
    @Nullable SessionView current() {
        return current;
    }

    void open(SessionView view) {
        current = view;
    }

    void leaveCurrent() {
        @Nullable SessionView view = current;
        if (view != null) {
            left.add(view);
            current = null;
        }
    }

    void commit() {
        left.forEach(SessionView::commit);
        @Nullable SessionView view = current;
        if (view != null) {
            view.commit();
        }
    }

    /** Drops what the request has of a user's session. Returns whether that was the present visitor's. */
    boolean forget(UserId user) {
        Optional<UserId> owner = Optional.of(user);
        left.removeIf(one -> one.isOf(owner));
        @Nullable SessionView view = current;
        boolean isCurrent = view != null && view.isOf(owner);
        if (isCurrent) {
            current = null;
        }
        return isCurrent;
    }

    /**
     * Reports what was changed in place and not saved, and goes on to look for that.
     *
     * @param isAllSaved whether all was saved just now
     */
    void end(boolean isAllSaved) {
        @Nullable SessionView view = current;
        if (view != null) {
            end(view, isAllSaved);
        }
        left.forEach(one -> end(one, isAllSaved));
    }

    private void end(SessionView view, boolean isAllSaved) {
        try {
            if (!isAllSaved && view.hasUnsavedChanges()) {
                engine.reportLateChange();
            } else if (engine.lateChanges().hasRoom()) {
                view.changeable().forEach(this::watch);
            }
        } catch (RuntimeException e) {
            Log.debug("late changes could not be looked for", e);
        }
    }

    private void watch(LateChangeWatch.Watched value) {
        watched.add(value);
        engine.lateChanges().watch(value);
    }

    /** The request goes on after all, so what changes from now on is not too late. */
    void resume() {
        watched.forEach(WeakReference::clear);
        watched.clear();
    }
}
