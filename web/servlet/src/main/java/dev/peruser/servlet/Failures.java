package dev.peruser.servlet;

import dev.peruser.ConflictException;
import dev.peruser.StoreException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * What happens when changes could not be saved: no sign of a success.
 *
 * <p>One kind of mistake has one status, wherever it is found. A store that is down, slow, busy or wrongly set up, and
 * a conflict until the deadline, are 503: the same request can succeed later. All else is a mistake of the application,
 * a value that can't be stored or a rule that throws: 500, as if the application had thrown it.
 */
final class Failures {
    private static final System.Logger LOGGER = System.getLogger("dev.peruser.servlet");

    private static final int MOST_CAUSES = 100;

    private Failures() {}

    static int status(Throwable failure) {
        return isOfStore(failure)
                ? HttpServletResponse.SC_SERVICE_UNAVAILABLE
                : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    }

    private static boolean isOfStore(Throwable failure) {
        return failure instanceof StoreException || failure instanceof ConflictException;
    }

    /** The store's failure that is behind an exception. Causes may go in a circle, as far as Java is concerned. */
    static Optional<RuntimeException> ofStore(Throwable thrown) {
        Throwable cause = thrown;
        for (int links = 0; cause != null && links < MOST_CAUSES; links++, cause = cause.getCause()) {
            if (isOfStore(cause)) {
                return Optional.of((RuntimeException) cause);
            }
        }
        return Optional.empty();
    }

    /** Whether the answer is sent as an error; otherwise it is thrown, and the container makes the page of it. */
    static boolean isSent(RuntimeException failure) {
        return isOfStore(failure);
    }

    /** Replaces the response by the application's page for the error, if it has one. */
    static void answer(HttpServletResponse response, RuntimeException failure) throws IOException {
        if (!prepare(response)) {
            return;
        }
        if (!isOfStore(failure)) {
            throw failure;
        }
        response.sendError(status(failure), "The session could not be loaded or saved. Please try again.");
    }

    /** As {@link #answer}, where there can't be a page. */
    static void answerPlainly(HttpServletResponse response, RuntimeException failure) {
        if (prepare(response)) {
            response.setStatus(status(failure));
        }
    }

    private static boolean prepare(HttpServletResponse response) {
        if (response.isCommitted()) {
            LOGGER.log(
                    System.Logger.Level.ERROR,
                    "peruser.response-unfinished: the response was committed before the session could not be saved: the client sees it unfinished");
            return false;
        }
        LostBody.clear(response);
        return true;
    }
}
