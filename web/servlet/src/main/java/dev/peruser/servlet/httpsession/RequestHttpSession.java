package dev.peruser.servlet.httpsession;

import dev.peruser.SessionDataException;
import dev.peruser.UserSession;
import jakarta.servlet.http.HttpSession;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
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
public final class RequestHttpSession {
    private static final System.Logger LOGGER = System.getLogger("dev.peruser.servlet");

    private final Predicate<String> names;
    private final CurrentVisitor visitor;
    private final Set<String> setSince = new HashSet<>();
    private @Nullable PersonalHttpSession current;
    private boolean isInvalidated;
    private boolean isGuestToGo;

    RequestHttpSession(Predicate<String> names, CurrentVisitor visitor) {
        this.names = names;
        this.visitor = visitor;
    }

    /**
     * The session, for whoever asks the request.
     *
     * @param isWanted whether one is to be made if there is none
     * @param container asks the container, in the same words
     */
    public synchronized @Nullable HttpSession find(
            boolean isWanted, Function<Boolean, @Nullable HttpSession> container) {
        @Nullable HttpSession found = container.apply(isWanted);
        if (found == null && !isInvalidated && visitor.mayGetHttpSession() && !names().isEmpty()) {
            found = container.apply(true);
        }
        return found == null ? null : of(found);
    }

    private HttpSession of(HttpSession container) {
        @Nullable PersonalHttpSession known = current;
        if (known == null || !known.isOf(container)) {
            known = new PersonalHttpSession(container, this);
            current = known;
        }
        return known;
    }

    /** What is changed is about to be saved. */
    public synchronized void beforeCommit() {
        if (isGuestToGo && !isCarried()) {
            isGuestToGo = false;
            UserSession session = visitor.session();
            session.names().stream()
                    .filter(name -> names.test(name) && !setSince.contains(name))
                    .forEach(session::remove);
        }
    }

    /** Whether somebody has signed in since the guest's session was ended. */
    private boolean isCarried() {
        isGuestToGo = isGuestToGo && !visitor.isUser();
        return !isGuestToGo;
    }

    private boolean isHidden(String name) {
        return isGuestToGo && !setSince.contains(name) && !isCarried();
    }

    // ---- for the session

    boolean isServed(String name) {
        return names.test(name);
    }

    synchronized Set<String> names() {
        return visitor.maybeHasSession()
                ? visitor.session().names().stream()
                        .filter(name -> names.test(name) && !isHidden(name))
                        .collect(Collectors.toSet())
                : Set.of();
    }

    synchronized @Nullable Object get(String name) {
        return visitor.maybeHasSession() && !isHidden(name)
                ? visitor.session().get(name).orElse(null)
                : null;
    }

    /** Returns what was there before. */
    synchronized @Nullable Object set(String name, Object value) {
        @Nullable Object kept = readable(name);
        @Nullable Object before = isHidden(name) ? null : kept;
        if (!isSame(kept, value) && !isTooLate(name)) {
            visitor.session().put(name, value);
        } // else it was changed in place, which is found by itself
        setSince.add(name);
        return before;
    }

    @SuppressWarnings("ReferenceEquality") // an equal one is a value of its own
    private static boolean isSame(@Nullable Object kept, Object value) {
        return kept == value;
    }

    /** Returns what was there before. */
    synchronized @Nullable Object remove(String name) {
        @Nullable Object before = isHidden(name) ? null : readable(name);
        setSince.remove(name);
        if (visitor.maybeHasSession() && !isTooLate(name)) {
            visitor.session().remove(name);
        }
        return before;
    }

    /** Containers take what is set when the response is written already, and code that does so knows no other way. */
    private boolean isTooLate(String name) {
        if (visitor.isTooLate()) {
            LOGGER.log(
                    System.Logger.Level.ERROR,
                    "peruser.set-too-late: attribute '" + name + "' of the HttpSession was set or removed after the"
                            + " response was committed, so the change is lost: change it earlier, or enlarge the response"
                            + " buffer");
            return true;
        }
        return false;
    }

    /** What can't be read is as good as not there for whoever replaces it. */
    @Nullable Object readable(String name) {
        try {
            return visitor.maybeHasSession() ? visitor.session().get(name).orElse(null) : null;
        } catch (SessionDataException e) {
            return null;
        }
    }

    /** Whether what the visitor has is to go with the container's session. */
    synchronized boolean goesWithContainers() {
        return !visitor.hasSignedOut() && !visitor.isUser() && visitor.maybeHasSession();
    }

    synchronized void invalidated(boolean isGone) {
        isInvalidated = true;
        isGuestToGo = isGone || isGuestToGo;
        setSince.clear();
    }
}
