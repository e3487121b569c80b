package dev.peruser.servlet;

import dev.peruser.UserSession;
import dev.peruser.servlet.httpsession.CurrentVisitor;

/** What the {@code HttpSession} of a request has to know of its visitor. */
final class VisitorOfRequest implements CurrentVisitor {
    private final RequestVisit visit;
    private final RequestVisitor visitor;
    private final RequestCookies cookies;
    private final OutgoingResponse response;
    private final PersonalResponse personal;
    private final LazyVisit begun;

    VisitorOfRequest(
            RequestVisit visit,
            RequestVisitor visitor,
            RequestCookies cookies,
            OutgoingResponse response,
            PersonalResponse personal,
            LazyVisit begun) {
        this.visit = visit;
        this.personal = personal;
        this.begun = begun;
        this.visitor = visitor;
        this.cookies = cookies;
        this.response = response;
    }

    @Override
    public UserSession session() {
        requireResolved();
        return visit.session();
    }

    @Override
    public boolean maybeHasSession() {
        requireResolved();
        personal.usesSession(begun); // the answer depends on whether there is one
        return begun.isBegun() || begun.isOver() || cookies.hasTokens() || isUser();
    }

    private void requireResolved() {
        if (visitor.isBeingResolved()) {
            throw new IllegalStateException("who the visitor is can't depend on an attribute of the visitor's session:"
                    + " leave it out of peruser.http-session.attributes");
        }
    }

    @Override
    public boolean mayGetHttpSession() {
        return visitor.isSettled() && !visit.failure().isThere() && !isTooLate() && (cookies.hasTokens() || isUser());
    }

    @Override
    public boolean isTooLate() {
        return response.isOnItsWay();
    }

    @Override
    public boolean hasSignedOut() {
        return visitor.hasSignedOut();
    }

    @Override
    public boolean isUser() {
        return visitor.current().user().isPresent();
    }
}
