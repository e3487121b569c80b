package dev.peruser.servlet;

import dev.peruser.PerUser;
import dev.peruser.UserSession;
import dev.peruser.Visit;
import dev.peruser.servlet.guest.GuestCarriers;
import dev.peruser.servlet.guest.PresentedGuests;
import dev.peruser.servlet.takeover.EarlierAttributes;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The visit of one request, through all its dispatches. Found in a request attribute, so that integrations of security
 * frameworks can say when the principal is to be seen.
 */
public final class RequestVisit {
    private static final String ATTRIBUTE = RequestVisit.class.getName();

    private final PerUser perUser;
    private final RequestVisitor visitor;
    private final PresentedGuests guests;
    private final Settings settings;
    private final OutgoingResponse response;
    private final RequestFailure failure;
    private final PersonalResponse personal;
    private final AsyncWork async;
    private final LazyVisit visit;
    private final EarlierAttributes earlier;
    private final @Nullable RequestHttpSession httpSession;

    /** What the filter was set up with. */
    record Settings(GuestCarriers carriers, CacheHeaders cacheHeaders, HttpSessionAttributes served) {}

    RequestVisit(
            PerUser perUser,
            VisitorResolver resolver,
            Settings settings,
            FailureLog log,
            HttpServletRequest request,
            HttpServletResponse raw) {
        this.perUser = perUser;
        this.visitor = new RequestVisitor(resolver, request);
        this.guests = settings.carriers().guestsOf(request);
        this.settings = settings;
        this.response = new OutgoingResponse(raw);
        this.failure = new RequestFailure(log, response);
        this.personal = new PersonalResponse(response, settings.cacheHeaders());
        this.async = new AsyncWork(visitor, response, failure);
        this.visit = new LazyVisit(this::begin, visitor);
        this.earlier = settings.served().earlier(visitor::containersSession);
        this.httpSession = settings.served().isNone()
                ? null
                : new RequestHttpSession(settings.served(), this, visitor, guests, personal, visit, earlier);
        request.setAttribute(ATTRIBUTE, this);
    }

    /** The visit of a request that went through the {@link PerUserFilter}. */
    public static Optional<RequestVisit> of(ServletRequest request) {
        return Optional.ofNullable((RequestVisit) request.getAttribute(ATTRIBUTE));
    }

    // ---- the session

    private Visit begin() {
        Visit.Builder begun = perUser.newVisit(visitor::current).signInPlace(visitor::signInPlace);
        guests.present(begun, perUser.recallsCopies());
        if (httpSession != null) {
            begun.valueTypes(settings.served().types());
            earlier.bringTo(begun);
        }
        return begun.begin();
    }

    /** Also for a user whose browser has what may have to be absorbed; asking for others may take a load. */
    private boolean isNeeded() {
        return visit.isBegun() || (hasGuests() && visitor.current().user().isPresent());
    }

    private boolean hasGuests() {
        return guests.hasTokens() || earlier.isThere();
    }

    /** The session of whoever is the visitor at each call. Can be used by any thread until the response is complete. */
    public UserSession session() {
        personal.usesSession(visit);
        if (visitor.isDispatching()) {
            visit.get().observe(); // so that a thread that this one starts now knows the visitor
        }
        return visit.get().session();
    }

    /**
     * Saves what was changed and tells the browser of its guest tokens: call it where the principal is still to be
     * seen, if it is not any more when the filter ends. Never throws: if saving fails, the filter answers with an
     * error.
     */
    public void commit() {
        @Nullable RuntimeException failed = save();
        personal.keepFromSharedCaches(visit);
        markFailed(failed);
    }

    /** Returns why that was not possible. */
    private @Nullable RuntimeException save() {
        if (failure.isThere() || visit.isOver()) {
            return null;
        }
        if (response.isOnItsWay()) {
            visit.responseCommitted(); // too late: what was changed since is reported in the end
            return null;
        }
        try {
            if (httpSession != null) {
                httpSession.beforeCommit();
            }
            if (!isNeeded()) {
                return null;
            }
            if (visitor.isDispatching()) {
                visit.get().observe();
            }
            visit.get().commit();
            earlier.saved(tellTokens());
            return null;
        } catch (RuntimeException e) {
            tellTokensAfterFailure();
            return e;
        }
    }

