package dev.peruser.store.jdbc;

import dev.peruser.it.servers.PostgresServer;

class PostgresNewestContractTest extends ServerContract {
    PostgresNewestContractTest() {
        super(PostgresServer.newest()::emptyDatabase);
    }
}
