package dev.peruser.servlet;

import dev.peruser.ConflictException;
import dev.peruser.GuestToken;
import dev.peruser.PerUser;
import dev.peruser.Sighting;
import dev.peruser.StoreException;
import dev.peruser.UserSession;
import dev.peruser.Visit;
import dev.peruser.Visitor;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
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
    private final FailureLog log;
    private final HttpServletResponse raw;
    /** Kept, because by the time another thread needs them, the request may be over, and its object another's. */
    private final Cookie @Nullable [] cookies;

    private final List<GuestToken> tokens;
    private final boolean isSecure;
    private final boolean isForeign;
    private final List<Runnable> told = new CopyOnWriteArrayList<>();

    private volatile @Nullable Visit visit;
    private volatile boolean isResponseCommitted;
    private volatile HttpServletRequest request;
    private volatile @Nullable Thread dispatching;
    private volatile Visitor lastSeen = Visitor.guest();
    private volatile boolean isFailed;
    private volatile boolean isAnswered;
    private volatile boolean isHttpSessionInUse;
    /** Whether the answer is the visitor's own: the session was used, or cookies are set or removed. */
    private volatile boolean isPersonal;
    /**
     * Whether an error, a redirect or a flush was asked for in this dispatch, which somebody further out may do later.
     */
    private volatile boolean isHandedOver;

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
        this.log = log;
        this.request = request;
        this.raw = raw;
        this.cookies = request.getCookies();
        this.isSecure = request.isSecure();
        this.tokens =
                settings.guests() == GuestSource.STORE ? settings.cookie().readTokens(cookies, isSecure) : List.of();
        this.isForeign = !SAFE_METHODS.contains(request.getMethod().toUpperCase(Locale.ROOT))
                && "cross-site".equals(request.getHeader("Sec-Fetch-Site"));
        request.setAttribute(ATTRIBUTE, this);
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
        boolean isInStore = settings.guests() == GuestSource.STORE;
        List<Sighting> seen = perUser.recallsCopies() ? settings.cookie().readSightings(cookies, isSecure) : List.of();
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
        return made;
    }

    /**
     * Who doesn't use the session needs none, but for a user whose browser has something of a guest that may have to be
     * absorbed. Nobody is asked who the visitor is if that is not to be known: the answer may have to be loaded.
     */
    private boolean isNeeded() {
        return visit != null
                || settings.guests() == GuestSource.HTTP_SESSION
                || (!tokens.isEmpty() && currentVisitor().user().isPresent());
    }

    /** The session of whoever is the visitor at each call. Can be used by any thread until the response is complete. */
    public UserSession session() {
        if (!isPersonal) {
            if (isResponseCommitted) {
                settings.cacheHeaders().requireInTime(raw);
            }
            isPersonal = true;
        }
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
        save();
        if (isPersonal && !raw.isCommitted()) {
            settings.cacheHeaders().makePrivate(raw);
        }
    }

    private void save() {
        if (isFailed) {
            return;
        }
        if (raw.isCommitted()) {
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

    /**
     * Says that whoever the request brings along is to be seen from here on. What the browser still has of a guest is
     * carried into a user's account now, and so doesn't go to the next visitor, by whatever means the application signs
     * the user out in this request. A request without a guest's cookie costs nothing. Never throws.
     */
    public void principalArrived() {
        if (visit == null && !tokens.isEmpty()) {
            save(); // what the application and its frameworks say to caches is not known yet
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
                if (raw.isCommitted()) {
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

    /** What is known of the tokens is told all the same: an untold binding would leave them to the next visitor. */
    private void fail(RuntimeException failure) {
        isFailed = true;
        log.failed(failure);
        if (!raw.isCommitted()) {
            tell();
        }
    }

    private void tell() {
        @Nullable Visit made = visit;
        if (made == null) {
            return;
        }
        Visit.TokenChanges tokens = made.takeTokenChanges();
        if (!tokens.isEmpty()) {
            tell(() -> settings.cookie().write(tokens, isSecure, perUser.guestIdle(), raw));
        }
        Visit.SightingChanges sightings = made.takeSightingChanges();
        if (!sightings.isEmpty()) {
            tell(() -> settings.cookie().write(sightings, isSecure, raw));
        }
    }

    private void tell(Runnable cookies) {
        isPersonal = true;
        told.add(cookies);
        cookies.run();
    }

    /** The response was reset, and with it the cookies that were set: they are set again. */
    void tellAgain() {
        told.forEach(Runnable::run);
    }

    /** Says that the user is signing out: call it before the principal is gone. Never throws. */
    public void signedOut() {
        visit().signedOut();
        lastSeen = Visitor.guest();
    }

    boolean isFailed() {
        return isFailed;
    }

    /**
     * Counts the request as failed if the exception comes from a session that could not be loaded or saved. Returns
     * whether it does.
     */
    boolean failBy(Exception thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreException || cause instanceof ConflictException) {
                if (!isFailed) {
                    fail((RuntimeException) cause);
                }
                return !raw.isCommitted();
            }
        }
        return false;
    }

    /** Once: replaces whatever the application answered by 503. */
    void answerIfFailed() throws IOException {
        if (isFailed && !isAnswered) {
            isAnswered = true;
            Failures.answer(raw);
        }
    }

    /** The error page needs the store that failed, too: there is an answer, but no page. */
    void answerWithoutPage() {
        isAnswered = true;
        Failures.answerPlainly(raw);
    }

    /** As {@link #answerIfFailed}, on a thread that can't have an error page. */
    void answerPlainlyIfFailed() {
        if (isFailed && !isAnswered) {
            isAnswered = true;
            Failures.answerPlainly(raw);
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

    /** Other threads begin, which can't ask who the visitor is, and may be the first to use the session. */
    void observeForOthers() {
        if (visit == null) {
            var unused = currentVisitor();
        } else {
            visit().observe();
        }
    }

    /** The response may have been committed: if it was, nothing can be saved from now on. */
    void checkCommitted() {
        if (raw.isCommitted()) {
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

    /**
     * A dispatch, or asynchronous work, has ended. If the response is on its way, changes that come now are too late.
     */
    void end() {
        if (raw.isCommitted()) {
            responseCommitted();
            @Nullable Visit made = visit;
            if (made != null) {
                made.end();
            }
        }
    }

    /** A dispatch begins on this thread. */
    @Nullable Thread enter(HttpServletRequest dispatched) {
        @Nullable Thread before = dispatching;
        request = dispatched;
        isHandedOver = false;
        dispatching = Thread.currentThread();
        return before;
    }

    /**
     * Nothing further out has anything to add to an answer that is the visitor's own, unless there is a wrapper that
     * may only have noted what it was asked for.
     */
    void close() throws IOException {
        boolean isAnsweredLater = (isHandedOver || isFailed) && raw instanceof ServletResponseWrapper;
        if (isPersonal && !isAnsweredLater) {
            settings.cacheHeaders().close(raw);
            checkCommitted();
        }
    }

    void handedOver() {
        isHandedOver = true;
    }

    void leave(@Nullable Thread before) {
        dispatching = before;
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
