package dev.peruser.servlet;

import jakarta.servlet.AsyncContext;
import org.jspecify.annotations.Nullable;

/** The asynchronous work of one request, and its end if the request has failed. Safe for use by many threads. */
final class AsyncWork {
    private final RequestVisitor visitor;
    private final OutgoingResponse response;
    private final RequestFailure failure;
    private volatile @Nullable CommittingAsyncContext context;

    AsyncWork(RequestVisitor visitor, OutgoingResponse response, RequestFailure failure) {
        this.visitor = visitor;
        this.response = response;
        this.failure = failure;
    }

    /** Its context, one for each of the container's. */
    CommittingAsyncContext context(
            AsyncContext wrapped, RequestVisit visit, CommittingRequest ours, CommittingResponse answer) {
        @Nullable CommittingAsyncContext known = context;
        if (known == null || !known.isOf(wrapped)) {
            known = new CommittingAsyncContext(wrapped, visit, ours, answer);
            context = known;
        }
        return known;
    }

    /** Ends work whose answer is decided: what it would still write goes nowhere, and it may never end by itself. */
    void completeIfFailed() {
        @Nullable CommittingAsyncContext started = context;
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
