package dev.peruser.servlet;

import dev.peruser.GuestToken;
import dev.peruser.PerUser;
import dev.peruser.Sighting;
import dev.peruser.UserSession;
import dev.peruser.Visit;
import dev.peruser.Visitor;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The visit of one request, through all its dispatches. Found in a request attribute, so that integrations of security
 * frameworks can say when the principal is to be seen.
 *
 * <p>Only the thread that a dispatch runs on asks who the visitor is: other threads have no security context, and
 * asking there would turn a user into a guest. They get the user that was last seen, or a guest after a sign-out.
 */
public final class RequestVisit {
    private static final String ATTRIBUTE = RequestVisit.class.getName();
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private final PerUser perUser;
    private final VisitorResolver resolver;
    private final Settings settings;
    private final OutgoingResponse response;
    private final RequestFailure failure;
    /** Kept, because by the time another thread needs them, the request may be over, and its object another's. */
    private final Cookie @Nullable [] cookies;

    private final boolean hasTokens;
    private final boolean isSecure;
    private final boolean isForeign;

    private volatile @Nullable Visit visit;
    private volatile boolean isResponseCommitted;
    private volatile boolean isOver;
    private volatile HttpServletRequest request;
    private volatile @Nullable Thread dispatching;
    private volatile Visitor lastSeen = Visitor.guest();
    private volatile boolean isHttpSessionInUse;
    private final ReentrantLock ending = new ReentrantLock();
    private volatile @Nullable CommittingAsyncContext asyncContext;
    /** Whether the answer is the visitor's own: the session was used, or cookies are set or removed. */
    private volatile boolean isPersonal;

    /** What the filter was set up with. */
    record Settings(GuestSource guests, GuestCookie cookie, CacheHeaders cacheHeaders) {}

    RequestVisit(
            PerUser perUser,
            VisitorResolver resolver,
            Settings settings,
            FailureLog log,
            HttpServletRequest request,
            HttpServletResponse raw) {
        this.perUser = perUser;
        this.resolver = resolver;
        this.settings = settings;
        this.request = request;
        this.response = new OutgoingResponse(raw);
        this.failure = new RequestFailure(log, response);
        this.cookies = request.getCookies();
        this.isSecure = request.isSecure();
        this.hasTokens =
                settings.guests() == GuestSource.STORE && settings.cookie().isAmong(cookies, isSecure);
        this.isForeign = !isSafe(request.getMethod()) && "cross-site".equals(request.getHeader("Sec-Fetch-Site"));
        request.setAttribute(ATTRIBUTE, this);
    }

    private static boolean isSafe(@Nullable String method) {
        return method != null && SAFE_METHODS.contains(method.toUpperCase(Locale.ROOT));
    }

    /** The visit of a request that went through the {@link PerUserFilter}. */
    public static Optional<RequestVisit> of(ServletRequest request) {
        return Optional.ofNullable((RequestVisit) request.getAttribute(ATTRIBUTE));
    }

    // ---- the session

    /** Made when it is needed for the first time: until then the cookies are only kept. */
    private Visit visit() {
        @Nullable Visit known = visit;
        return known == null ? makeVisit() : known;
    }

    private synchronized Visit makeVisit() {
        @Nullable Visit known = visit;
        if (known != null) {
            return known;
        }
        List<GuestToken> tokens = hasTokens ? settings.cookie().readTokens(cookies, isSecure) : List.of();
        List<Sighting> seen = perUser.recallsCopies() ? settings.cookie().readSightings(cookies, isSecure) : List.of();
        Visit.NewGuests newGuests = isForeign && tokens.isEmpty() ? Visit.NewGuests.REFUSED : Visit.NewGuests.WELCOME;
        Visit made = settings.guests() == GuestSource.STORE
                ? perUser.visit(this::currentVisitor, tokens, newGuests, seen)
                : perUser.visit(
                        this::currentVisitor,
                        new HttpSessionRecord(() -> this.request, () -> isHttpSessionInUse),
                        newGuests,
                        seen);
        visit = made;
        if (isResponseCommitted) {
            made.responseCommitted();
        }
        if (isOver) {
            made.end();
        }
        if (isDispatching()) {
            made.enterThread();
        }
        return made;
    }

    private boolean isDispatching() {
        return Thread.currentThread().equals(dispatching);
    }

