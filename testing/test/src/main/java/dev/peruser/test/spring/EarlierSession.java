package dev.peruser.test.spring;

import dev.peruser.UserSession;
import dev.peruser.servlet.RequestVisit;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the visitor of a mock request has had before it. Only the request's own filters know who the visitor is, so it
 * is made within the request, after them and before the controller; and saved, so that the controller finds it as the
 * work of an earlier request.
 */
final class EarlierSession {
    private static final String ATTRIBUTE = EarlierSession.class.getName();

    private final List<Consumer<UserSession>> works = new ArrayList<>();

    private EarlierSession() {}

    static void add(HttpServletRequest request, Consumer<UserSession> work) {
        EarlierSession known = of(request).orElseGet(EarlierSession::new);
        known.works.add(work);
        request.setAttribute(ATTRIBUTE, known);
    }

    /** What is still to be made. */
    static Optional<EarlierSession> of(ServletRequest request) {
        return Optional.ofNullable((@Nullable EarlierSession) request.getAttribute(ATTRIBUTE));
    }

    void make(ServletRequest request) {
        request.removeAttribute(ATTRIBUTE);
        UserSession session = RequestVisit.of(request)
                .orElseThrow(() -> new IllegalStateException(
                        "withSession(…) needs PerUser's filter, and this request did not go through it"))
                .session();
        works.forEach(work -> work.accept(session));
        session.commit();
    }
}
