package dev.peruser.it.scenarios;

import dev.peruser.it.servers.PostgresServer;
import dev.peruser.store.SessionStore;
import java.nio.file.Path;

class PostgresScenariosIT extends Scenarios {

    @Override
    SessionStore open(Path folder) {
        return in(PostgresServer.newest().emptyDatabase());
    }
}
