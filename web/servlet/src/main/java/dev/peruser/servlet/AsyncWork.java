package dev.peruser.servlet;

import jakarta.servlet.AsyncContext;
import org.jspecify.annotations.Nullable;

/** The asynchronous work of one request, and its end if the request has failed. Safe for use by many threads. */
final class AsyncWork {
    private final RequestVisitor visitor;
    private final OutgoingResponse response;
    private final RequestFailure failure;
    private volatile @Nullable Context context;

    AsyncWork(RequestVisitor visitor, OutgoingResponse response, RequestFailure failure) {
        this.visitor = visitor;
        this.response = response;
        this.failure = failure;
    }

    /** What the application is given to work with. */
    interface Context extends AsyncContext {

        /** Gives the answer that the session could not be saved, unless another thread does. */
        void completeAsFailed();
    }

    /** The context of the work that was begun last. */
    @Nullable Context context() {
        return context;
    }

    /** Work is begun, perhaps anew. */
    void begin(Context begun) {
        context = begun;
    }

    /** Ends work whose answer is decided: what it would still write goes nowhere, and it may never end by itself. */
    void completeIfFailed() {
        @Nullable Context started = context;
        if (started != null && failure.isUnanswered()) {
            started.completeAsFailed();
        }
    }

    /**
     * Gives the response back with the answer to the failure, if there is a failure without one, and the request is
     * still asynchronous. Returns whether it was this call that did so.
     */
    boolean giveBackAsFailed(Runnable before) {
        return response.giveBack(
                () -> failure.isUnanswered() && visitor.request().isAsyncStarted(), () -> {
                    before.run();
                    failure.answerPlainly();
                });
    }
}
