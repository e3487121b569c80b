package dev.peruser.it.scenarios;

import dev.peruser.nearcache.NearCachedSessionStore;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import java.nio.file.Path;

class NearCacheScenariosIT extends Scenarios {

    @Override
    SessionStore open(Path folder) {
        return new InMemorySessionStore();
    }

    @Override
    SessionStore inFrontOf(SessionStore store) {
        return NearCachedSessionStore.builder(store).build();
    }
}
