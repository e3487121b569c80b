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
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;

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
    /** The table, its large values, and the indexes of both. */
    private static final String PREWARM = "WITH rel AS (SELECT oid, reltoastrelid FROM pg_class WHERE relname = '%s'),"
            + " tables AS (SELECT oid FROM rel UNION SELECT reltoastrelid FROM rel WHERE reltoastrelid <> 0),"
            + " parts AS (SELECT oid FROM tables UNION SELECT indexrelid FROM pg_index WHERE indrelid IN (TABLE tables))"
            + " SELECT sum(pg_prewarm(oid::regclass)) FROM parts";
    /** It warns of that. Kept, because the JDK forgets the level of a logger that nobody refers to. */
    private static final Logger WARNINGS = Logger.getLogger("dev.peruser.store.jdbc");

    static {
        WARNINGS.setLevel(Level.SEVERE);
    }

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

    /**
     * A checkpoint at the end leaves nothing of the filling for later. Everything is brought into the server's own
     * memory, as it is after some hours of work: otherwise the first look at each page is what is measured.
     */
    @Override
    public void multiply(String key, int count) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            Rows.multiply(connection, database.table(), key, count);
            connection.setAutoCommit(true);
            statement.execute("VACUUM (ANALYZE) " + database.table());
            statement.execute("CHECKPOINT");
            statement.execute("CREATE EXTENSION IF NOT EXISTS pg_prewarm");
            statement.execute(PREWARM.formatted(database.table()));
        }
    }

    /** One that sends many rows at once. */
    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", database.user());
        properties.setProperty("password", database.password());
        properties.setProperty("reWriteBatchedInserts", "true");
        return DriverManager.getConnection(database.url(), properties);
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
