package dev.peruser.it.soak;

import dev.peruser.UserSession;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** A session in a static field, as applications should not have one. */
final class KeptSession {
    private static final String END = "end";
    private static final AtomicReference<Kept> KEPT = new AtomicReference<>();

    private KeptSession() {}

    private record Kept(UserSession session, AtomicBoolean isOver) {}

    static void keep(UserSession session, HttpServletRequest request) {
        AtomicBoolean isOver = new AtomicBoolean();
        request.setAttribute(END, isOver);
        KEPT.set(new Kept(session, isOver));
    }

    /** All filters are through with the request. */
    static void end(HttpServletRequest request) {
        if (request.getAttribute(END) instanceof AtomicBoolean isOver) {
            isOver.set(true);
        }
    }

    /** What the session of a request that is over shows: nothing. */
    static String use() {
        Kept kept = KEPT.get();
        if (kept == null || !kept.isOver.get()) {
            return "";
        }
        try {
            return Contents.text(kept.session);
        } catch (IllegalStateException e) {
            return "";
        }
    }
}
