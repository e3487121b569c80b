package dev.peruser.spring;

import dev.peruser.store.SessionStore;

/** Puts something in front of the store, as the engine sees it. */
@FunctionalInterface
public interface StoreDecorator {
    /** The store as it is used from now on. */
    SessionStore decorate(SessionStore store);
}
