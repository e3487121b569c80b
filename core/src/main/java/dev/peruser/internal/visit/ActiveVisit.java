package dev.peruser.internal.visit;

import dev.peruser.StoreException;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.ValueTypes;
import dev.peruser.Visit;
import dev.peruser.Visitor;
import dev.peruser.internal.commit.Committer;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.signin.Absorber;
import dev.peruser.internal.storage.Budget;
import java.lang.ref.WeakReference;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request's {@link Visit}: opens the session of whoever is the visitor, keeps those of earlier ones, and lets the
 * guest's be carried into the account.
 *
 * <p>Safe for use by many threads: all is done under one lock.
 */
public final class ActiveVisit implements Visit {
    private final EngineContext engine;
    private final Committer committer;
    private final ActiveVisits visits;
    private final Visitor.Source visitorSource;
    private final GuestTokenSignIn guestSignIn;
    private final GuestTokens tokens;
    private final ConsistencyTokens consistencyTokens;
    private final Budget budget;
    private final UserSession session = new VisitSession(this);
    private final VisitLock lock = new VisitLock();
    private final OpenSessions views;
    private final @Nullable ValueTypes types;
    private final Presented.Purpose purpose;
    private final VisitProgress progress = new VisitProgress();
    private final WeakReference<ActiveVisit> reference = new WeakReference<>(this);

    private Visitor visitor = Visitor.guest();
    private @Nullable RuntimeException failure;

    public ActiveVisit(
            EngineContext engine,
            Committer committer,
            Absorber absorber,
            ActiveVisits visits,
            Visitor.Source visitorSource,
            Presented presented) {
        this.engine = engine;
        this.committer = committer;
        this.visits = visits;
        this.visitorSource = visitorSource;
        this.tokens = presented.tokens();
        this.consistencyTokens = presented.consistencyTokens();
        this.budget = new Budget(engine.settings().deadline());
        this.guestSignIn = new GuestTokenSignIn(engine, absorber, committer, presented, visits, budget);
        this.views = new OpenSessions(engine);
        this.types = presented.types();
        this.purpose = presented.purpose();
    }

    @Override
    public UserSession session() {
        return session;
    }

    @Override
    public void observe() {
        lock.run(() -> {
            Visitor now = visitorSource.current();
            // A principal that is no longer to be seen is not a sign-out.
            visitor = now.user().isPresent() || visitor.user().isEmpty() ? now : visitor;
        });
    }

    @Override
    public void signedOut() {
        lock.run(() -> {
            Visitor now = visitorSource.current();
            visitor = now.user().isPresent() ? now : visitor;
            try {
                commitNow();
            } catch (RuntimeException e) {
                fail(e);
            }
            views.leaveCurrent();
            consistencyTokens.doubt();
            visitor = Visitor.guest();
            guestSignIn.again();
        });
    }

    @Override
    public void commit() {
        lock.run(() -> {
            @Nullable RuntimeException failed = failure;
            if (failed != null) {
                if (!progress.isResponseCommitted()) {
                    guestSignIn.absorb(visitor);
                }
                throw failed;
            }
            if (progress.isResponseCommitted()) {
                return; // what was changed since is reported in the end
            }
            try {
                commitNow();
                progress.allSaved();
            } catch (RuntimeException e) {
                fail(e);
                throw e;
            }
        });
    }

    private void fail(RuntimeException e) {
        failure = failure == null ? e : failure;
        consistencyTokens.doubt();
    }

    private void commitNow() {
        try {
            views.commit();
        } finally {
            guestSignIn.absorb(
                    visitor); // whatever fails: a user was here, so the tokens are not for the browser's next one
            guestSignIn.forget(); // known now, but not whenever the session is first used
        }
    }

    @Override
    public TokenChanges takeTokenChanges() {
        return lock.get(tokens::takeChanges);
    }

