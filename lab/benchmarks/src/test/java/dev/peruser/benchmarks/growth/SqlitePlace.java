package dev.peruser.benchmarks.growth;

import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.EmbeddedSessionStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** An SQLite file. */
final class SqlitePlace implements Place {
    private final Path folder;
    private final List<EmbeddedSessionStore> stores = new ArrayList<>();
    private final SessionStore store;

    SqlitePlace() throws IOException {
        folder = Files.createTempDirectory("peruser-growth");
        store = another();
    }

    @Override
    public String title() {
        return "SQLite";
    }

    @Override
    public SessionStore store() {
        return store;
    }

    @Override
    public EmbeddedSessionStore another() {
        EmbeddedSessionStore made = EmbeddedSessionStore.open(file());
        stores.add(made);
        return made;
    }

    private Path file() {
        return folder.resolve("peruser.db");
    }

    @Override
    public void multiply(String key, int count) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 10000");
            statement.execute("PRAGMA synchronous = OFF");
            Rows.multiply(connection, "peruser_session", key, count);
            connection.setAutoCommit(true);
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    @Override
    public void close() throws IOException {
        stores.forEach(EmbeddedSessionStore::close);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
