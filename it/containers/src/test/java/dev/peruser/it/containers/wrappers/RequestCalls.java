package dev.peruser.it.containers.wrappers;

import static dev.peruser.it.containers.wrappers.Call.of;
import static dev.peruser.it.containers.wrappers.Call.step;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponseWrapper;
import jakarta.servlet.http.HttpUpgradeHandler;
import java.util.stream.Stream;

/** The request, its dispatchers, its container's session, and asynchronous work. */
final class RequestCalls {
    private RequestCalls() {}

    static Stream<Call> all() {
        return Stream.of(requests(), sessions(), asyncs(), events()).flatMap(calls -> calls);
    }

    private static Stream<Call> requests() {
        return Stream.of(
                of("getDispatcherType", (q, p) -> q.getDispatcherType()),
                of("getRequestURI", (q, p) -> q.getRequestURI() + q.getServletPath() + q.getPathInfo()),
                of("getRequestDispatcher(null)", (q, p) -> q.getRequestDispatcher(null)),
                of("getRequestDispatcher('')", (q, p) -> q.getRequestDispatcher("") == null),
                of("getNamedDispatcher of none", (q, p) -> q.getServletContext().getNamedDispatcher("none")),
                step("include", (q, p) -> q.getRequestDispatcher("/other").include(q, p)),
                step("forward", (q, p) -> q.getRequestDispatcher("/other").forward(q, p)),
                step(
                        "include by the context",
                        (q, p) -> q.getServletContext()
                                .getRequestDispatcher("/other")
                                .include(q, p)),
                step("flush, then forward", (q, p) -> {
                    p.flushBuffer();
                    q.getRequestDispatcher("/other").forward(q, p);
                }),
                step(
                        "include(null, null)",
                        (q, p) -> q.getRequestDispatcher("/other").include(null, null)),
                of("getUserPrincipal", (q, p) -> q.getUserPrincipal() + q.getRemoteUser() + q.getAuthType()),
                of("isUserInRole", (q, p) -> q.isUserInRole("a")),
                step("login", (q, p) -> q.login("nobody", "none")),
                step("login(null, null)", (q, p) -> q.login(null, null)),
                step("logout", (q, p) -> q.logout()),
                of("authenticate", (q, p) -> q.authenticate(p)),
                of("getPart without multipart", (q, p) -> q.getPart("a")),
                of("getParts without multipart", (q, p) -> q.getParts()),
                of("getReader", (q, p) -> q.getReader().readLine()),
                of("getReader, getInputStream", (q, p) -> q.getReader() != null && q.getInputStream() != null),
                of("getInputStream is the same", (q, p) -> same(q.getInputStream(), q.getInputStream())),
                of("request getHeader(null)", (q, p) -> q.getHeader(null)),
                of("getIntHeader malformed", (q, p) -> q.getIntHeader("X-Word")),
                of("getDateHeader malformed", (q, p) -> q.getDateHeader("X-Word")),
                of("getCookies", (q, p) -> q.getCookies() == null),
                of("getParameter(null)", (q, p) -> q.getParameter(null)),
                of("setAttribute(null)", (q, p) -> {
                    q.setAttribute("a", null);
                    return q.getAttribute("a");
                }),
                of("getAttribute(null)", (q, p) -> q.getAttribute(null)),
                step("setCharacterEncoding of none", (q, p) -> q.setCharacterEncoding("none")),
                of("isTrailerFieldsReady", (q, p) -> q.isTrailerFieldsReady() + "" + q.getTrailerFields()),
                of("getServletConnection", (q, p) -> q.getServletConnection().getProtocol()),
                of("getRequestId", (q, p) -> q.getRequestId() == null),
                of("getHttpServletMapping", (q, p) -> q.getHttpServletMapping().getPattern()),
                of("newPushBuilder", (q, p) -> q.newPushBuilder()),
                step("upgrade(null)", (q, p) -> q.upgrade(null)),
                step("upgrade of an abstract type", (q, p) -> q.upgrade(HttpUpgradeHandler.class)));
    }

