package dev.peruser.it.interleavings;

import dev.peruser.GuestToken;
import dev.peruser.UserSession;
import dev.peruser.Visit;

/** Another place in which a browser has an item. All requests of the browser find the same there. */
final class Place implements Visit.Brought {
    static final String ITEM = "g5";
    static final GuestToken TOKEN = GuestToken.ofPlace("the browser's other place");

    private boolean isStored;

    @Override
    public GuestToken token() {
        return TOKEN;
    }

    @Override
    public boolean fill(UserSession session) {
        Stage.put(session, ITEM);
        return true;
    }

    @Override
    public void stored(boolean isOthers) {
        isStored = true;
    }

    boolean isStored() {
        return isStored;
    }
}
