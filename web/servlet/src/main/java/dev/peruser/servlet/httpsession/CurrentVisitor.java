package dev.peruser.servlet.httpsession;

import dev.peruser.UserSession;

/** What the {@code HttpSession} of a request has to know of its visitor. */
public interface CurrentVisitor {

    /** The visitor's session. */
    UserSession session();

    /**
     * Whether there may be something in the visitor's session; nothing is loaded to find out.
     *
     * @throws IllegalStateException if who the visitor is is being found out at this moment
     */
    boolean maybeHasSession();

    /**
     * Whether somebody who asks for an {@code HttpSession} where there is none may get one, if the visitor's session
     * has something for it: the visitor is known, has something that a session may be found by, and can be told of it.
     */
    boolean mayGetHttpSession();

    /** Whether the response is on its way, so that nothing that is changed now can be saved. */
    boolean isTooLate();

    /** Whether somebody has signed out in this request. */
    boolean hasSignedOut();

    /** Whether somebody is signed in. */
    boolean isUser();
}
