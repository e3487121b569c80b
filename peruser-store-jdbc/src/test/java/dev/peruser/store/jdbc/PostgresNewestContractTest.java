package dev.peruser.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.it.servers.PostgresServer;
import dev.peruser.it.servers.TestDatabase;
import dev.peruser.store.SessionStore;
import dev.peruser.store.tck.SessionStoreContract;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class PostgresNewestContractTest extends SessionStoreContract {
    private TestDatabase database;
    private HikariDataSource pool;

    @Override
    protected SessionStore openEmpty() {
        database = PostgresServer.newest().emptyDatabase();
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
