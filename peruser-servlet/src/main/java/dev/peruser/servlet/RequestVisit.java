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
    private final Guests guests;
    private final FailureLog log;
    private final ToldCookies told = new ToldCookies();
    /** Kept, because by the time another thread needs them, the request may be over, and its object another's. */
    private final Cookie @Nullable [] cookies;

    private final boolean isSecure;
    private final boolean isForeign;

    private volatile @Nullable Visit visit;
    private volatile HttpServletResponse raw;
    private volatile BodyLength body = new BodyLength();
    private volatile boolean isResponseCommitted;
    private volatile boolean isOver;
    /** After {@code sendError}: the response looks committed, but nothing is sent before this dispatch has ended. */
    private volatile boolean isSuspended;

    private volatile boolean isErrorPage;
    private volatile HttpServletRequest request;
    private volatile @Nullable Thread dispatching;
    private volatile Visitor lastSeen = Visitor.guest();
    private volatile @Nullable RuntimeException failure;
    private volatile boolean isAnswered;
    private volatile boolean isHttpSessionInUse;
    private volatile @Nullable CommittingAsyncContext asyncContext;

    /** How guests are known. */
    record Guests(GuestSource source, GuestCookie cookie) {}

    RequestVisit(
            PerUser perUser,
            VisitorResolver resolver,
            Guests guests,
            FailureLog log,
            HttpServletRequest request,
            HttpServletResponse raw) {
        this.perUser = perUser;
        this.resolver = resolver;
        this.guests = guests;
        this.log = log;
        this.request = request;
        this.raw = raw;
        this.cookies = request.getCookies();
        this.isSecure = request.isSecure();
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
        boolean isInStore = guests.source() == GuestSource.STORE;
        List<GuestToken> tokens = isInStore ? guests.cookie().readTokens(cookies, isSecure) : List.of();
        List<Sighting> seen = perUser.recallsCopies() ? guests.cookie().readSightings(cookies, isSecure) : List.of();
        Visit.NewGuests newGuests = isForeign && tokens.isEmpty() ? Visit.NewGuests.REFUSED : Visit.NewGuests.WELCOME;
        Visit made = isInStore
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
        if (Thread.currentThread().equals(dispatching)) {
            made.enterThread();
        }
        return made;
    }

    /** A guest who doesn't use the session needs none; of a user, the guest's session may have to be absorbed. */
    private boolean isNeeded() {
        return visit != null
                || guests.source() == GuestSource.HTTP_SESSION
                || currentVisitor().user().isPresent();
    }

    /** The session of whoever is the visitor at each call. Can be used by any thread until the response is complete. */
    public UserSession session() {
        if (Thread.currentThread().equals(dispatching)) {
            visit().observe(); // so that a thread that this one starts now knows the visitor
        }
        return visit().session();
    }

    /**
     * Saves what was changed and tells the browser of its guest tokens: call it where the principal is still to be
     * seen, if it is not any more when the filter ends. Never throws: if saving fails, the filter answers 503.
     */
    public void commit() {
        if (failure != null) {
            return;
        }
        if (isOnItsWay()) {
            responseCommitted(); // too late: what was changed since is reported in the end
            return;
        }
        try {
            if (!isNeeded()) {
                return;
            }
            if (Thread.currentThread().equals(dispatching)) {
                visit().observe();
            }
            visit().commit();
            tell();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /** What is known of the tokens is told all the same: an untold binding would leave them to the next visitor. */
    private void fail(RuntimeException reason) {
        failure = reason;
        log.failed(reason);
        if (!isOnItsWay()) {
            tell();
        }
        if (!Thread.currentThread().equals(dispatching)) {
            completeIfFailed();
        }
    }

    /**
     * Ends asynchronous work whose answer is decided: what it would still write goes nowhere, and it may never end by
     * itself.
     */
    void completeIfFailed() {
        @Nullable CommittingAsyncContext started = asyncContext;
        if (failure != null && !isAnswered && started != null && request.isAsyncStarted()) {
            started.completeAsFailed();
        }
    }

    private boolean isOnItsWay() {
        return raw.isCommitted() && !isSuspended;
    }

    private void tell() {
        @Nullable Visit made = visit;
        if (made == null) {
            return;
        }
        Visit.TokenChanges tokens = made.takeTokenChanges();
        if (!tokens.isEmpty()) {
            tell(() -> guests.cookie().write(tokens, isSecure, perUser.guestIdle(), raw));
        }
        Visit.SightingChanges sightings = made.takeSightingChanges();
        if (!sightings.isEmpty()) {
            tell(() -> guests.cookie().write(sightings, isSecure, raw));
        }
    }

    private void tell(Runnable cookies) {
        told.tell(cookies, raw);
    }

    /** The response was reset, and with it the cookies that were set: they are set again. */
    void tellAgain() {
        told.tellAgain();
    }

    /** Says that the user is signing out: call it before the principal is gone. Never throws. */
    public void signedOut() {
        visit().signedOut();
        lastSeen = Visitor.guest();
    }

    boolean isFailed() {
        return failure != null;
    }

    /** Whether the answer to a failure is given, so that what is written from now on is its page. */
    boolean isAnswered() {
        return isAnswered;
    }

    /** Asynchronous work can't begin in a request that is to be answered with an error. */
    void requireNotFailed() {
        @Nullable RuntimeException reason = failure;
        if (reason != null && !isAnswered) {
            throw reason;
        }
    }

    /**
     * Counts the request as failed if the exception comes from a session that could not be loaded or saved. Returns
     * whether the request has failed, so that the exception is no longer what decides about the answer.
     */
    boolean failBy(Exception thrown) {
        if (failure == null) {
            Failures.ofStore(thrown).ifPresent(this::fail);
        } else if (Failures.ofStore(thrown).isEmpty() && thrown != failure) {
            log.thrownAfterwards(thrown);
        }
        if (failure == null || raw.isCommitted()) {
            return false;
        }
        if (isErrorPage) {
            isAnswered = false; // the page could not be made: there is an answer, but no page
        }
        return true;
    }

    /** What follows is the page of an error, unless one was sent before the failure. */
    void leaveToContainer() {
        isAnswered |= isFailed() && !isSuspended;
    }

    /** Replaces whatever the application answered by the error, if that was not done. */
    void answerIfFailed() throws IOException {
        @Nullable RuntimeException reason = failure;
        if (isErrorPage) {
            answerPlainlyIfFailed(); // no error page of an error page
        } else if (reason != null && !isAnswered && !isSuspended) {
            isAnswered = Failures.isSent(reason); // before: the page may be made within
            Failures.answer(raw, reason);
        }
    }

    /** As {@link #answerIfFailed}, on a thread that can't have an error page. */
    void answerPlainlyIfFailed() {
        @Nullable RuntimeException reason = failure;
        if (reason != null && !isAnswered && !isSuspended) {
            isAnswered = true;
            Failures.answerPlainly(raw, reason);
        }
    }

    /** The application, or a framework, has got the HttpSession. */
    void httpSessionInUse() {
        isHttpSessionInUse = true;
    }

    void observe() {
        if (isNeeded()) {
            visit().observe();
        }
    }

    /** The response may have been committed: if it was, nothing can be saved from now on. */
    void checkCommitted() {
        if (isOnItsWay()) {
            responseCommitted();
        }
    }

    /**
     * An error is about to be sent: containers then say that the response is committed, before it is. Returns whether
     * one was sent already.
     */
    boolean suspend() {
        boolean wasSuspended = isSuspended;
        isSuspended = wasSuspended || !raw.isCommitted();
        return wasSuspended;
    }

    /** No error was sent after all. */
    void suspend(boolean isSuspendedAgain) {
        isSuspended = isSuspendedAgain;
    }

    /** How much of the body is written; a further dispatch goes on with it. */
    BodyLength body() {
        return body;
    }

    /** The context of asynchronous work, one for each of the container's. */
    CommittingAsyncContext context(AsyncContext wrapped, CommittingRequest request, CommittingResponse response) {
        @Nullable CommittingAsyncContext known = asyncContext;
        if (known == null || !known.isOf(wrapped)) {
            known = new CommittingAsyncContext(wrapped, this, request, response);
            asyncContext = known;
        }
        return known;
    }

    private void responseCommitted() {
        isResponseCommitted = true; // before the look: another thread may be making the visit
        @Nullable Visit made = visit;
        if (made != null) {
            made.responseCommitted();
        }
    }

    /** The request is over, unless a further dispatch follows. Changes that come now are too late. */
    void end() {
        if (raw.isCommitted()) {
            isSuspended = false; // what was changed in this dispatch is saved; an error page's dispatch resumes
        }
        isOver = true; // before the look: another thread may be making the visit
        responseCommitted();
        @Nullable Visit made = visit;
        if (made != null) {
            made.end();
        }
    }

    /**
     * A dispatch begins on this thread. One of an error page may come when the request seemed to be over, and with
     * another response of the container, or of a filter before ours.
     */
    @Nullable Thread enter(HttpServletRequest dispatched, HttpServletResponse response) {
        @Nullable Thread before = dispatching;
        request = dispatched;
        dispatching = Thread.currentThread();
        isErrorPage = dispatched.getDispatcherType() == DispatcherType.ERROR;
        if (response instanceof CommittingResponse ours) {
            raw = (HttpServletResponse) ours.getResponse();
        }
        if (isErrorPage) {
            body = new BodyLength(); // what was written before is gone
        }
        if (!raw.isCommitted()) {
            resume();
        }
        @Nullable Visit made = visit;
        if (made != null) {
            made.enterThread();
        }
        return before;
    }

    /** What looked committed is not, so it can be saved, and cookies can be set. */
    private void resume() {
        isSuspended = false;
        if (isResponseCommitted) {
            isResponseCommitted = false;
            isOver = false;
            @Nullable Visit made = visit;
            if (made != null) {
                made.resume();
            }
        }
        told.tellWhatWasIgnored();
    }

    void leave(@Nullable Thread before) {
        dispatching = before;
        @Nullable Visit made = visit;
        if (made != null) {
            made.leaveThread();
        }
    }

    private Visitor currentVisitor() {
        if (!Thread.currentThread().equals(dispatching)) {
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
}
