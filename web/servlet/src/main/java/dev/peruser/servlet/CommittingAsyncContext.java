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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Saves the session before asynchronous work completes the response without a dispatch. Where the container would give
 * its own request and response, as after {@code startAsync()}, it gives the wrapped ones.
 */
final class CommittingAsyncContext implements AsyncWork.Context {
    private final AsyncContext context;
    private final RequestVisit visit;
    private volatile CommittingRequest request;
    private volatile CommittingResponse response;
    private volatile boolean isStartedWithOurs;
    private volatile boolean isCompletedAsFailed;

    private CommittingAsyncContext(
            AsyncContext context, RequestVisit visit, CommittingRequest request, CommittingResponse response) {
        this.context = context;
        this.visit = visit;
        this.request = request;
        this.response = response;
    }

    /** One for each of the container's. */
    static CommittingAsyncContext of(
            AsyncContext wrapped, RequestVisit visit, CommittingRequest request, CommittingResponse response) {
        if (visit.async().context() instanceof CommittingAsyncContext known && known.context == wrapped) {
            return known;
        }
        CommittingAsyncContext begun = new CommittingAsyncContext(wrapped, visit, request, response);
        visit.async().begin(begun);
        return begun;
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
        visit.commit();
        if (visit.failure().isUnanswered()) {
            completeAsFailed();
        } else {
            unlessCompleted(context::complete);
        }
    }

    /**
     * The session could not be saved: gives the answer, unless another thread does. What the application does with this
     * context from now on has no effect.
     */
    @Override
    public void completeAsFailed() {
        boolean isMine = visit.async().giveBackAsFailed(() -> isCompletedAsFailed = true);
        if (isMine) {
            try {
                context.complete();
            } catch (IllegalStateException e) {
                // It was ended or dispatched meanwhile, and the end of that dispatch finds the failure.
            }
        }
    }

    private void unlessCompleted(Runnable work) {
        var unused = asked(
                () -> {
                    work.run();
                    return true;
                },
                false);
    }

    /** What the container says, or if it refuses because the failure was answered, what it would have said before. */
    private <T extends @Nullable Object> T asked(Supplier<T> container, T before) {
        if (isCompletedAsFailed) {
            return before;
        }
        try {
            return container.get();
        } catch (IllegalStateException e) {
            if (isCompletedAsFailed) { // meanwhile, by another thread
                return before;
            }
            throw e;
        }
    }

    @Override
    public @Nullable ServletRequest getRequest() {
        return asked(() -> wrapped(context.getRequest()), request);
    }

    @Override
    public @Nullable ServletResponse getResponse() {
        return asked(() -> wrapped(context.getResponse()), response);
    }

    /** Containers ask at any time, also when they no longer say what the work was started with. */
    @Override
    public boolean hasOriginalRequestAndResponse() {
        return context.hasOriginalRequestAndResponse() || isStartedWithOurs;
    }

    @Override
    public void dispatch() {
        unlessCompleted(() -> context.dispatch());
    }

    @Override
    public void dispatch(String path) {
        unlessCompleted(() -> context.dispatch(path));
    }

    @Override
    public void dispatch(ServletContext servletContext, String path) {
        unlessCompleted(() -> context.dispatch(servletContext, path));
    }

    @Override
    public void start(Runnable work) {
        unlessCompleted(() -> context.start(work));
    }

    @Override
    public void addListener(@Nullable AsyncListener listener) {
        unlessCompleted(() -> context.addListener(told(listener)));
    }

    @Override
    public void addListener(
            @Nullable AsyncListener listener, @Nullable ServletRequest given, @Nullable ServletResponse answer) {
        unlessCompleted(() -> context.addListener(told(listener), given, answer));
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
        unlessCompleted(() -> context.setTimeout(timeout));
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
                    from == null ? null : of(from, visit, request, response),
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
