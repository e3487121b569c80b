package dev.peruser.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.it.servers.TestDatabase;
import dev.peruser.store.SessionStore;
import dev.peruser.store.tck.SessionStoreContract;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;

/** The contract on a database server, with a pool and a table of its own for each test. */
abstract class ServerContract extends SessionStoreContract {
    private final Supplier<TestDatabase> emptyDatabases;
    private final Function<TestDatabase, String> url;
    private TestDatabase database;
    private HikariDataSource pool;

    ServerContract(Supplier<TestDatabase> emptyDatabases) {
        this(emptyDatabases, TestDatabase::url);
    }

    /**
     * With another driver than the server's own.
     *
     * @param url by which the pool connects
     */
    ServerContract(Supplier<TestDatabase> emptyDatabases, Function<TestDatabase, String> url) {
        this.emptyDatabases = emptyDatabases;
        this.url = url;
    }

    @Override
    protected SessionStore openEmpty() {
        database = emptyDatabases.get();
        pool = Pools.of(database, url.apply(database));
        return open();
    }

    @Override
    protected Optional<SessionStore> reopen() {
        return Optional.of(open());
    }

    private SessionStore open() {
        return JdbcSessionStore.builder(pool).table(database.table()).build();
    }

    @AfterEach
    void closePool() {
        pool.close();
    }
}
