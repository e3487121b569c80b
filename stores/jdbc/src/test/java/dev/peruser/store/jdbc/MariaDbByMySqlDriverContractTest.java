package dev.peruser.store.jdbc;

import dev.peruser.it.servers.MariaDbServer;

/** The dialect of MySQL, as far as MariaDB can show it. */
class MariaDbByMySqlDriverContractTest extends ServerContract {
    MariaDbByMySqlDriverContractTest() {
        super(MariaDbServer.newer()::emptyDatabase, Pools::forMySqlDriver);
    }
}
