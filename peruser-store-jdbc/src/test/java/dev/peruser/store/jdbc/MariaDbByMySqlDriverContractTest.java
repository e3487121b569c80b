package dev.peruser.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.it.servers.MariaDbServer;
import dev.peruser.it.servers.TestDatabase;
import dev.peruser.store.SessionStore;
import dev.peruser.store.tck.SessionStoreContract;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** The dialect of MySQL, as far as MariaDB can show it. */
class MariaDbByMySqlDriverContractTest extends SessionStoreContract {
    private TestDatabase database;
    private HikariDataSource pool;

    @Override
    protected SessionStore openEmpty() {
        database = MariaDbServer.newer().emptyDatabase();
        pool = Pools.of(database, Pools.forMySqlDriver(database));
        return JdbcSessionStore.builder(pool).table(database.table()).build();
    }

    @Override
    protected Optional<SessionStore> reopen() {
        return Optional.of(
                JdbcSessionStore.builder(pool).table(database.table()).build());
    }

    @AfterEach
    void closePool() {
        pool.close();
    }
}
