package dev.peruser.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Saves the session before asynchronous work completes the response without a dispatch. Where the container would give
 * its own request and response, as after {@code startAsync()}, it gives the wrapped ones.
 */
final class CommittingAsyncContext implements AsyncContext {
    private final AsyncContext context;
    private final RequestVisit visit;
    private volatile CommittingRequest request;
    private volatile CommittingResponse response;
    private volatile boolean isStartedWithOurs;
    private final AtomicBoolean isCompletedAsFailed = new AtomicBoolean();

    CommittingAsyncContext(
            AsyncContext context, RequestVisit visit, CommittingRequest request, CommittingResponse response) {
        this.context = context;
        this.visit = visit;
        this.request = request;
        this.response = response;
    }

    boolean isOf(AsyncContext wrapped) {
        return context == wrapped;
    }

    /** Asynchronous work began, perhaps anew, after a dispatch that came with other wrappers. */
    void startedBy(CommittingRequest dispatched, CommittingResponse answer) {
        request = dispatched;
        response = answer;
        isStartedWithOurs = false;
    }

    /** It began with what the application gave. */
    void startedWith(@Nullable ServletRequest given, @Nullable ServletResponse answer) {
        isStartedWithOurs = isOurs(given, answer);
    }

    /** Ours count as the container's, unless a filter before, or a forward, has wrapped them. */
    private boolean isOurs(@Nullable ServletRequest given, @Nullable ServletResponse answer) {
        return given == request
                && answer == response
                && !(request.getRequest() instanceof ServletRequestWrapper)
                && !(response.getResponse() instanceof ServletResponseWrapper);
    }

    /** The container's own request is the one that ours wraps; what the application gave is its own. */
    private @Nullable ServletRequest wrapped(@Nullable ServletRequest given) {
        return given != null && request.isWrapperFor(given) ? request : given;
    }

    private @Nullable ServletResponse wrapped(@Nullable ServletResponse given) {
        return given != null && response.isWrapperFor(given) ? response : given;
    }

    @Override
    public void complete() {
        visit.alone(() -> {
            visit.commit();
            if (!isCompletedAsFailed.get()) {
                visit.failure().answerPlainly();
                context.complete();
            }
        });
    }

    boolean isCompletedAsFailed() {
        return isCompletedAsFailed.get();
    }

    /** The session could not be saved: what the application does with this context from now on has no effect. */
    void completeAsFailed() {
        if (isCompletedAsFailed.compareAndSet(false, true)) {
            visit.failure().answerPlainly();
            try {
                context.complete();
            } catch (IllegalStateException e) {
                // It was ended or dispatched meanwhile, and the end of that dispatch finds the failure.
            }
        }
    }

    @Override
    public @Nullable ServletRequest getRequest() {
        return isCompletedAsFailed.get() ? request : wrapped(context.getRequest());
    }

    @Override
    public @Nullable ServletResponse getResponse() {
        return isCompletedAsFailed.get() ? response : wrapped(context.getResponse());
    }

    /** Containers ask at any time, also when they no longer say what the work was started with. */
    @Override
    public boolean hasOriginalRequestAndResponse() {
        return context.hasOriginalRequestAndResponse() || isStartedWithOurs;
    }

    @Override
    public void dispatch() {
        if (!isCompletedAsFailed.get()) {
            context.dispatch();
        }
    }

    @Override
    public void dispatch(String path) {
        if (!isCompletedAsFailed.get()) {
            context.dispatch(path);
        }
    }

    @Override
    public void dispatch(ServletContext servletContext, String path) {
        if (!isCompletedAsFailed.get()) {
            context.dispatch(servletContext, path);
        }
    }

    @Override
    public void start(Runnable work) {
        context.start(work);
    }

    @Override
    public void addListener(@Nullable AsyncListener listener) {
        context.addListener(told(listener));
    }

    @Override
    public void addListener(
            @Nullable AsyncListener listener, @Nullable ServletRequest given, @Nullable ServletResponse answer) {
        context.addListener(told(listener), given, answer);
    }

    private @Nullable Listener told(@Nullable AsyncListener listener) {
        return listener == null ? null : new Listener(listener);
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

    /**
     * Tells a listener of the application of our wrappers, so that the session is saved, too, when it writes or
     * completes.
     */
    private final class Listener implements AsyncListener {
        private final AsyncListener listener;

        Listener(AsyncListener listener) {
            this.listener = listener;
        }

        private AsyncEvent withWrappers(AsyncEvent event) {
            @Nullable AsyncContext from = event.getAsyncContext();
            return new AsyncEvent(
                    from == null ? null : visit.context(from, request, response),
                    wrapped(event.getSuppliedRequest()),
                    wrapped(event.getSuppliedResponse()),
                    event.getThrowable());
        }

        @Override
        public void onComplete(AsyncEvent event) throws IOException {
            listener.onComplete(withWrappers(event));
        }

        @Override
        public void onTimeout(AsyncEvent event) throws IOException {
            listener.onTimeout(withWrappers(event));
        }

        @Override
        public void onError(AsyncEvent event) throws IOException {
            listener.onError(withWrappers(event));
        }

        @Override
        public void onStartAsync(AsyncEvent event) throws IOException {
            listener.onStartAsync(withWrappers(event));
        }
    }
}
