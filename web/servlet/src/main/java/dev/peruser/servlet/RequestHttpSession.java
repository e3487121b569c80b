package dev.peruser.servlet;

import dev.peruser.SessionDataException;
import dev.peruser.UserSession;
import dev.peruser.servlet.guest.PresentedGuests;
import dev.peruser.servlet.takeover.EarlierAttributes;
import jakarta.servlet.http.HttpSession;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The {@code HttpSession} of one request, whatever container or framework keeps it, and the attributes of it that are
 * the visitor's.
 *
 * <p>{@code invalidate()} says that the browser's data is to go. Of a user it ends the sign-in, and the account stays
 * as it is. Of a guest it ends what the guest has, but not at once: where a framework signs somebody in, it ends the
 * session before it says so, and then the guest's is carried.
 *
 * <p>Safe for use by many threads.
 */
final class RequestHttpSession {
    private static final System.Logger LOGGER = System.getLogger("dev.peruser.servlet");

    private final HttpSessionAttributes attributes;
    private final RequestVisit visit;
    private final RequestVisitor visitor;
    private final PresentedGuests guests;
    private final PersonalResponse personal;
    private final LazyVisit begun;
    private final EarlierAttributes earlier;

    /** What has been set since the guest's session was ended. */
    private final Set<String> setSince = new HashSet<>();

    private @Nullable PersonalHttpSession current;
    private boolean isInvalidated;
    private boolean isGuestToGo;

    RequestHttpSession(
            HttpSessionAttributes attributes,
            RequestVisit visit,
            RequestVisitor visitor,
            PresentedGuests guests,
            PersonalResponse personal,
            LazyVisit begun,
            EarlierAttributes earlier) {
        this.attributes = attributes;
        this.visit = visit;
        this.visitor = visitor;
        this.guests = guests;
        this.personal = personal;
        this.begun = begun;
        this.earlier = earlier;
    }

    // ---- for the request

    /**
     * The session, for whoever asks the request. If there is none, but the visitor has something for it, one is made;
     * not while it is being found out who the visitor is, since what is asked for then is not the visitor's.
     *
     * @param isWanted whether one is to be made if there is none
     * @param container asks the container, in the same words
     */
    synchronized @Nullable HttpSession find(boolean isWanted, Function<Boolean, @Nullable HttpSession> container) {
        @Nullable HttpSession found = container.apply(isWanted);
        if (found != null) {
            earlier.seen(found);
        }
        if (found == null && mayBeMade() && !names().isEmpty()) {
            found = container.apply(true);
        }
        if (found == null) {
            return null;
        }
        @Nullable PersonalHttpSession known = current;
        if (known == null || !known.isOf(found)) {
            known = new PersonalHttpSession(found, this);
            current = known;
        }
        return known;
    }

    private boolean mayBeMade() {
        return !isInvalidated
                && visitor.isSettled()
                && !visit.failure().isThere()
                && !visit.response().isOnItsWay()
                && (guests.hasTokens() || isUser());
    }

    /** What is changed is about to be saved. */
    synchronized void beforeCommit() {
        if (isGuestToGo()) {
            isGuestToGo = false;
            UserSession session = visit.session();
            session.names().stream()
                    .filter(name -> isServed(name) && !setSince.contains(name))
                    .forEach(session::remove);
        }
    }

    /** Not if somebody has signed in since: then it is carried. */
    private boolean isGuestToGo() {
        isGuestToGo = isGuestToGo && !isUser();
        return isGuestToGo;
    }

    private boolean isUser() {
        return visitor.current().user().isPresent();
    }

    /** Whether there may be something in the visitor's session. Nothing is loaded to find out. */
    private boolean maybeHasSession() {
        if (visitor.isBeingResolved()) {
            throw new IllegalStateException("who the visitor is can't depend on an attribute of the visitor's session:"
                    + " leave it out of peruser.http-session.attributes");
        }
        personal.usesSession(begun); // the answer depends on whether there is one
        return begun.isBegun() || begun.isOver() || guests.hasTokens() || earlier.isThere() || isUser();
    }

    /** Containers take what is set when the response is written already, and code that does so knows no other way. */
    private boolean isTooLate(String name) {
        boolean isTooLate = visit.response().isOnItsWay();
        if (isTooLate) {
            LOGGER.log(
                    System.Logger.Level.ERROR,
                    "peruser.set-too-late: attribute '" + name + "' of the HttpSession was set or removed after the"
                            + " response was committed, so the change is lost: change it earlier, or enlarge the response"
                            + " buffer");
        }
        return isTooLate;
    }

    // ---- for the session

    boolean isServed(String name) {
        return attributes.contains(name);
    }

    synchronized Set<String> names() {
        return maybeHasSession()
                ? visit.session().names().stream()
                        .filter(name -> isServed(name) && !isHidden(name))
                        .collect(Collectors.toSet())
                : Set.of();
    }

    private boolean isHidden(String name) {
        return isGuestToGo() && !setSince.contains(name);
    }

    synchronized @Nullable Object get(String name) {
        return maybeHasSession() && !isHidden(name) ? visit.session().get(name).orElse(null) : null;
    }

    /** Returns what was there before. The same object again is no change: if it was changed in place, that is found. */
    @SuppressWarnings("ReferenceEquality") // an equal one is a value of its own
    synchronized @Nullable Object set(String name, Object value) {
        @Nullable Object kept = readable(name);
        boolean isHidden = isHidden(name);
        if (kept != value && !isTooLate(name)) {
            visit.session().put(name, value);
        }
        setSince.add(name);
        return isHidden ? null : kept;
    }

    /** Returns what was there before. */
    synchronized @Nullable Object remove(String name) {
        @Nullable Object before = isHidden(name) ? null : readable(name);
        setSince.remove(name);
        if (maybeHasSession() && !isTooLate(name)) {
            visit.session().remove(name);
        }
        return before;
    }

    /** What can't be read is as good as not there for whoever replaces it. */
    @Nullable Object readable(String name) {
        try {
            return maybeHasSession() ? visit.session().get(name).orElse(null) : null;
        } catch (SessionDataException e) {
            return null;
        }
    }

    /** Whether what the visitor has goes with the container's session: a guest's, unless it ends after a sign-out. */
    synchronized boolean goesWithContainers() {
        return !visitor.hasSignedOut() && !isUser() && maybeHasSession();
    }

    synchronized void invalidated(boolean isGone) {
        isInvalidated = true;
        isGuestToGo = isGone || isGuestToGo;
        setSince.clear();
    }
}
