package dev.peruser.store.jdbc;

import dev.peruser.store.SessionStore;
import dev.peruser.store.tck.SessionStoreContract;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** An application's own SQLite file, without a pool and in the driver's default journal mode. */
class SqliteDataSourceContractTest extends SessionStoreContract {
    @TempDir
    private Path directory;

    @Override
    protected SessionStore openEmpty() {
        return JdbcSessionStore.builder(LocalDatabases.sqlite(directory)).build();
    }

    @Override
    protected Optional<SessionStore> reopen() {
        return Optional.of(openEmpty());
    }
}
