package dev.peruser.it.soak;

import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.it.servers.TestDatabase;
import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.JdbcSessionStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** A database for all server processes; a file in their folder says where it is. */
final class SharedDatabase {
    private static final String FILE = "database";
    private static final int CONNECTIONS = 8;
    private static final int PATIENCE = 2_000;

    private SharedDatabase() {}

    static SharedServer begin(Path folder, TestDatabase database) throws IOException {
        Files.write(
                folder.resolve(FILE), List.of(database.url(), database.table(), database.user(), database.password()));
        return new SharedServer() {};
    }

    static SessionStore open(Path folder) {
        return JdbcSessionStore.builder(pool(folder))
                .table(lines(folder).get(1))
                .build();
    }

    /** If there is one. */
    static Optional<DataSource> dataSource(Path folder) {
        return Files.exists(folder.resolve(FILE)) ? Optional.of(pool(folder)) : Optional.empty();
    }

    private static List<String> lines(Path folder) {
        try {
            return Files.readAllLines(folder.resolve(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HikariDataSource pool(Path folder) {
        List<String> lines = lines(folder);
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(lines.get(0));
        if (!lines.get(2).isEmpty()) {
            pool.setUsername(lines.get(2));
            pool.setPassword(lines.get(3));
        }
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setConnectionTimeout(PATIENCE);
        return pool;
    }
}
