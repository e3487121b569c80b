package dev.peruser.it.soak;

import java.util.List;
import java.util.Random;
import java.util.Set;

/** How a request comes to its operation and its answer. */
enum Way {
    PLAIN,
    /** The operation runs in a forward. */
    FORWARD,
    /** In the page of an error that the servlet sends. */
    ERROR_SENT,
    /** In the page of an exception. */
    EXCEPTION,
    /** Another thread runs it, writes the answer, and completes. */
    ASYNC,
    /** Another thread runs it and dispatches. */
    ASYNC_DISPATCH,
    /** The answer is written in pieces, each flushed. */
    STREAM,
    /** The answer is a redirect. */
    REDIRECT;

    /** Operations that change who the visitor is: another thread would not see that. */
    private static final Set<String> OF_IDENTITY = Set.of("sign-in", "sign-out", "switch", "forget");

    private static final Set<String> OF_PLAIN_REQUESTS = Set.of("keep", "trouble", "kill-at");
    /** What they answer is not looked at. */
    private static final Set<String> REDIRECTED = Set.of("sign-in", "sign-out");

    static Way any(String operation, Random random) {
        if (OF_PLAIN_REQUESTS.contains(operation) || random.nextInt(100) < 60) {
            return PLAIN;
        }
        List<Way> ways = REDIRECTED.contains(operation)
                ? List.of(FORWARD, ERROR_SENT, STREAM, REDIRECT)
                : OF_IDENTITY.contains(operation)
                        ? List.of(FORWARD, ERROR_SENT, EXCEPTION, STREAM)
                        : List.of(FORWARD, ERROR_SENT, EXCEPTION, ASYNC, ASYNC_DISPATCH, STREAM);
        return ways.get(random.nextInt(ways.size()));
    }
}
