package dev.peruser.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.it.servers.MySqlServer;
import dev.peruser.it.servers.TestDatabase;
import dev.peruser.store.SessionStore;
import dev.peruser.store.tck.SessionStoreContract;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** Part of the build only if a server is named, see CONTRIBUTING.md. */
class MySqlContractTest extends SessionStoreContract {
    private TestDatabase database;
    private HikariDataSource pool;

    @Override
    protected SessionStore openEmpty() {
        database = MySqlServer.emptyDatabase();
        pool = Pools.of(database);
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
