package dev.peruser.migration;

import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import dev.peruser.store.tck.SessionStoreContract;

class MovingStoreContractTest extends SessionStoreContract {

    @Override
    protected SessionStore openEmpty() {
        return MovingSessionStore.from(new InMemorySessionStore(), new InMemorySessionStore());
    }
}
