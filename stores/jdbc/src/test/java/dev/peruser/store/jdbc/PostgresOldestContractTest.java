package dev.peruser.store.jdbc;

import dev.peruser.it.servers.PostgresServer;

class PostgresOldestContractTest extends ServerContract {
    PostgresOldestContractTest() {
        super(PostgresServer.oldest()::emptyDatabase);
    }
}
