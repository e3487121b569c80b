package dev.peruser.benchmarks.growth;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.it.servers.PostgresServer;
import dev.peruser.it.servers.TestDatabase;
import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.JdbcSessionStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A table of its own in one PostgreSQL that doesn't wait for the disk at each commit: that would take most of the time,
 * whatever grows.
 */
final class PostgresPlace implements Place {
    /** One server for all; by themselves, vacuum and checkpoints would fall on one measurement or another. */
    private static final PostgresServer SERVER = PostgresServer.newest(Map.of(
            "shared_buffers",
            "1GB",
            "max_wal_size",
            "16GB",
            "checkpoint_timeout",
            "1h",
            "autovacuum",
            "off",
            "synchronous_commit",
            "off"));

    private static final int CONNECTIONS = 16;

    private final TestDatabase database = SERVER.emptyDatabase();
    private final List<HikariDataSource> pools = new ArrayList<>();
    private final SessionStore store = another();

    @Override
    public String title() {
        return "PostgreSQL";
    }

    @Override
    public SessionStore store() {
        return store;
    }

    @Override
    public SessionStore another() {
        HikariConfig configuration = new HikariConfig();
        configuration.setJdbcUrl(database.url());
        configuration.setUsername(database.user());
        configuration.setPassword(database.password());
        configuration.setMaximumPoolSize(CONNECTIONS);
        configuration.setMinimumIdle(1);
        HikariDataSource pool = new HikariDataSource(configuration);
        pools.add(pool);
        return JdbcSessionStore.builder(pool).table(database.table()).build();
    }

    /** A checkpoint at the end leaves nothing of the filling for later. */
    @Override
    public void multiply(String key, int count) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            Rows.multiply(connection, database.table(), key, count);
            connection.setAutoCommit(true);
            statement.execute("VACUUM (ANALYZE) " + database.table());
            statement.execute("CHECKPOINT");
        }
    }

    /** The server ends with this process. */
    @Override
    public void close() throws SQLException {
        pools.forEach(HikariDataSource::close);
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS " + database.table());
        }
    }
}
