package dev.peruser.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The response of a request through all its dispatches: whether it is on its way to the client, how much of its body is
 * written, and which cookies it was given.
 *
 * <p>After {@code sendError} containers say that it is committed, before it is: nothing is sent before the dispatch has
 * ended, and the page of the error is a further dispatch.
 */
final class OutgoingResponse {
    private final ToldCookies told = new ToldCookies();
    private volatile HttpServletResponse raw;
    private volatile BodyLength body = new BodyLength();
    private volatile boolean isSuspended;
    private volatile boolean isErrorPage;
    /**
     * Whether an error, a redirect or a flush was asked for in this dispatch, which somebody further out may do later.
     */
    private volatile boolean isHandedOver;

    OutgoingResponse(HttpServletResponse raw) {
        this.raw = raw;
    }

    /** What ours wraps. */
    HttpServletResponse raw() {
        return raw;
    }

    boolean isCommitted() {
        return raw.isCommitted();
    }

    /** Whether nothing can be added any more. */
    boolean isOnItsWay() {
        return raw.isCommitted() && !isSuspended;
    }

    boolean isSuspended() {
        return isSuspended;
    }

    boolean isErrorPage() {
        return isErrorPage;
    }

    /**
     * A dispatch begins. One of an error page may come with another response of the container, or of a filter before
     * ours.
     */
    void enter(HttpServletRequest dispatched, HttpServletResponse response) {
        isHandedOver = false;
        isErrorPage = dispatched.getDispatcherType() == DispatcherType.ERROR;
        if (response instanceof CommittingResponse ours) {
            raw = (HttpServletResponse) ours.getResponse();
        }
        if (isErrorPage) {
            body = new BodyLength(); // what was written before is gone
        }
        if (!raw.isCommitted()) {
            isSuspended = false;
            told.tellWhatWasIgnored();
        }
    }

    /** A dispatch ends: what was changed in it is saved. */
    void leave() {
        if (raw.isCommitted()) {
            isSuspended = false;
        }
    }

    /**
     * An error is about to be sent: containers then say that the response is committed, before it is. Returns whether
     * one was sent already.
     */
    boolean suspend() {
        boolean wasSuspended = isSuspended;
        isSuspended = wasSuspended || !raw.isCommitted();
        return wasSuspended;
    }

    /** No error was sent after all. */
    void suspend(boolean isSuspendedAgain) {
        isSuspended = isSuspendedAgain;
    }

    /** Somebody further out was asked to send something, and may do so later. */
    void handedOver() {
        isHandedOver = true;
    }

    /** Whether there is a wrapper further out that may only have noted what it was asked for. */
    boolean isAnsweredLater(boolean isFailed) {
        return (isHandedOver || isFailed) && raw instanceof ServletResponseWrapper;
    }

    /** How much of the body is written; a further dispatch goes on with it. */
    BodyLength body() {
        return body;
    }

    void tell(Runnable cookies) {
        told.tell(cookies, raw);
    }

    /** The response was reset, and with it the cookies that were set: they are set again. */
    void tellAgain() {
        told.tellAgain();
    }
}
