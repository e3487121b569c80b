package dev.peruser.store.jdbc;

import dev.peruser.store.SessionStore;
import dev.peruser.store.tck.SessionStoreContract;
import java.nio.file.Path;
import java.util.Optional;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class H2FileContractTest extends SessionStoreContract {
    @TempDir
    private Path directory;

    private JdbcConnectionPool pool;

    @Override
    protected SessionStore openEmpty() {
        pool = JdbcConnectionPool.create("jdbc:h2:file:" + directory.resolve("application"), "sa", "");
        return JdbcSessionStore.builder(pool).build();
    }

    @Override
    protected Optional<SessionStore> reopen() {
        return Optional.of(JdbcSessionStore.builder(pool).build());
    }

    @AfterEach
    void closePool() {
        pool.dispose();
    }
}
