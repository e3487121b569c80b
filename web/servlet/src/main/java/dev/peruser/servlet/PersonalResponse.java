package dev.peruser.servlet;

import java.io.IOException;

/**
 * Whether the response to one request is the visitor's own (the session was used, or the client is told of tokens), and
 * what caches are told then. Safe for use by many threads.
 */
final class PersonalResponse {
    private final OutgoingResponse response;
    private final CacheHeaders cacheHeaders;
    private volatile boolean isPersonal;

    PersonalResponse(OutgoingResponse response, CacheHeaders cacheHeaders) {
        this.response = response;
        this.cacheHeaders = cacheHeaders;
    }

    /** The session is used. Refused if the response is on its way and tells caches that everybody may have it. */
    void usesSession(LazyVisit visit) {
        if (!isPersonal) {
            if (visit.isResponseCommitted() && !visit.isOver()) {
                cacheHeaders.requireInTime(response.raw());
            }
            isPersonal = true;
        }
    }

    /** The client is told of tokens. */
    void tellTokens(Runnable writing) {
        isPersonal = true;
        response.tell(writing);
    }

    /**
     * Also the page of an error is the visitor's own, but not once the request is over: the response may be another
     * request's by then.
     */
    void keepFromSharedCaches(LazyVisit visit) {
        if (isPersonal && !visit.isOver() && !response.isCommitted()) {
            response.whileInHand(cacheHeaders::makePrivate);
        }
    }

    /** Nothing further out has anything to add to a response that is the visitor's own. */
    void close(boolean hasFailed) throws IOException {
        if (isPersonal && !response.isAnsweredLater(hasFailed)) {
            cacheHeaders.close(response.raw());
        }
    }
}
