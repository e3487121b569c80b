package dev.peruser.servlet;

import dev.peruser.Visitor;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/**
 * Who the visitor of a request is.
 *
 * <p>Only the thread that a dispatch runs on asks: other threads have no security context, and asking there would turn
 * a user into a guest. They get the user that was last seen, or a guest after a sign-out.
 */
final class RequestVisitor {
    private final VisitorResolver resolver;
    private final HttpServletRequest first;
    private volatile HttpServletRequest request;
    private volatile @Nullable Thread dispatching;
    private volatile Visitor lastSeen = Visitor.guest();
    /** Whether the resolver is being asked: what it looks at must not depend on its answer. */
    private boolean isResolving;

    private volatile boolean hasSignedOut;

    RequestVisitor(VisitorResolver resolver, HttpServletRequest request) {
        this.resolver = resolver;
        this.first = request;
        this.request = request;
    }

    Visitor current() {
        if (!isDispatching()) {
            return lastSeen;
        }
        Visitor visitor = resolve();
        boolean isMissing = visitor.user().isEmpty() && lastSeen.user().isPresent();
        if (isMissing && request.getDispatcherType() == DispatcherType.ERROR) {
            return lastSeen; // an error dispatch without a security context is not a sign-out
        }
        if (!isMissing) {
            lastSeen = visitor;
        }
        return visitor;
    }

    /** Whether a user who was seen before in this request isn't any more. */
    boolean hasLeft() {
        return lastSeen.user().isPresent() && resolve().user().isEmpty();
    }

    private Visitor resolve() {
        boolean before = isResolving;
        isResolving = true;
        try {
            return resolver.resolve(request);
        } finally {
            isResolving = before;
        }
    }

    /** Whether this call comes from within the resolver. */
    boolean isBeingResolved() {
        return isDispatching() && isResolving;
    }

    /** Whether the answer is known to be the request's, and nothing has to be found out first. */
    boolean isSettled() {
        return !isDispatching() || (!isResolving && resolver.isSettled(request));
    }

    /** From now on a guest is here, unless somebody is seen again. */
    void left() {
        lastSeen = Visitor.guest();
        hasSignedOut = true;
    }

    /** Whether a user has signed out in this request. */
    boolean hasSignedOut() {
        return hasSignedOut;
    }

    boolean isDispatching() {
        return Thread.currentThread().equals(dispatching);
    }

    /** The container's session that the browser presents; null if there is none, or this is no place to ask. */
    @Nullable HttpSession containersSession() {
        return isDispatching() && first.getRequestedSessionId() != null ? first.getSession(false) : null;
    }

    /** Where a sign-in of this request happens. */
    String signInPlace() {
        if (first.getAttribute(PerUserFilter.SIGN_IN_PLACE) instanceof String said) {
            return said;
        }
        @Nullable String below = first.getPathInfo();
        return below == null ? first.getServletPath() : first.getServletPath() + below;
    }

    /** The request of the present dispatch. */
    HttpServletRequest request() {
        return request;
    }

    /** A dispatch begins on this thread. Returns the thread of the one that it is within. */
    @Nullable Thread enter(HttpServletRequest dispatched) {
        @Nullable Thread before = dispatching;
        request = dispatched;
        dispatching = Thread.currentThread();
        return before;
    }

    void leave(@Nullable Thread before) {
        dispatching = before;
    }
}
