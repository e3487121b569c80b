package dev.peruser.it.scenarios;

import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import java.nio.file.Path;

class InMemoryScenariosIT extends Scenarios {

    @Override
    SessionStore open(Path folder) {
        return new InMemorySessionStore();
    }

    @Override
    public int firstRequests() {
        return 100;
    }
}
