package dev.peruser.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/** Saves the session before asynchronous work completes the response without a dispatch. */
final class CommittingAsyncContext implements AsyncContext {
    private final AsyncContext context;
    private final RequestVisit visit;

    CommittingAsyncContext(AsyncContext context, RequestVisit visit) {
        this.context = context;
        this.visit = visit;
    }

    @Override
    public void complete() {
        visit.commit();
        visit.answerPlainlyIfFailed();
        context.complete();
    }

    @Override
    public ServletRequest getRequest() {
        return context.getRequest();
    }

    @Override
    public ServletResponse getResponse() {
        return context.getResponse();
    }

    @Override
    public boolean hasOriginalRequestAndResponse() {
        return context.hasOriginalRequestAndResponse();
    }

    @Override
    public void dispatch() {
        context.dispatch();
    }

    @Override
    public void dispatch(String path) {
        context.dispatch(path);
    }

    @Override
    public void dispatch(ServletContext servletContext, String path) {
        context.dispatch(servletContext, path);
    }

    @Override
    public void start(Runnable work) {
        context.start(work);
    }

    @Override
    public void addListener(AsyncListener listener) {
        context.addListener(new Listener(listener));
    }

    @Override
    public void addListener(AsyncListener listener, ServletRequest request, ServletResponse response) {
        context.addListener(new Listener(listener), request, response);
    }

    @Override
    public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
        return context.createListener(type);
    }

    @Override
    public void setTimeout(long timeout) {
        context.setTimeout(timeout);
    }

    @Override
    public long getTimeout() {
        return context.getTimeout();
    }

    /** Tells a listener of the application of this context, so that it, too, saves the session when it completes. */
    private final class Listener implements AsyncListener {
        private final AsyncListener listener;

        Listener(AsyncListener listener) {
            this.listener = listener;
        }

        private AsyncEvent withThisContext(AsyncEvent event) {
            return new AsyncEvent(
                    CommittingAsyncContext.this,
                    event.getSuppliedRequest(),
                    event.getSuppliedResponse(),
                    event.getThrowable());
        }

        @Override
        public void onComplete(AsyncEvent event) throws IOException {
            listener.onComplete(withThisContext(event));
        }

        @Override
        public void onTimeout(AsyncEvent event) throws IOException {
            listener.onTimeout(withThisContext(event));
        }

        @Override
        public void onError(AsyncEvent event) throws IOException {
            listener.onError(withThisContext(event));
        }

        @Override
        public void onStartAsync(AsyncEvent event) throws IOException {
            // Of another context, which is wrapped already: the request hands out no other.
            listener.onStartAsync(event);
        }
    }
}
