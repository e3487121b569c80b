package dev.peruser.it.scenarios;

import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.EmbeddedSessionStore;
import java.nio.file.Path;

class EmbeddedScenariosIT extends Scenarios {

    @Override
    SessionStore open(Path folder) {
        return EmbeddedSessionStore.open(folder.resolve("peruser.db"));
    }

    @Override
    public int firstRequests() {
        return 100;
    }
}
