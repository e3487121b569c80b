package dev.peruser;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one request: what a web integration works with.
 *
 * <ol>
 *   <li>Make one by {@link PerUser#visit} when the request comes in. It costs nothing until the session is used.
 *   <li>Give the application {@link #session()}.
 *   <li>{@link #observe()} wherever the principal may have changed; {@link #signedOut()} when a sign-out happens.
 *   <li>{@link #commit()} before the response is committed. If it throws, the answer must be an error (503), because
 *       the changes are not stored. Either way tell the browser {@link #takeTokenChanges()}: it may be the next
 *       visitor's soon.
 *   <li>{@link #responseCommitted()} and {@link #end()} afterwards. From then on the session refuses all use, whoever
 *       has kept it.
 * </ol>
 *
 * <p>Safe for use by many threads.
 */
public final class Visit {
    private final Engine engine;
    private final Committer committer;
    private final Absorber absorber;
    private final Visitors visitors;
    private final Browser browser;
    private final @Nullable GuestRecordSignIn ownPlace;
    private final GuestTokens tokens;
    private final Sightings sightings;
    private final Budget budget;
    private final UserSession session = new VisitSession(this);
    private final ReentrantLock lock = new ReentrantLock();
    private final SessionViews views;
    private final WeakReference<Visit> reference = new WeakReference<>(this);

    private Visitor visitor = Visitor.guest();
    private @Nullable Snapshot absorbedInto;
    private boolean isAbsorbTried;
    private boolean isResponseCommitted;
    private boolean isEnded;
    /** Whether nothing of the application's has run since all was saved. */
    private boolean isAllSaved;

    private @Nullable RuntimeException failure;

    Visit(Engine engine, Committer committer, Absorber absorber, Visitors visitors, Browser browser) {
        this.engine = engine;
        this.committer = committer;
        this.absorber = absorber;
        this.visitors = visitors;
        this.browser = browser;
        this.ownPlace = browser.guestRecord()
                .map(record -> new GuestRecordSignIn(engine, absorber, new GuestRecordStore(record, engine)))
                .orElse(null);
        this.tokens = browser.tokens();
        this.sightings = browser.sightings();
        this.budget = new Budget(engine.settings().deadline());
        this.views = new SessionViews(engine);
    }

    /** Whether a guest without a session may get one in this request. */
    public enum NewGuests {
        /** At the first change. */
        WELCOME,
        /**
         * Not in this request: a change fails. For unsafe requests from another site, to which browsers don't add the
         * guest's cookie.
         */
        REFUSED
    }

    /**
     * What to tell the browser of its guest tokens.
     *
     * @param toSet tokens to present from now on
     * @param toRemove tokens not to present any more; the request had presented them
     */
    public record TokenChanges(List<GuestToken> toSet, List<GuestToken> toRemove) {
        /** Whether there is nothing to tell. */
        public boolean isEmpty() {
            return toSet.isEmpty() && toRemove.isEmpty();
        }
    }

    /**
     * What to tell the browser of what it has seen.
     *
     * @param toSet to present from now on
     * @param toRemove not to present any more; the request had presented them
     */
    public record SightingChanges(List<Sighting> toSet, List<Sighting> toRemove) {
        /** Whether there is nothing to tell. */
        public boolean isEmpty() {
            return toSet.isEmpty() && toRemove.isEmpty();
        }
    }

    /** The session of whoever is the visitor at each call. */
    public UserSession session() {
        return session;
    }

    /**
     * Asks who the visitor is, so that a later {@link #commit()} knows it, also when the principal is no longer to be
     * seen then.
     */
    public void observe() {
        locked(() -> {
            Visitor now = visitors.current();
            // A principal that is no longer to be seen is not a sign-out.
            visitor = now.user().isPresent() || visitor.user().isEmpty() ? now : visitor;
            return null;
        });
    }

    /**
     * Says that the user is signing out. What was changed is saved, a guest's session that was not absorbed so far is;
     * what follows in this request belongs to a fresh guest. Never throws: a failure comes out of the next
     * {@link #commit()}.
     */
    public void signedOut() {
        locked(() -> {
            Visitor now = visitors.current();
            visitor = now.user().isPresent() ? now : visitor;
            try {
                commitNow();
            } catch (RuntimeException e) {
                fail(e);
            }
            views.leaveCurrent();
            sightings.doubt();
            visitor = Visitor.guest();
            absorbAgain();
            return null;
        });
    }

    /**
     * Saves what was changed, for the visitor that it was changed for, and carries a guest's session into that of a
     * user. That never fails the request; it is finished by a later one.
     *
     * @throws StoreException if the store fails or is too slow
     * @throws ConflictException if the changes could not be brought together with others' until the deadline
     * @throws SessionDataException if a value can't be stored
     */
    public void commit() {
        locked(() -> {
            @Nullable RuntimeException failed = failure;
            if (failed != null) {
                if (!isResponseCommitted) {
                    absorbTokens();
                }
                throw failed;
            }
            if (isResponseCommitted) {
                return null; // what was changed since is reported in the end
            }
            try {
                commitNow();
                isAllSaved = true;
            } catch (RuntimeException e) {
                fail(e);
                throw e;
            }
            return null;
        });
    }

    private void fail(RuntimeException e) {
        failure = failure == null ? e : failure;
        sightings.doubt();
    }

    private void commitNow() {
        try {
            views.commit();
            if (ownPlace != null && visitor.user().isEmpty()) {
                ownPlace.identify(budget);
            }
        } finally {
            absorbTokens(); // whatever fails: a user was here, so the tokens are not for the browser's next one
            absorbedInto = null; // known now, but not whenever the session is first used
        }
    }

    /** What the browser is to be told; each change is given once. */
    public TokenChanges takeTokenChanges() {
        return locked(tokens::takeChanges);
    }

    /**
     * What the browser is to be told of what it has seen, if sessions are held as copies; each change is given once.
     */
    public SightingChanges takeSightingChanges() {
        return engine.storage().recalls() ? locked(sightings::takeChanges) : Sightings.NO_CHANGES;
    }

    /** From now on nothing can be saved for this request: what would have to be throws. */
    public void responseCommitted() {
        locked(() -> {
            isResponseCommitted = true;
            isAllSaved = false; // the application goes on, and may change something in place
            return null;
        });
    }

    /**
     * A further dispatch of the same request begins, for example that of an error page, and the response is not
     * committed after all: the session can be used again, and what changes in it can be saved.
     */
    public void resume() {
        locked(() -> {
            isResponseCommitted = false;
            isEnded = false;
            views.resume();
            return null;
        });
    }

    /**
     * Ends the visit: the session refuses all use from then on. Reports what was changed in place too late to be saved,
     * also if that happens later. Right after a {@link #commit()} there is nothing to look for yet.
     */
    public void end() {
        locked(() -> {
            boolean isFirst = !isEnded;
            isEnded = true;
            if (isFirst && failure == null) { // else the client knows that nothing was saved
                views.end(isAllSaved);
            }
            return null;
        });
    }

    /** Ends the visit without a report: what was not saved was not to be saved. */
    void abandon() {
        locked(() -> {
            isEnded = true;
            return null;
        });
    }

    /**
     * The present thread works for this visit's request: if the visitor's own account is {@linkplain PerUser#erase
     * erased} on it, what the request has of the session is gone with the account. Without it that counts as somebody
     * else's doing, and a commit of what the request changed is refused.
     */
    public void enterThread() {
        engine.visits().enter(reference);
    }

    /** The present thread goes on to something else. */
    public void leaveThread() {
        engine.visits().leave();
    }

    // ---- for PerUser

    /** The visitor's account is about to be erased, and with it what a guest's session still has for it. */
    void beforeErase(UserId user) {
        observe();
        locked(() -> {
            if (visitor.user().equals(Optional.of(user))) {
                absorbTokens();
            }
            return null;
        });
    }

    /** The user was erased: what this request has of the session, and has changed in it, is gone with it. */
    void erased(UserId user) {
        locked(() -> {
            absorbedInto = null;
            if (views.forget(user)) {
                sightings.doubt();
            }
            return null;
        });
    }

    // ---- for VisitSession

    <T> T read(Function<SessionView, T> function) {
        return locked(() -> {
            requireNotEnded();
            isAllSaved = false;
            return function.apply(currentView());
        });
    }

    <T> T write(Function<SessionView, T> function) {
        return locked(() -> {
            requireUncommitted();
            isAllSaved = false;
            return function.apply(currentView());
        });
    }

    Optional<UserId> user() {
        return locked(() -> {
            requireNotEnded();
            return visitors.current().user();
        });
    }

    void commitView() {
        locked(() -> {
            requireUncommitted();
            try {
                currentView().commit();
            } catch (StoreException e) {
                fail(e); // perhaps it was made: it must not be made again
                throw e;
            }
            return null;
        });
    }

    private void requireNotEnded() {
        if (isEnded) {
            throw new IllegalStateException(
                    "this session belongs to a request that is over, and its visitor may be another by now: take the"
                            + " UserSession of the present request (a controller argument, or the injected one), and outside"
                            + " of requests use PerUser.withSession");
        }
    }

    private void requireUncommitted() {
        requireNotEnded();
        if (isResponseCommitted) {
            throw new IllegalStateException(
                    "the response is already committed, so a change could no longer be saved before the"
                            + " client sees it: change the session earlier, or enlarge the response buffer");
        }
    }

    /** The view of whoever is the visitor now. If that changed, what the one before changed is saved first. */
    private SessionView currentView() {
        visitor = visitors.current();
        @Nullable SessionView current = views.current();
        if (current != null && current.isOf(visitor.user())) {
            return current;
        }
        if (current != null) {
            try {
                current.commit();
            } catch (RuntimeException e) {
                fail(e);
                absorbTokens();
                throw e;
            }
            views.leaveCurrent();
            absorbAgain();
        }
        absorbTokens();
        SessionView opened = new SessionView(engine, committer, budget, opening(), visitor.user());
        views.open(opened);
        return opened;
    }

    private SessionView.Opening opening() {
        if (visitor.user().isEmpty()) {
            return ownPlace == null
                    ? new GuestOpening(engine, absorber, browser)
                    : new GuestRecordOpening(engine, absorber, ownPlace.store(), browser.newGuests());
        }
        Place place = engine.storage().place(visitor.user().get(), visitor.ownRecord());
        @Nullable Snapshot absorbed = absorbedInto;
        absorbedInto = null; // known just now, not for later
        boolean isKnown = absorbed != null && absorbed.place().equals(place);
        return new UserOpening(engine, absorber, place, sightings, isKnown ? absorbed : null);
    }

    private void absorbAgain() {
        isAbsorbTried = false;
        if (ownPlace != null) {
            ownPlace.again();
        }
    }

    /** Carries the guest's sessions into the user's. Once for a visitor; never fails the request. */
    private void absorbTokens() {
        if (visitor.user().isEmpty()
                || visitor.acting() != Visitor.Acting.AS_ONESELF
                || engine.settings().migration() == Settings.Migration.HIDDEN) {
            return;
        }
        if (ownPlace != null) {
            ownPlace.absorb(visitor.user().get(), visitor.ownRecord(), budget).ifPresent(absorbed -> {
                absorbedInto = absorbed;
                sightings.saw(absorbed);
            });
        }
        if (!isAbsorbTried) {
            isAbsorbTried = true;
            new GuestTokenSignIn(engine, absorber, tokens, sightings)
                    .absorb(visitor.user().get(), visitor.ownRecord(), budget)
                    .ifPresent(absorbed -> absorbedInto = absorbed);
        }
    }

    private <T extends @Nullable Object> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