    private static Stream<Call> sessions() {
        return Stream.of(
                of("getSession(false)", (q, p) -> q.getSession(false)),
                of("getSession", (q, p) -> q.getSession().isNew()),
                of("getSession is the same", (q, p) -> q.getSession() == q.getSession(false)),
                step("changeSessionId without session", (q, p) -> q.changeSessionId()),
                of("changeSessionId", (q, p) -> {
                    String before = q.getSession().getId();
                    return q.changeSessionId().equals(before);
                }),
                of("session after invalidate", (q, p) -> {
                    jakarta.servlet.http.HttpSession session = q.getSession();
                    session.invalidate();
                    return q.getSession(false) == null ? "none" : session.getAttribute("a");
                }),
                step("session, then flush", (q, p) -> {
                    q.getSession().setAttribute("a", 1);
                    p.flushBuffer();
                }),
                of("flush, then session", (q, p) -> {
                    p.flushBuffer();
                    return q.getSession().isNew();
                }),
                of("isRequestedSessionIdValid", (q, p) -> q.isRequestedSessionIdValid() + q.getRequestedSessionId()));
    }

    private static Stream<Call> asyncs() {
        return Stream.of(
                of("isAsync", (q, p) -> q.isAsyncStarted() + "" + q.isAsyncSupported()),
                of("getAsyncContext", (q, p) -> q.getAsyncContext() == null),
                of("startAsync gives the context", (q, p) -> {
                    AsyncContext context = q.startAsync();
                    return context == q.getAsyncContext() && same(q.getAsyncContext(), q.getAsyncContext());
                }),
                step("startAsync twice", (q, p) -> {
                    q.startAsync();
                    q.startAsync();
                }),
                step("startAsync(null, null)", (q, p) -> q.startAsync(null, null)),
                of("startAsync() original", (q, p) -> q.startAsync().hasOriginalRequestAndResponse()),
                of("startAsync(q, p) original", (q, p) -> q.startAsync(q, p).hasOriginalRequestAndResponse()),
                of(
                        "startAsync(wrapped) original",
                        (q, p) -> q.startAsync(q, new HttpServletResponseWrapper(p))
                                .hasOriginalRequestAndResponse()),
                of("startAsync() request and response", (q, p) -> {
                    AsyncContext context = q.startAsync();
                    return (context.getRequest() == q) + "/" + (context.getResponse() == p);
                }),
                of("startAsync(q, p) request and response", (q, p) -> {
                    AsyncContext context = q.startAsync(q, p);
                    return (context.getRequest() == q) + "/" + (context.getResponse() == p);
                }),
                of("startAsync(wrapped) response", (q, p) -> {
                    HttpServletResponseWrapper wrapper = new HttpServletResponseWrapper(p);
                    return q.startAsync(q, wrapper).getResponse() == wrapper;
                }),
                step("complete", (q, p) -> q.startAsync().complete()),
                step("complete twice", (q, p) -> {
                    AsyncContext context = q.startAsync();
                    context.complete();
                    context.complete();
                }),
                of("complete, then what is started", (q, p) -> {
                    q.startAsync().complete();
                    return q.isAsyncStarted();
                }),
                of("complete, then getAsyncContext", (q, p) -> {
                    q.startAsync().complete();
                    return q.getAsyncContext() == null;
                }),
                of("complete, then getRequest", (q, p) -> {
                    AsyncContext context = q.startAsync();
                    context.complete();
                    return context.getRequest() == null || context.getResponse() == null;
                }),
                of("complete, then original", (q, p) -> {
                    AsyncContext context = q.startAsync(q, p);
                    context.complete();
                    return context.hasOriginalRequestAndResponse();
                }),
                of("dispatch, then original", (q, p) -> {
                    AsyncContext context = q.startAsync(q, p);
                    context.dispatch();
                    return context.hasOriginalRequestAndResponse();
                }),
                step("complete, then dispatch", (q, p) -> {
                    AsyncContext context = q.startAsync();
                    context.complete();
                    context.dispatch();
                }),
                step("complete, then startAsync", (q, p) -> {
                    q.startAsync().complete();
                    q.startAsync();
                }),
                step("dispatch", (q, p) -> q.startAsync().dispatch()),
                step("dispatch(q, p)", (q, p) -> q.startAsync(q, p).dispatch()),
                step("dispatch to a path", (q, p) -> q.startAsync().dispatch("/other")),
                step("dispatch(null)", (q, p) -> q.startAsync().dispatch(null)),
                step(
                        "dispatch to a path of a context",
                        (q, p) -> q.startAsync(q, p).dispatch(q.getServletContext(), "/other")),
                step("dispatch twice", (q, p) -> {
                    AsyncContext context = q.startAsync();
                    context.dispatch();
                    context.dispatch();
                }),
                step("dispatch, then complete", (q, p) -> {
                    AsyncContext context = q.startAsync();
                    context.dispatch();
                    context.complete();
                }),
                of("getTimeout", (q, p) -> q.startAsync().getTimeout()),
                of("setTimeout", (q, p) -> {
                    AsyncContext context = q.startAsync();
                    context.setTimeout(-5);
                    return context.getTimeout();
                }),
                step("addListener(null)", (q, p) -> q.startAsync().addListener(null)),
                step("addListener after complete", (q, p) -> {
                    AsyncContext context = q.startAsync();
                    context.complete();
                    context.addListener(new Listening());
                }),
                of(
                        "createListener",
                        (q, p) -> q.startAsync()
                                .createListener(Listening.class)
                                .getClass()
                                .getSimpleName()),
                step("createListener(null)", (q, p) -> q.startAsync().createListener(null)),
                step(
                        "createListener of an abstract type",
                        (q, p) -> q.startAsync().createListener(AsyncListener.class)),
                step("writes, then startAsync and dispatch", (q, p) -> {
                    p.getWriter().print("before ");
                    q.startAsync().dispatch("/other");
                }),
                step("startAsync, then exception", (q, p) -> {
                    q.startAsync();
                    throw new IllegalStateException(Probe.ON_PURPOSE);
                }),
                step("startAsync with a listener, then exception", (q, p) -> {
                    q.startAsync().addListener(new Listening());
                    throw new IllegalStateException(Probe.ON_PURPOSE);
                }),
                step("startAsync, sendError, complete", (q, p) -> {
                    AsyncContext context = q.startAsync();
                    p.sendError(409);
                    context.complete();
                }));
    }

