package dev.peruser.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The response of a request through all its dispatches: whether it is on its way to the client, how much of its body is
 * written, and which tokens it was to tell of.
 *
 * <p>After {@code sendError} containers say that it is committed, before it is: nothing is sent before the dispatch has
 * ended, and the page of the error is a further dispatch.
 *
 * <p>Several threads may have it in hand: that of a dispatch, and those of asynchronous work. Once one of them has
 * given it back to the container, that may use it for the next request, so that for all others nothing can be added any
 * more.
 */
final class OutgoingResponse {
    private final ToldTokens told = new ToldTokens();
    private volatile HttpServletResponse raw;
    private volatile BodyLength body = new BodyLength();
    private volatile boolean isSuspended;
    private volatile boolean isErrorPage;
    /**
     * Whether an error, a redirect or a flush was asked for in this dispatch, which somebody further out may do later.
     */
    private volatile boolean isHandedOver;

    private final ReentrantLock inHand = new ReentrantLock();
    private volatile boolean isGivenBack;

    OutgoingResponse(HttpServletResponse raw) {
        this.raw = raw;
    }

    /** What ours wraps. */
    HttpServletResponse raw() {
        return raw;
    }

    boolean isCommitted() {
        inHand.lock();
        try {
            return isGivenBack || raw.isCommitted();
        } finally {
            inHand.unlock();
        }
    }

    /** Whether nothing can be added any more. */
    boolean isOnItsWay() {
        return isCommitted() && !isSuspended;
    }

    /** Does something with the response of the container, unless it was given back. */
    void whileInHand(Consumer<HttpServletResponse> work) {
        inHand.lock();
        try {
            if (!isGivenBack) {
                work.accept(raw);
            }
        } finally {
            inHand.unlock();
        }
    }

    /**
     * Gives the response back to the container: whoever does so completes the request.
     *
     * @param mayBe asked while nobody else can give it back
     * @param last done before, if this is the one who gives it back
     * @return whether this is the one
     */
    boolean giveBack(BooleanSupplier mayBe, Runnable last) {
        inHand.lock();
        try {
            if (isGivenBack || !mayBe.getAsBoolean()) {
                return false;
            }
            isGivenBack = true;
            last.run();
            return true;
        } finally {
            inHand.unlock();
        }
    }

    boolean isSuspended() {
        return isSuspended;
    }

    boolean isErrorPage() {
        return isErrorPage;
    }

    /**
     * A dispatch begins.
     *
     * @param wrapped what ours wraps: in an error page's it may be another response of the container, or of a filter
     *     before ours; null if it is as before
     */
    void enter(HttpServletRequest dispatched, @Nullable HttpServletResponse wrapped) {
        isHandedOver = false;
        isGivenBack = false;
        isErrorPage = dispatched.getDispatcherType() == DispatcherType.ERROR;
        if (wrapped != null) {
            raw = wrapped;
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

    void tell(Runnable headers) {
        whileInHand(response -> told.tell(headers, response));
    }

    /** The response was reset, and with it the headers that were added: they are added again. */
    void tellAgain() {
        told.tellAgain();
    }
}
