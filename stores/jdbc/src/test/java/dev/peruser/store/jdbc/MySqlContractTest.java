package dev.peruser.store.jdbc;

import dev.peruser.it.servers.MySqlServer;

/** Part of the build only if a server is named, see CONTRIBUTING.md. */
class MySqlContractTest extends ServerContract {
    MySqlContractTest() {
        super(MySqlServer::emptyDatabase);
    }
}
