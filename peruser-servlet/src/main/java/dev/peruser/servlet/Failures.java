package dev.peruser.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What happens when changes could not be saved: 503, and no sign of a success. */
final class Failures {
    private static final System.Logger LOGGER = System.getLogger("dev.peruser.servlet");

    private Failures() {}

    /**
     * Replaces the response, keeping headers and cookies (a sign-in among them) but for those that describe the body.
     */
    static void answer(HttpServletResponse response) throws IOException {
        if (prepare(response)) {
            response.sendError(
                    HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                    "The session could not be loaded or saved. Please try again.");
        }
    }

    /** As {@link #answer}, on a thread that can't have an error page. */
    static void answerPlainly(HttpServletResponse response) {
        if (prepare(response)) {
            response.resetBuffer();
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }

    private static boolean prepare(HttpServletResponse response) {
        if (response.isCommitted()) {
            LOGGER.log(
                    System.Logger.Level.ERROR,
                    "peruser.response-unfinished: the response was committed before the session could not be saved: the client sees it unfinished");
            return false;
        }
        response.setHeader("Location", null);
        response.setHeader("Content-Length", null);
        response.setHeader("Content-Encoding", null);
        response.setHeader("ETag", null);
        response.setHeader("Last-Modified", null);
        response.setHeader("Cache-Control", "no-store");
        return true;
    }
}
