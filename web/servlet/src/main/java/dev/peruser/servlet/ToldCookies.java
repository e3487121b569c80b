package dev.peruser.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The cookies that a response was given. A response that is reset needs them again, and so does one that ignored them:
 * Tomcat takes none between {@code sendError} and the dispatch of the error page.
 */
final class ToldCookies {
    private final List<Runnable> told = new CopyOnWriteArrayList<>();
    private final List<Runnable> ignored = new CopyOnWriteArrayList<>();

    /** Sets cookies. */
    void tell(Runnable cookies, HttpServletResponse response) {
        told.add(cookies);
        if (!isTaken(cookies, response)) {
            ignored.add(cookies);
        }
    }

    /** Only a response that looks committed may have ignored them. */
    private static boolean isTaken(Runnable cookies, HttpServletResponse response) {
        boolean isDoubtful = response.isCommitted();
        int before = isDoubtful ? count(response) : 0;
        cookies.run();
        return !isDoubtful || count(response) > before;
    }

    private static int count(HttpServletResponse response) {
        return response.getHeaders("Set-Cookie").size();
    }

    /** The response was reset. */
    void tellAgain() {
        told.forEach(Runnable::run);
    }

    /** The response takes cookies again. */
    void tellWhatWasIgnored() {
        List<Runnable> again = List.copyOf(ignored);
        ignored.clear();
        again.forEach(Runnable::run);
    }
}
