package dev.peruser.internal.visit;

import dev.peruser.UserId;
import dev.peruser.Visit;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.session.LateChangeWatch;
import dev.peruser.internal.storage.Log;
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
public final class OpenSessions {
    private final EngineContext engine;
    private final List<OpenSession> left = new ArrayList<>(0);
    private final List<LateChangeWatch.Watched> watched = new ArrayList<>(0);
    private @Nullable OpenSession current;

    OpenSessions(EngineContext engine) {
        this.engine = engine;
    }

    /** That of the present visitor, whoever that was when it was opened. */
    @Nullable OpenSession current() {
        return current;
    }

    void open(OpenSession view) {
        current = view;
    }

    void leaveCurrent() {
        @Nullable OpenSession view = current;
        if (view != null) {
            left.add(view);
            current = null;
        }
    }

    /**
     * The present visitor's is opened anew at its next use. Of what was got from it before, changes are reported from
     * now on, not saved.
     *
     * @param isSaved whether all that was changed so far is saved
     */
    void dropCurrent(boolean isSaved) {
        @Nullable OpenSession view = current;
        if (view != null) {
            watched.removeIf(value -> value.refersTo(null));
            end(view, isSaved);
            current = null;
        }
    }

    void commit() {
        left.forEach(OpenSession::commit);
        @Nullable OpenSession view = current;
        if (view != null) {
            view.commit();
        }
    }

    /** Drops what the request has of a user's session. Returns whether that was the present visitor's. */
    boolean forget(UserId user) {
        Optional<UserId> owner = Optional.of(user);
        left.removeIf(one -> one.isOf(owner));
        @Nullable OpenSession view = current;
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
        @Nullable OpenSession view = current;
        if (view != null) {
            end(view, isAllSaved);
        }
        left.forEach(one -> end(one, isAllSaved));
    }

    private void end(OpenSession view, boolean isAllSaved) {
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
