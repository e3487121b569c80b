package dev.peruser.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
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
    public HttpSession getSession() {
        visit.httpSessionInUse();
        return super.getSession();
    }

    @Override
    public @Nullable HttpSession getSession(boolean create) {
        @Nullable HttpSession session = super.getSession(create);
        if (session != null) {
            visit.httpSessionInUse();
        }
        return session;
    }

    /** With our wrappers: without arguments the container hands out the response that knows nothing of sessions. */
    @Override
    public AsyncContext startAsync() {
        visit.observeForOthers();
        return watched(super.startAsync(this, response));
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse given) {
        visit.observeForOthers();
        return watched(super.startAsync(request, given));
    }

    private AsyncContext watched(AsyncContext context) {
        context.addListener(new EndOfAsync(visit));
        return new CommittingAsyncContext(context, visit);
    }

    @Override
    public AsyncContext getAsyncContext() {
        return new CommittingAsyncContext(super.getAsyncContext(), visit);
    }

    /** What is included can't set a cookie, so the session is saved before. */
    @Override
    public @Nullable RequestDispatcher getRequestDispatcher(String path) {
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
