package dev.peruser.spring;

import dev.peruser.store.SessionStore;
import dev.peruser.store.WrappingSessionStore;

/** What a store is called where people look: the class of the innermost one. */
public final class StoreKind {
    private StoreKind() {}

    /** Of this store. */
    public static String of(SessionStore store) {
        SessionStore innermost = store;
        while (innermost instanceof WrappingSessionStore wrapping) {
            innermost = wrapping.wrapped();
        }
        return innermost.getClass().getSimpleName();
    }
}