    /**
     * Who doesn't use the session needs none, but for a user whose browser has something of a guest that may have to be
     * absorbed. Nobody is asked who the visitor is if that is not to be known: the answer may have to be loaded.
     */
    private boolean isNeeded() {
        return visit != null
                || settings.guests() == GuestSource.HTTP_SESSION
                || (hasTokens && currentVisitor().user().isPresent());
    }

    /** The session of whoever is the visitor at each call. Can be used by any thread until the response is complete. */
    public UserSession session() {
        if (!isPersonal) {
            if (isResponseCommitted && !isOver) {
                settings.cacheHeaders().requireInTime(response.raw());
            }
            isPersonal = true;
        }
        if (isDispatching()) {
            visit().observe(); // so that a thread that this one starts now knows the visitor
        }
        return visit().session();
    }

    /**
     * Saves what was changed and tells the browser of its guest tokens: call it where the principal is still to be
     * seen, if it is not any more when the filter ends. Never throws: if saving fails, the filter answers with an
     * error.
     */
    public void commit() {
        if (isDispatching()) {
            commitNow();
        } else {
            alone(this::commitNow);
        }
    }

    private void commitNow() {
        if (isCompletedAsFailed()) {
            return;
        }
        @Nullable RuntimeException failed = save();
        // Also the page of an error, but not once the request is over: the response may be another request's by then.
        if (isPersonal && !isOver && !response.isCommitted()) {
            settings.cacheHeaders().makePrivate(response.raw());
        }
        if (failed != null) {
            publish(failed);
        }
    }

    /** Returns why that was not possible. */
    private @Nullable RuntimeException save() {
        if (failure.isThere() || isOver) {
            return null;
        }
        if (response.isOnItsWay()) {
            responseCommitted(); // too late: what was changed since is reported in the end
            return null;
        }
        try {
            if (!isNeeded()) {
                return null;
            }
            if (isDispatching()) {
                visit().observe();
            }
            visit().commit();
            tell();
            return null;
        } catch (RuntimeException e) {
            tellAfterFailure();
            return e;
        }
    }

    private void tell() {
        @Nullable Visit made = visit;
        if (made == null) {
            return;
        }
        Visit.TokenChanges changes = made.takeTokenChanges();
        if (!changes.isEmpty()) {
            tell(() -> settings.cookie().write(changes, isSecure, perUser.guestIdle(), response.raw()));
        }
        Visit.SightingChanges sightings = made.takeSightingChanges();
        if (!sightings.isEmpty()) {
            tell(() -> settings.cookie().write(sightings, isSecure, response.raw()));
        }
    }

    private void tell(Runnable cookies) {
        isPersonal = true;
        response.tell(cookies);
    }

    /** Whether all dispatches seemed to be over when this one began, which may be a forward by a filter before ours. */
    boolean isOver() {
        return isOver;
    }

    // ---- failures

    private void fail(RuntimeException reason) {
        tellAfterFailure();
        publish(reason);
    }

    /** What is known of the tokens is told all the same: an untold binding would leave them to the next visitor. */
    private void tellAfterFailure() {
        if (!response.isOnItsWay()) {
            tell();
        }
    }

    /**
     * From here on the request has failed. Comes last: whoever sees it may give the answer at once, and then the
     * container uses request and response for the next request.
     */
    private void publish(RuntimeException reason) {
        failure.is(reason);
        if (!isDispatching()) {
            completeIfFailed();
        }
    }

    RequestFailure failure() {
        return failure;
    }

    /**
     * Counts the request as failed if the exception comes from a session that could not be loaded or saved. Returns
     * whether the request has failed, so that the exception is no longer what decides about the answer.
     */
    boolean failBy(Exception thrown) {
        if (!failure.isThere()) {
            Failures.ofStore(thrown).ifPresent(this::fail);
        }
        return failure.replaces(thrown);
    }

    /**
     * Ends asynchronous work whose answer is decided: what it would still write goes nowhere, and it may never end by
     * itself.
     */
    void completeIfFailed() {
        if (failure.isUnanswered()) {
            alone(() -> {
                @Nullable CommittingAsyncContext started = asyncContext;
                if (started != null && failure.isUnanswered() && request.isAsyncStarted()) {
                    started.completeAsFailed();
                }
            });
        }
    }

    private boolean isCompletedAsFailed() {
        @Nullable CommittingAsyncContext started = asyncContext;
        return started != null && started.isCompletedAsFailed();
    }

    /**
     * Does what ends asynchronous work, or must not meet its end: saving on a thread of the work, and completing. Held
     * before the lock of the visit, never within it.
     */
    void alone(Runnable work) {
        ending.lock();
        try {
            work.run();
        } finally {
            ending.unlock();
        }
    }

