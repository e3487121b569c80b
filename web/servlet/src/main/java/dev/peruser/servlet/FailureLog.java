package dev.peruser.servlet;

import dev.peruser.SessionDataException;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Logs each request that failed, but a stack trace at most once a second. While a store is down, hundreds of requests
 * may fail at the same moment, the one at which their deadlines pass. Writing as many equal stack traces, each a
 * hundred lines, takes longer than anything else that is left to do, and the clients would wait for it. Safe for use by
 * many threads.
 */
final class FailureLog {
    private static final System.Logger LOGGER = System.getLogger("dev.peruser.servlet");
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final AtomicLong nextTrace = new AtomicLong(System.nanoTime());

    void failed(RuntimeException failure) {
        int status = Failures.status(failure);
        String reason = status == HttpServletResponse.SC_SERVICE_UNAVAILABLE
                ? "the session could not be loaded or saved"
                : failure instanceof SessionDataException
                        ? "the application left something in the session that can't be saved"
                        : "code of the application failed while the session was opened or saved";
        log(
                "peruser.request-failed: " + reason + ", the request is answered with " + status + ": "
                        + failure.getMessage(),
                failure);
    }

    /** The answer is decided already, but what the application threw must not be lost. */
    void thrownAfterwards(Exception thrown) {
        log(
                "peruser.request-failed-further: the session of this request could not be saved, and then the application"
                        + " threw " + thrown.getClass().getName() + "; the answer stays",
                thrown);
    }

    private void log(String message, Exception cause) {
        if (isTraceDue()) {
            LOGGER.log(System.Logger.Level.ERROR, message, cause);
        } else {
            LOGGER.log(System.Logger.Level.ERROR, message);
        }
    }

    private boolean isTraceDue() {
        long now = System.nanoTime();
        long next = nextTrace.get();
        return now - next >= 0 && nextTrace.compareAndSet(next, now + PAUSE);
    }
}
