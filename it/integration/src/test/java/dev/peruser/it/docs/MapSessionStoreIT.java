package dev.peruser.it.docs;

import dev.peruser.store.SessionStore;
import dev.peruser.store.tck.SessionStoreContract;

// snippet:contract
class MapSessionStoreIT extends SessionStoreContract {
    @Override
    protected SessionStore openEmpty() {
        return new MapSessionStore();
    }
}
// end