    // ---- who the visitor is

    /**
     * Says that whoever the request brings along is to be seen from here on. What the browser still has of a guest is
     * carried into a user's account now, and so doesn't go to the next visitor, by whatever means the application signs
     * the user out in this request. A request without a guest's cookie costs nothing. Never throws.
     */
    public void principalArrived() {
        if (visit == null && hasTokens) {
            // And no more: what the application and its frameworks say to caches is not known yet.
            @Nullable RuntimeException failed = save();
            if (failed != null) {
                publish(failed);
            }
        }
    }

    /**
     * As {@link #commit()}, where the principal is to be seen for the last time in a dispatch. A user who was seen
     * before in this request, and isn't any more, was signed out by the application: what follows belongs to a guest.
     * Never throws.
     */
    public void principalLeaves() {
        try {
            if (lastSeen.user().isPresent() && resolver.resolve(request).user().isEmpty()) {
                if (response.isOnItsWay()) {
                    lastSeen = Visitor.guest(); // too late to save anything
                } else {
                    signedOut();
                }
            }
        } catch (RuntimeException e) {
            fail(e);
        }
        commit();
    }

    /** Says that the user is signing out: call it before the principal is gone. Never throws. */
    public void signedOut() {
        visit().signedOut();
        lastSeen = Visitor.guest();
    }

    void observe() {
        if (isNeeded()) {
            visit().observe();
        }
    }

    /** Other threads begin, which can't ask who the visitor is, and may be the first to use the session. */
    void observeForOthers() {
        if (visit == null) {
            var unused = currentVisitor();
        } else {
            visit().observe();
        }
    }

    private Visitor currentVisitor() {
        if (!isDispatching()) {
            return lastSeen;
        }
        Visitor visitor = resolver.resolve(request);
        boolean isMissing = visitor.user().isEmpty() && lastSeen.user().isPresent();
        if (isMissing && request.getDispatcherType() == DispatcherType.ERROR) {
            return lastSeen; // an error dispatch without a security context is not a sign-out
        }
        if (!isMissing) {
            lastSeen = visitor;
        }
        return visitor;
    }

    /** The application, or a framework, has got the HttpSession. */
    void httpSessionInUse() {
        isHttpSessionInUse = true;
    }

    // ---- dispatches and the response

    OutgoingResponse response() {
        return response;
    }

    /** The response may have been committed: if it was, nothing can be saved from now on. */
    void checkCommitted() {
        if (response.isOnItsWay()) {
            responseCommitted();
        }
    }

    private void responseCommitted() {
        isResponseCommitted = true; // before the look: another thread may be making the visit
        @Nullable Visit made = visit;
        if (made != null) {
            made.responseCommitted();
        }
    }

    /** The context of asynchronous work, one for each of the container's. */
    CommittingAsyncContext context(AsyncContext wrapped, CommittingRequest ours, CommittingResponse answer) {
        @Nullable CommittingAsyncContext known = asyncContext;
        if (known == null || !known.isOf(wrapped)) {
            known = new CommittingAsyncContext(wrapped, this, ours, answer);
            asyncContext = known;
        }
        return known;
    }

    /** A dispatch begins on this thread. That of an error page may come when the request seemed to be over. */
    @Nullable Thread enter(HttpServletRequest dispatched, HttpServletResponse answer) {
        @Nullable Thread before = dispatching;
        request = dispatched;
        dispatching = Thread.currentThread();
        response.enter(dispatched, answer);
        @Nullable Visit made = visit;
        if (isResponseCommitted && !response.isCommitted()) {
            isResponseCommitted = false;
            isOver = false;
            if (made != null) {
                made.resume();
            }
        }
        if (made != null) {
            made.enterThread();
        }
        return before;
    }

    void leave(@Nullable Thread before) {
        dispatching = before;
        @Nullable Visit made = visit;
        if (made != null) {
            made.leaveThread();
        }
    }

    /** The request is over, unless a further dispatch follows. Changes that come now are too late. */
    void end() {
        response.leave();
        isOver = true; // before the look: another thread may be making the visit
        @Nullable Visit made = visit;
        if (made != null) {
            made.end();
        }
        responseCommitted();
    }

    /** Nothing further out has anything to add to an answer that is the visitor's own. */
    void close() throws IOException {
        if (isPersonal && !response.isAnsweredLater(failure.isThere())) {
            settings.cacheHeaders().close(response.raw());
        }
    }
}