    /** Returns whether the browser is told of a token. */
    private boolean tellTokens() {
        @Nullable Visit made = visit.ifBegun();
        if (made == null) {
            return false;
        }
        Visit.TokenChanges changes = made.takeTokenChanges();
        if (!changes.isEmpty()) {
            personal.tellTokens(() -> guests.tell(changes, perUser.guestIdle(), response.raw()));
        }
        Visit.ConsistencyTokenChanges consistencyTokens = made.takeConsistencyTokenChanges();
        if (!consistencyTokens.isEmpty()) {
            personal.tellTokens(() -> guests.tell(consistencyTokens, response.raw()));
        }
        return !changes.toSet().isEmpty();
    }

    /** Whether all dispatches seemed to be over when this one began, which may be a forward by a filter before ours. */
    boolean isOver() {
        return visit.isOver();
    }

    // ---- failures

    private void fail(RuntimeException reason) {
        tellTokensAfterFailure();
        markFailed(reason);
    }

    /** What is known of the tokens is told all the same: an untold binding would leave them to the next visitor. */
    private void tellTokensAfterFailure() {
        if (!response.isOnItsWay()) {
            var unused = tellTokens();
        }
    }

    /**
     * From here on the request has failed. Comes last: whoever sees it may give the answer at once, and then the
     * container uses request and response for the next request.
     */
    private void markFailed(@Nullable RuntimeException reason) {
        if (reason == null) {
            return;
        }
        failure.is(reason);
        if (!visitor.isDispatching()) {
            async.completeIfFailed();
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

    // ---- who the visitor is

    /**
     * Says that whoever the request brings along is to be seen from here on. What the browser still has of a guest is
     * carried into a user's account now, and so doesn't go to the next visitor, by whatever means the application signs
     * the user out in this request. A request without a guest's cookie costs nothing. Never throws.
     */
    public void principalArrived() {
        if (!visit.isBegun() && hasGuests()) {
            // And no more: what the application and its frameworks say to caches is not known yet.
            markFailed(save());
        }
    }

    /**
     * As {@link #commit()}, where the principal is to be seen for the last time in a dispatch. A user who was seen
     * before, and isn't any more, was signed out by the application: what follows belongs to a guest. Never throws.
     */
    public void principalLeaves() {
        try {
            if (visitor.hasLeft()) {
                if (response.isOnItsWay()) {
                    visitor.left(); // too late to save anything
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
        visit.get().signedOut();
        visitor.left();
    }

    void observe() {
        if (isNeeded()) {
            visit.get().observe();
        }
    }

    /** Other threads begin, which can't ask who the visitor is, and may be the first to use the session. */
    void observeForOthers() {
        if (visit.isBegun()) {
            visit.get().observe();
        } else {
            var unused = visitor.current();
        }
    }

    /** The request's own {@code HttpSession}; null if the container's will do. */
    @Nullable RequestHttpSession httpSession() {
        return httpSession;
    }

    // ---- dispatches and the response

    OutgoingResponse response() {
        return response;
    }

    /** The response may have been committed: if it was, nothing can be saved from now on. */
    void checkCommitted() {
        if (response.isOnItsWay()) {
            visit.responseCommitted();
        }
    }

    AsyncWork async() {
        return async;
    }

    /** A dispatch begins on this thread. That of an error page may come when the request seemed to be over. */
    @Nullable Thread enter(HttpServletRequest dispatched, @Nullable HttpServletResponse wrapped) {
        @Nullable Thread before = visitor.enter(dispatched);
        response.enter(dispatched, wrapped);
        visit.enter(!response.isCommitted());
        return before;
    }

    void leave(@Nullable Thread before) {
        visitor.leave(before);
        visit.leave();
    }

    /** The request is over, unless a further dispatch follows. Changes that come now are too late. */
    void end() {
        response.leave();
        visit.end();
    }

    /** Nothing further out has anything to add to a response that is the visitor's own. */
    void close() throws IOException {
        personal.close(failure.isThere());
    }
}
