package dev.peruser.store.tck;

import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;

class InMemorySessionStoreTest extends SessionStoreContract {
    @Override
    protected SessionStore openEmpty() {
        return new InMemorySessionStore();
    }
}
