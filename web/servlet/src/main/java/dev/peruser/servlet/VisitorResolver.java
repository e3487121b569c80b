package dev.peruser.servlet;

import dev.peruser.UserId;
import dev.peruser.Visitor;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;

/**
 * Tells who the visitor of a request is. Asked at each access to the session, so it must be quick; must not use the
 * session.
 */
@FunctionalInterface
public interface VisitorResolver {

    /** Who the visitor is at this moment. */
    Visitor resolve(HttpServletRequest request);

    /**
     * Whether what identifies the visitor has done its work, so that code that asks now is the application's. Until
     * then nobody who asks for an {@code HttpSession} gets one because of {@link HttpSessionAttributes}: it may be the
     * framework that looks there for who is signed in. By default always.
     */
    default boolean isSettled(HttpServletRequest request) {
        return true;
    }

    /**
     * The container's principal by its name; without one the visitor is a guest. A name that is blank counts as none.
     */
    static VisitorResolver containerPrincipal() {
        return request -> {
            Principal principal = request.getUserPrincipal();
            return principal == null
                            || principal.getName() == null
                            || principal.getName().isBlank()
                    ? Visitor.guest()
                    : Visitor.user(UserId.of(principal.getName()), principal);
        };
    }
}