    private static Stream<Call> events() {
        return Stream.of(
                step("listener sees complete", (q, p) -> {
                    AsyncContext context = q.startAsync();
                    context.addListener(new Listening(q, context, q, p));
                    context.complete();
                }),
                step("listener sees complete of q, p", (q, p) -> {
                    AsyncContext context = q.startAsync(q, p);
                    context.addListener(new Listening(q, context, q, p));
                    context.complete();
                }),
                step("listener with request and response", (q, p) -> {
                    AsyncContext context = q.startAsync(q, p);
                    context.addListener(new Listening(q, context, q, p), q, p);
                    context.complete();
                }),
                step("listener with wrappers", (q, p) -> {
                    AsyncContext context = q.startAsync(q, p);
                    HttpServletRequestWrapper request = new HttpServletRequestWrapper(q);
                    HttpServletResponseWrapper response = new HttpServletResponseWrapper(p);
                    context.addListener(new Listening(q, context, request, response), request, response);
                    context.complete();
                }),
                step("listener sees a timeout", (q, p) -> {
                    AsyncContext context = q.startAsync();
                    context.setTimeout(200);
                    context.addListener(new Listening(q, context, q, p));
                    q.setAttribute(Probe.LEFT_TO_THE_CONTAINER, true);
                }),
                step("listener sees startAsync again", (q, p) -> {
                    AsyncContext context = q.startAsync();
                    context.addListener(new Listening(q, context, q, p));
                    context.dispatch("/again");
                }));
    }

    private static boolean same(Object one, Object other) {
        return one == other;
    }
}
