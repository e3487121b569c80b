package dev.peruser.it.containers.wrappers;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponseWrapper;

/** Where in the life of a request a call is made. */
enum State {
    FRESH((q, p) -> {}),
    SESSION_CHANGED((q, p) -> {}),
    TYPE_SET((q, p) -> p.setContentType("text/html;charset=iso-8859-1")),
    WRITER_USED((q, p) -> p.getWriter().print("w")),
    STREAM_USED((q, p) -> p.getOutputStream().print("s")),
    WRITER_CLOSED((q, p) -> p.getWriter().close()),
    COMMITTED((q, p) -> p.flushBuffer()),
    COMMITTED_BY_WRITER((q, p) -> p.getWriter().flush()),
    RESET((q, p) -> {
        p.getWriter().print("gone");
        p.reset();
    }),
    ERROR_SENT((q, p) -> p.sendError(404)),
    REDIRECTED((q, p) -> p.sendRedirect("/elsewhere")),
    UNDER_WRAPPERS((q, p) -> {}) {
        @Override
        void reach(Probe probe) throws Exception {
            probe.with(new HttpServletRequestWrapper(probe.request()), new HttpServletResponseWrapper(probe.response()))
                    .make();
        }
    },
    ASYNC_STARTED((q, p) -> q.startAsync()),
    ASYNC_STARTED_WITH_BOTH((q, p) -> q.startAsync(q, p)),
    ASYNC_COMPLETED((q, p) -> q.startAsync().complete()),
    IN_ASYNC_THREAD((q, p) -> {}) {
        @Override
        void reach(Probe probe) {
            AsyncContext context = probe.request().startAsync();
            Thread dispatching = Thread.currentThread();
            context.start(() -> {
                if (!dispatching.equals(Thread.currentThread())) { // it is on mocks
                    probe.recording().awaitReturn();
                }
                probe.makeElsewhere();
            });
        }
    },
    ON_TIMEOUT((q, p) -> {}) {
        @Override
        void reach(Probe probe) {
            AsyncContext context = probe.request().startAsync();
            context.addListener(new AsyncListener() {
                @Override
                public void onTimeout(AsyncEvent event) {
                    probe.makeElsewhere();
                }

                @Override
                public void onComplete(AsyncEvent event) {}

                @Override
                public void onError(AsyncEvent event) {}

                @Override
                public void onStartAsync(AsyncEvent event) {}
            });
        }
    },
    FORWARDED(DispatcherType.FORWARD, (q, p) -> q.getRequestDispatcher("/inner").forward(q, p)),
    INCLUDED(DispatcherType.INCLUDE, (q, p) -> q.getRequestDispatcher("/inner").include(q, p)),
    ERROR_PAGE(DispatcherType.ERROR, (q, p) -> p.sendError(404)),
    EXCEPTION_PAGE(DispatcherType.ERROR, (q, p) -> {
        throw new IllegalStateException(Probe.ON_PURPOSE);
    }),
    ASYNC_DISPATCH(DispatcherType.ASYNC, (q, p) -> q.startAsync().dispatch("/inner")),
    ASYNC_DISPATCH_WITH_BOTH(DispatcherType.ASYNC, (q, p) -> q.startAsync(q, p).dispatch());

    /** When the container ends asynchronous work that is left to it. */
    static final long TIMEOUT_MILLIS = 200;

    /** When it ends all other: never, on a machine that is only busy. */
    static final long LONG_TIMEOUT_MILLIS = 15_000;

    private final DispatcherType dispatch;
    private final Call.Step way;

    State(Call.Step way) {
        this(DispatcherType.REQUEST, way);
    }

    State(DispatcherType dispatch, Call.Step way) {
        this.dispatch = dispatch;
        this.way = way;
    }

    /** The kind of the dispatch in which the call is made. */
    DispatcherType dispatch() {
        return dispatch;
    }

    /** Makes the call, or causes the dispatch that makes it. */
    void reach(Probe probe) throws Exception {
        way.run(probe.request(), probe.response());
        if (dispatch == DispatcherType.REQUEST) {
            probe.make();
        }
    }
}
