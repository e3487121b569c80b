package dev.peruser.servlet;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** That a request's session could not be loaded or saved, and what became of the answer. The first failure counts. */
final class RequestFailure {
    private final FailureLog log;
    private final OutgoingResponse response;
    private volatile @Nullable RuntimeException reason;
    private volatile boolean isAnswered;

    RequestFailure(FailureLog log, OutgoingResponse response) {
        this.log = log;
        this.response = response;
    }

    void is(RuntimeException failure) {
        reason = failure;
        log.failed(failure);
    }

    boolean isThere() {
        return reason != null;
    }

    /** Whether the answer to it is given, so that what is written from now on is its page. */
    boolean isAnswered() {
        return isAnswered;
    }

    boolean isUnanswered() {
        return reason != null && !isAnswered;
    }

    /** Nothing new can begin in a request that is to be answered with an error. */
    void throwIfUnanswered() {
        @Nullable RuntimeException failure = reason;
        if (failure != null && !isAnswered) {
            throw failure;
        }
    }

    /**
     * The application threw something. Returns whether the request has failed, so that the exception is no longer what
     * decides about the answer.
     */
    boolean replaces(Exception thrown) {
        if (reason == null) {
            return false;
        }
        if (Failures.ofStore(thrown).isEmpty() && thrown != reason) {
            log.thrownAfterwards(thrown);
        }
        if (response.isCommitted()) {
            return false;
        }
        if (response.isErrorPage()) {
            isAnswered = false; // the page could not be made: there is an answer, but no page
        }
        return true;
    }

    /** What follows is the page of an error, unless one was sent before the failure. */
    void leaveToContainer() {
        isAnswered |= isThere() && !response.isSuspended();
    }

    /** Replaces whatever the application answered by the error, if that was not done. */
    void answer() throws IOException {
        @Nullable RuntimeException failure = reason;
        if (response.isErrorPage()) {
            answerPlainly(); // no error page of an error page
        } else if (failure != null && !isAnswered && !response.isSuspended()) {
            isAnswered = Failures.isSent(failure); // before: the page may be made within
            Failures.answer(response.raw(), failure);
        }
    }

    /** As {@link #answer}, on a thread that can't have an error page. */
    void answerPlainly() {
        @Nullable RuntimeException failure = reason;
        if (failure != null && !isAnswered && !response.isSuspended()) {
            isAnswered = true;
            Failures.answerPlainly(response.raw(), failure);
        }
    }
}
