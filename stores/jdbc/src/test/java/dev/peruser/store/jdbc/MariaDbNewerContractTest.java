package dev.peruser.store.jdbc;

import dev.peruser.it.servers.MariaDbServer;

class MariaDbNewerContractTest extends ServerContract {
    MariaDbNewerContractTest() {
        super(MariaDbServer.newer()::emptyDatabase);
    }
}
