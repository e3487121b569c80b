package dev.peruser.store.tck.faults;

import dev.peruser.store.SessionStore;
import dev.peruser.store.tck.SessionStoreContract;

/** As long as it is told nothing, it is a store like any other. */
class FailingSessionStoreContractTest extends SessionStoreContract {
    @Override
    protected SessionStore openEmpty() {
        return FailingSessionStore.inMemory();
    }
}
