package dev.peruser.servlet.takeover;

import dev.peruser.GuestToken;
import jakarta.servlet.http.HttpSession;

/**
 * What a container's session says of values that were taken over from it: by which place their tokens go, how often
 * values were taken, and whether the browser has the token of the last ones. The place is what the session's id was
 * when values were found first, with the time of its creation: ids change at a sign-in.
 */
record TakeOverMark(String place, int times, boolean isUntold) {
    static final TakeOverMark NONE = new TakeOverMark("", 0, false);

    private static final String ATTRIBUTE = "peruser.taken-over";

    static boolean isIn(HttpSession session) {
        return session.getAttribute(ATTRIBUTE) != null;
    }

    /** The mark of a session, or a new one. */
    static TakeOverMark in(HttpSession session) {
        String[] parts = session.getAttribute(ATTRIBUTE) instanceof String text ? text.split(" ", 3) : new String[0];
        try {
            return parts.length < 3
                    ? new TakeOverMark(placeOf(session), 0, false)
                    : new TakeOverMark(parts[2], Integer.parseInt(parts[0]), parts[1].equals("untold"));
        } catch (NumberFormatException e) {
            return new TakeOverMark(placeOf(session), 0, false);
        }
    }

    private static String placeOf(HttpSession session) {
        return session.getId() + " " + session.getCreationTime();
    }

    /** Whether the token of a session's values follows from the session as it is now. */
    boolean isOf(HttpSession session) {
        return place.equals(placeOf(session));
    }

    /**
     * The token of what is there now, or of what was taken last.
     *
     * @param isValueThere which of them
     */
    GuestToken token(boolean isValueThere) {
        return GuestToken.ofPlace(place + " " + (isValueThere ? times : times - 1));
    }

    /**
     * The mark after values were taken, or a token was brought again.
     *
     * @param isValueThere whether there were values
     * @param isToldNow whether a response is on its way that tells the browser of a token
     */
    TakeOverMark taken(boolean isValueThere, boolean isToldNow) {
        return new TakeOverMark(place, isValueThere ? times + 1 : times, isToldNow);
    }

    void write(HttpSession session) {
        session.setAttribute(ATTRIBUTE, times + (isUntold ? " untold " : " told ") + place);
    }
}
