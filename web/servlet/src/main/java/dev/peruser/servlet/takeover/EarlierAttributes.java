package dev.peruser.servlet.takeover;

import dev.peruser.GuestToken;
import dev.peruser.SessionDataException;
import dev.peruser.UserSession;
import dev.peruser.Visit;
import jakarta.servlet.http.HttpSession;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the container's session has under names that are the visitor's now, from before they were, and how it gets into
 * the visitor's session.
 *
 * <ol>
 *   <li>It becomes a guest's session, whose token follows from the container's session. So whoever finds it there,
 *       requests in parallel or one after a crash, means the same session, and it is carried once.
 *   <li>Once it is saved, it goes from the container's session, and a {@link TakeOverMark} says so in the same save of
 *       the container. Of requests in parallel only the one that stored it does so: of several that add the same
 *       attribute to a session, Spring Session on a database lets all but one fail.
 *   <li>The response may not arrive that tells the browser of the guest token: the mark says whether it did, and until
 *       then the token is brought again.
 *   <li>A value that can't be kept stays in the container's session, unseen, and the log names it.
 * </ol>
 *
 * <p>Safe for use by many threads. Calls nothing of a visit while it is locked.
 */
public final class EarlierAttributes implements Visit.Brought {
    private static final System.Logger LOGGER = System.getLogger("dev.peruser.servlet");

    /** That the log has named, so that it does so once. */
    private final Set<String> reported;

    private final Function<HttpSession, Map<String, Object>> values;
    private final Supplier<@Nullable HttpSession> presented;
    private @Nullable HttpSession container;
    private TakeOverMark mark = TakeOverMark.NONE;
    private Map<String, Object> found = Map.of();
    private Set<String> kept = Set.of();
    private boolean isStored;
    private boolean isLeftToOthers;
    private boolean isOver;

    /**
     * Creates it, for one request.
     *
     * @param values those that a session of the container has under the names
     * @param reported names that the log has said something of, shared by all requests
     * @param presented the session that the request came with, or null
     */
    public EarlierAttributes(
            Function<HttpSession, Map<String, Object>> values,
            Set<String> reported,
            Supplier<@Nullable HttpSession> presented) {
        this.values = values;
        this.reported = reported;
        this.presented = presented;
    }

    /** Tells a visit. Code that knows PerUser's session only may be the first that needs to know. */
    public void bringTo(Visit.Builder visit) {
        @Nullable HttpSession session = isSeen() ? null : presented.get();
        if (session != null) {
            seen(session);
        }
        if (isThere()) {
            visit.bringing(this);
        }
    }

    /** The browser's session, as the container has it. The first one of a request counts. */
    public synchronized void seen(HttpSession session) {
        if (container != null) {
            return;
        }
        container = session;
        found = values.apply(session);
        mark = found.isEmpty() && !TakeOverMark.isIn(session) ? TakeOverMark.NONE : TakeOverMark.in(session);
        kept = found.keySet();
    }

    private synchronized boolean isSeen() {
        return container != null;
    }

    /** Whether there is something to be brought. */
    public synchronized boolean isThere() {
        return !isOver && (!found.isEmpty() || mark.isUntold());
    }

    @Override
    public synchronized GuestToken token() {
        return mark.token(!found.isEmpty());
    }

    @Override
    public boolean fill(UserSession session) {
        Map<String, Object> all;
        synchronized (this) {
            all = found;
        }
        Set<String> taken = new LinkedHashSet<>();
        all.forEach((name, value) -> {
            try {
                session.put(name, value);
                taken.add(name);
            } catch (SessionDataException e) {
                if (reported.add(name)) {
                    LOGGER.log(
                            System.Logger.Level.ERROR,
                            "peruser.not-taken-over: attribute '" + name
                                    + "' of the HttpSession, from before it was the"
                                    + " visitor's, stays there and is not shown",
                            e);
                }
            }
        });
        synchronized (this) {
            kept = taken;
        }
        return !taken.isEmpty();
    }

    @Override
    public synchronized void stored(boolean isOthers) {
        isStored = true;
        isLeftToOthers = isOthers && !found.isEmpty();
    }

    /**
     * What was changed is saved, and the guest's token told, if there is one to be told.
     *
     * @param isToldNow whether the response tells the browser of a token
     */
    public void saved(boolean isToldNow) {
        try {
            synchronized (this) {
                if (container == null || !isThere()) {
                    return;
                }
            }
            leave(container, isToldNow);
        } catch (IllegalStateException e) {
            // the container's session was invalidated, and what it had is gone with it
        }
    }

    private void leave(HttpSession session, boolean isToldNow) {
        boolean hasNewId = !mark.isOf(session);
        List<String> taken;
        TakeOverMark after;
        synchronized (this) {
            after = isStored && !isLeftToOthers ? mark.taken(!found.isEmpty(), isToldNow) : mark;
            taken = isStored && (!isLeftToOthers || hasNewId) ? List.copyOf(kept) : List.of();
            isOver = isStored;
        }
        taken.forEach(session::removeAttribute);
        if (!after.equals(mark) || (!isStored && hasNewId)) {
            after.write(session);
        }
    }
}
