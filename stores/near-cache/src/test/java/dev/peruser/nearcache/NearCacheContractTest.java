package dev.peruser.nearcache;

import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import dev.peruser.store.tck.SessionStoreContract;

class NearCacheContractTest extends SessionStoreContract {

    @Override
    protected SessionStore openEmpty() {
        return NearCachedSessionStore.builder(new InMemorySessionStore()).build();
    }
}
