package dev.peruser.store.jdbc;

import dev.peruser.store.SessionStore;
import dev.peruser.store.tck.SessionStoreContract;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;

/** In H2's compatibility mode for another product, as tests of applications like to run it. */
class H2MemoryContractTest extends SessionStoreContract {
    private JdbcConnectionPool pool;

    @Override
    protected SessionStore openEmpty() {
        pool = LocalDatabases.h2(";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH");
        return JdbcSessionStore.builder(pool).build();
    }

    @AfterEach
    void closePool() {
        pool.dispose();
    }
}
