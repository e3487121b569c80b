package dev.peruser.it.scenarios;

import dev.peruser.it.servers.MariaDbServer;
import dev.peruser.store.SessionStore;
import java.nio.file.Path;

class MariaDbScenariosIT extends Scenarios {

    @Override
    SessionStore open(Path folder) {
        return in(MariaDbServer.newer().emptyDatabase());
    }
}
