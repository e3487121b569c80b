package dev.peruser.servlet;

import dev.peruser.PerUser;
import dev.peruser.servlet.guest.GuestCarriers;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives each request a {@link RequestVisit}, and saves sessions before the client sees the response. Map it to all
 * paths and all dispatcher types, with async support, as the outermost filter that must see the session: filters before
 * it don't.
 *
 * <ol>
 *   <li>The first dispatch makes the visit and wraps request and response; later ones find both.
 *   <li>Before anything commits the response (redirect, error, flush, a full buffer, the last byte of the length, an
 *       include), the session is saved.
 *   <li>At the end of a dispatch that didn't start or continue asynchronous work, it is saved, also after an exception.
 *   <li>An answer that depends on a session gets headers that keep it out of caches that several visitors share.
 *   <li>If saving failed, or the application let an exception of the store through, whatever it wrote is dropped, and
 *       the answer is 503. If the error page needs the store that failed, too, there is no page.
 * </ol>
 */
public final class PerUserFilter implements Filter {
    /**
     * The request attribute by which an application says where a sign-in happens, for a
     * {@link dev.peruser.SignInPolicy}: a text. Set it before the response is committed, for example in a handler that
     * sends the user back to where the sign-in was asked for. Without it that is the decoded path of the request within
     * the application.
     */
    public static final String SIGN_IN_PLACE = "dev.peruser.signInPlace";

    private final PerUser perUser;
    private final VisitorResolver resolver;
    private final RequestVisit.Settings settings;
    private final FailureLog log = new FailureLog();

    /** A filter that asks the container for the principal and uses the standard cookie. */
    public PerUserFilter(PerUser perUser) {
        this(perUser, VisitorResolver.containerPrincipal(), GuestCookie.standard());
    }

    /** A filter with a say about who is the visitor, and about the cookie. */
    public PerUserFilter(PerUser perUser, VisitorResolver resolver, GuestCookie cookie) {
        this(
                Objects.requireNonNull(perUser, "perUser"),
                Objects.requireNonNull(resolver, "resolver"),
                new RequestVisit.Settings(
                        new GuestCarriers(
                                Objects.requireNonNull(cookie, "cookie").cookies(), Optional.empty(), false),
                        new CacheHeaders(CachePolicy.PRIVATE, List.of()),
                        HttpSessionAttributes.named(List.of())));
    }

    PerUserFilter(PerUser perUser, VisitorResolver resolver, RequestVisit.Settings settings) {
        this.perUser = perUser;
        this.resolver = resolver;
        this.settings = settings;
    }

    /** A filter with options. */
    public static PerUserFilterBuilder builder(PerUser perUser) {
        return new PerUserFilterBuilder(perUser);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest http) || !(response instanceof HttpServletResponse httpResponse)) {
            chain.doFilter(request, response);
            return;
        }
        Optional<RequestVisit> known = RequestVisit.of(request);
        if (known.isPresent() && request.getDispatcherType() == DispatcherType.INCLUDE) {
            chain.doFilter(request, response);
            return;
        }
        if (known.isPresent()
                && request.getDispatcherType() == DispatcherType.FORWARD
                && !known.get().isOver()) {
            forward(known.get(), request, response, chain);
            return;
        }
        RequestVisit visit =
                known.orElseGet(() -> new RequestVisit(perUser, resolver, settings, log, http, httpResponse));
        // A container dispatches again with both wrappers or with none, Spring's mock with that of the response alone.
        Optional<CommittingResponse> wrapped = CommittingResponse.in(httpResponse);
        CommittingResponse ours = wrapped.orElseGet(() -> new CommittingResponse(httpResponse, visit));
        dispatch(
                visit,
                CommittingRequest.isIn(http) ? http : new CommittingRequest(http, visit, ours),
                wrapped.isPresent() ? httpResponse : ours,
                chain);
    }

    /**
     * Within a dispatch that this filter sees the end of; but the container may close the response when the forward
     * ends.
     */
    private static void forward(RequestVisit visit, ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean isThrown = true;
        try {
            chain.doFilter(request, response);
            isThrown = false;
        } finally {
            if (!request.isAsyncStarted()) {
                visit.commit();
                if (!isThrown) {
                    visit.failure().answer();
                }
            }
        }
    }

    private static void dispatch(
            RequestVisit visit, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        @Nullable Thread before = visit.enter(request, wrappedBy(response));
        boolean isThrown = true;
        boolean isOver = false;
        try {
            chain.doFilter(request, response);
            isThrown = false;
        } catch (IOException | ServletException | RuntimeException e) {
            isThrown = !visit.failBy(e);
            if (isThrown) {
                throw e;
            }
        } finally {
            isOver = end(visit, request, before, isThrown);
        }
        if (isOver) { // and not by an exception, which somebody else will answer
            visit.close();
        }
    }

    private static @Nullable HttpServletResponse wrappedBy(HttpServletResponse response) {
        return response instanceof CommittingResponse ours ? (HttpServletResponse) ours.getResponse() : null;
    }

    /** Returns whether the dispatch was the last, unless an error page follows. */
    private static boolean end(
            RequestVisit visit, HttpServletRequest request, @Nullable Thread before, boolean isThrown)
            throws IOException {
        if (request.isAsyncStarted()) {
            if (request.getDispatcherType() == DispatcherType.ERROR) {
                visit.commit(); // the work that sent the error may have ended already, and save nothing more
            }
            if (!isThrown) {
                visit.async().completeIfFailed();
            }
            visit.leave(before);
            return false;
        }
        try {
            visit.commit();
            if (!isThrown) {
                visit.failure().answer();
            }
        } finally {
            visit.failure().leaveToContainer();
            visit.leave(before);
            visit.end();
        }
        return true;
    }
}
