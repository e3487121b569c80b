package dev.peruser.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Sees sign-ins, sign-outs, includes, and the end of asynchronous work. */
final class CommittingRequest extends HttpServletRequestWrapper {
    private final RequestVisit visit;
    private final CommittingResponse response;

    CommittingRequest(HttpServletRequest request, RequestVisit visit, CommittingResponse response) {
        super(request);
        this.visit = visit;
        this.response = response;
    }

    static boolean isIn(ServletRequest request) {
        return request instanceof CommittingRequest
                || (request instanceof ServletRequestWrapper wrapper && wrapper.isWrapperFor(CommittingRequest.class));
    }

    @Override
    public void login(String username, String password) throws ServletException {
        super.login(username, password);
        visit.observe();
    }

    @Override
    public boolean authenticate(HttpServletResponse challenged) throws IOException, ServletException {
        boolean isAuthenticated = super.authenticate(challenged);
        visit.observe();
        return isAuthenticated;
    }

    @Override
    public void logout() throws ServletException {
        visit.signedOut();
        super.logout();
    }

    @Override
    public @Nullable HttpSession getSession() {
        return getSession(true);
    }

    @Override
    public @Nullable HttpSession getSession(boolean create) {
        @Nullable RequestHttpSession ours = visit.httpSession();
        return ours == null ? super.getSession(create) : ours.find(create, super::getSession);
    }

    /** The context gives our wrappers out: the container's own response knows nothing of sessions. */
    @Override
    public AsyncContext startAsync() {
        beforeAsync();
        return watched(super.startAsync());
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse given) {
        beforeAsync();
        CommittingAsyncContext context = watched(super.startAsync(request, given));
        context.startedWith(request, given);
        return context;
    }

    private void beforeAsync() {
        visit.failure().throwIfUnanswered();
        visit.observeForOthers();
    }

    private CommittingAsyncContext watched(AsyncContext context) {
        context.addListener(new EndOfAsync(visit));
        CommittingAsyncContext ours = CommittingAsyncContext.of(context, visit, this, response);
        ours.startedBy(this, response);
        return ours;
    }

    /** Where none was started, some containers throw, and others give null. */
    @Override
    public @Nullable AsyncContext getAsyncContext() {
        @Nullable AsyncContext context = super.getAsyncContext();
        return context == null ? null : CommittingAsyncContext.of(context, visit, this, response);
    }

    /** What is included can't set a cookie, so the session is saved before. */
    @Override
    public @Nullable RequestDispatcher getRequestDispatcher(@Nullable String path) {
        @Nullable RequestDispatcher dispatcher = super.getRequestDispatcher(path);
        return dispatcher == null ? null : new CommittingDispatcher(dispatcher, visit);
    }

    private record CommittingDispatcher(RequestDispatcher dispatcher, RequestVisit visit) implements RequestDispatcher {
        @Override
        public void forward(ServletRequest request, ServletResponse response) throws ServletException, IOException {
            dispatcher.forward(request, response);
        }

        @Override
        public void include(ServletRequest request, ServletResponse response) throws ServletException, IOException {
            visit.commit();
            dispatcher.include(request, response);
        }
    }
}
