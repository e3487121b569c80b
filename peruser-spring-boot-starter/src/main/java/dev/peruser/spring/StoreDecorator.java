package dev.peruser.spring;

import dev.peruser.store.SessionStore;

/** Puts something in front of the store, as the engine sees it. */
@FunctionalInterface
interface StoreDecorator {
    SessionStore decorate(SessionStore store);
}
