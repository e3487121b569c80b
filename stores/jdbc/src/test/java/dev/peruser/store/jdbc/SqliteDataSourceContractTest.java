package dev.peruser.store.jdbc;

import dev.peruser.store.SessionStore;
import dev.peruser.store.tck.SessionStoreContract;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** An application's own SQLite file, without a pool and in the driver's default journal mode. */
class SqliteDataSourceContractTest extends SessionStoreContract {
    @TempDir
    private Path directory;

    @Override
    protected SessionStore openEmpty() {
        SQLiteDataSource dataSource = new SQLiteDataSource();
        dataSource.setUrl("jdbc:sqlite:" + directory.resolve("application.db"));
        return JdbcSessionStore.builder(dataSource).build();
    }

    @Override
    protected Optional<SessionStore> reopen() {
        return Optional.of(openEmpty());
    }
}