    @Override
    public ConsistencyTokenChanges takeConsistencyTokenChanges() {
        return engine.storage().recalls() ? lock.get(consistencyTokens::takeChanges) : ConsistencyTokens.NO_CHANGES;
    }

    @Override
    public void responseCommitted() {
        lock.run(progress::responseCommitted);
    }

    @Override
    public void resume() {
        lock.run(() -> {
            progress.resume();
            views.resume();
        });
    }

    @Override
    public void end() {
        lock.run(() -> {
            if (progress.end() && failure == null) { // else the client knows that nothing was saved
                views.end(progress.isAllSaved());
            }
        });
    }

    /** Ends the visit without a report: what was not saved was not to be saved. */
    public void abandon() {
        lock.run(() -> {
            var unused = progress.end();
        });
    }

    @Override
    public void enterThread() {
        visits.enter(reference);
    }

    @Override
    public void leaveThread() {
        visits.leave();
    }

    // ---- for PerUser

    /** The visitor's account is about to be erased, and with it what a guest's session still has for it. */
    public void beforeErase(UserId user) {
        observe();
        lock.run(() -> {
            if (visitor.user().equals(Optional.of(user))) {
                guestSignIn.absorb(visitor);
            }
        });
    }

    /** The user was erased: what this request has of the session, and has changed in it, is gone with it. */
    public void erased(UserId user) {
        lock.run(() -> {
            guestSignIn.forget();
            if (views.forget(user)) {
                consistencyTokens.doubt();
            }
        });
    }

    // ---- for VisitSession

    <T> T read(Function<OpenSession, T> function) {
        return lock.get(() -> {
            progress.beginRead();
            return function.apply(currentView());
        });
    }

    <T> T write(Function<OpenSession, T> function) {
        return lock.get(() -> {
            progress.beginWrite();
            return function.apply(currentView());
        });
    }

    Optional<UserId> user() {
        return lock.get(() -> {
            progress.requireNotEnded();
            return visitorSource.current().user();
        });
    }

    void commitView() {
        lock.run(() -> {
            progress.requireUncommitted();
            try {
                currentView().commit();
            } catch (StoreException e) {
                fail(e); // perhaps it was made: it must not be made again
                throw e;
            }
        });
    }

    /** What others have saved since is seen from here on. What was changed is saved before, if it still can be. */
    void refresh() {
        lock.run(() -> {
            progress.beginRead();
            visitor = visitorSource.current();
            boolean canSave = !progress.isResponseCommitted();
            @Nullable OpenSession current = views.current();
            if (current != null && canSave) {
                current.commit();
            }
            views.dropCurrent(canSave);
            guestSignIn.forget();
            consistencyTokens.doubt();
            budget.renew();
        });
    }

    /** Does something with the account itself, once what was changed in its view is saved. */
    <T> T betweenViews(BiFunction<GuestTokenSignIn, Visitor, T> work) {
        return lock.get(() -> {
            progress.beginWrite();
            visitor = visitorSource.current();
            @Nullable OpenSession current = views.current();
            if (current != null && current.isOf(visitor.user())) {
                current.commit();
                views.leaveCurrent();
            }
            return work.apply(guestSignIn, visitor);
        });
    }

    /** The view of whoever is the visitor now. If that changed, what the one before changed is saved first. */
    private OpenSession currentView() {
        visitor = visitorSource.current();
        @Nullable OpenSession current = views.current();
        if (current != null && current.isOf(visitor.user())) {
            return current;
        }
        if (current != null) {
            try {
                current.commit();
            } catch (RuntimeException e) {
                fail(e);
                guestSignIn.absorb(visitor);
                throw e;
            }
            views.leaveCurrent();
            guestSignIn.again();
        }
        guestSignIn.absorb(visitor);
        OpenSession opened = new OpenSession(
                engine, committer, budget, guestSignIn.openingOf(visitor), visitor.user(), types, purpose);
        views.open(opened);
        return opened;
    }
}
