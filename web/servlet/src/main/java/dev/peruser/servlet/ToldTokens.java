package dev.peruser.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The tokens that a response was to tell of. One that is reset needs them again, and so does one that ignored them:
 * Tomcat takes none between {@code sendError} and the dispatch of the error page.
 */
final class ToldTokens {
    private final List<Runnable> told = new CopyOnWriteArrayList<>();
    private final List<Runnable> ignored = new CopyOnWriteArrayList<>();

    /** Adds headers. */
    void tell(Runnable headers, HttpServletResponse response) {
        told.add(headers);
        if (!isTaken(headers, response)) {
            ignored.add(headers);
        }
    }

    /** Only a response that looks committed may have ignored them. */
    private static boolean isTaken(Runnable headers, HttpServletResponse response) {
        boolean isDoubtful = response.isCommitted();
        int before = isDoubtful ? count(response) : 0;
        headers.run();
        return !isDoubtful || count(response) > before;
    }

    private static int count(HttpServletResponse response) {
        return response.getHeaderNames().stream()
                .mapToInt(name -> response.getHeaders(name).size())
                .sum();
    }

    /** The response was reset. */
    void tellAgain() {
        told.forEach(Runnable::run);
    }

    /** The response takes headers again. */
    void tellWhatWasIgnored() {
        List<Runnable> again = List.copyOf(ignored);
        ignored.clear();
        again.forEach(Runnable::run);
    }
}
