package dev.peruser.store.jdbc;

import dev.peruser.it.servers.MariaDbServer;

class MariaDbOlderContractTest extends ServerContract {
    MariaDbOlderContractTest() {
        super(MariaDbServer.older()::emptyDatabase);
    }
}
