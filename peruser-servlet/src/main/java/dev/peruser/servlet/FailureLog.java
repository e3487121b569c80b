package dev.peruser.servlet;

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
        String message =
                "peruser.request-failed: the session could not be loaded or saved, the request is answered with 503: "
                        + failure.getMessage();
        if (isTraceDue()) {
            LOGGER.log(System.Logger.Level.ERROR, message, failure);
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
