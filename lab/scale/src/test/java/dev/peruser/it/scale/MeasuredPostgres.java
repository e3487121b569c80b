package dev.peruser.it.scale;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.it.servers.CountingSocketFactory;
import dev.peruser.it.servers.PostgresServer;
import dev.peruser.it.servers.ProcessorTime;
import dev.peruser.it.servers.TestDatabase;
import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.JdbcSessionStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** PostgreSQL with settings as on a small server of its own, flushing at each commit. */
final class MeasuredPostgres implements MeasuredServer {
    private static final int CONNECTIONS = 16;
    /** Kept, because the JDK forgets the level of a logger that nobody refers to. */
    private static final Logger LOGGER = Logger.getLogger("dev.peruser.store.jdbc");

    /**
     * Vacuum and checkpoints come when they are asked for: by themselves they would fall on one measurement or another.
     */
    private static final Map<String, String> SETTINGS = Map.of(
            "shared_buffers", "2GB",
            "max_wal_size", "16GB",
            "checkpoint_timeout", "1h",
            "wal_compression", "off",
            "autovacuum", "off",
            "log_checkpoints", "off");

    private final String table;
    private final Connection questions;
    private final ProcessHandle process;
    private final HikariDataSource pool;
    private final HikariDataSource fillingPool;
    private final JdbcSessionStore store;
    private final JdbcSessionStore fillingStore;

    private MeasuredPostgres(TestDatabase database, int partitions) throws SQLException {
        table = database.table();
        questions = DriverManager.getConnection(database.url(), database.user(), database.password());
        process = ProcessHandle.of((long) number("SELECT pg_backend_pid()"))
                .flatMap(ProcessHandle::parent)
                .orElseThrow(() -> new IllegalStateException("the server's processes can't be seen from here"));
        execute("CREATE EXTENSION pg_walinspect");
        LOGGER.setLevel(Level.SEVERE);
        createTable(partitions);
        pool = pool(database, "on");
        fillingPool = pool(database, "off");
        store = JdbcSessionStore.builder(pool).table(table).build();
        fillingStore = JdbcSessionStore.builder(fillingPool).table(table).build();
    }

    /** With the table in so many parts; 1: undivided. */
    static MeasuredPostgres start(int partitions) throws SQLException {
        return new MeasuredPostgres(PostgresServer.newest(SETTINGS).emptyDatabase(), partitions);
    }

    /**
     * As the store's own statements do, but divided by hash of the key, and compressed by PostgreSQL's own method: the
     * programs that are started here are built without LZ4, which needs about the same room.
     */
    private void createTable(int partitions) {
        String columns = "(session_key VARCHAR(200) COLLATE \"C\" NOT NULL PRIMARY KEY,"
                + " incarnation BIGINT NOT NULL, counter BIGINT NOT NULL, expires_at BIGINT NOT NULL,"
                + " body BYTEA NOT NULL)";
        if (partitions == 1) {
            execute("CREATE TABLE " + table + " " + columns + " WITH (fillfactor = 70)");
        } else {
            execute("CREATE TABLE " + table + " " + columns + " PARTITION BY HASH (session_key)");
            for (int i = 0; i < partitions; i++) {
                execute("CREATE TABLE " + table + "_" + i + " PARTITION OF " + table + " FOR VALUES WITH (MODULUS "
                        + partitions + ", REMAINDER " + i + ") WITH (fillfactor = 70)");
            }
        }
        execute("CREATE INDEX " + table + "_expires_at ON " + table + " (expires_at)");
    }

    /** Connections are kept, so that the processor time of their processes is seen. */
    private static HikariDataSource pool(TestDatabase database, String synchronousCommit) {
        HikariConfig configuration = new HikariConfig();
        configuration.setJdbcUrl(database.url());
        configuration.setUsername(database.user());
        configuration.setPassword(database.password());
        configuration.addDataSourceProperty("options", "-c synchronous_commit=" + synchronousCommit);
        configuration.addDataSourceProperty("socketFactory", CountingSocketFactory.class.getName());
        configuration.setMaximumPoolSize(CONNECTIONS);
        configuration.setMaxLifetime(0);
        return new HikariDataSource(configuration);
    }

    @Override
    public SessionStore store() {
        return store;
    }

    @Override
    public SessionStore fillingStore() {
        return fillingStore;
    }

    /** Reads and vacuum write to the log without flushing it, so a commit of nothing flushes it here. */
    @Override
    public Work work() {
        execute("SELECT pg_logical_emit_message(true, 'scale', '')");
        return new Work(
                ProcessorTime.nanosOf(process),
                (long) number("SELECT pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0')"),
                CountingSocketFactory.sent(),
                CountingSocketFactory.received());
    }

    @Override
    public Images images(Work from, Work to) {
        if (to.logBytes() - from.logBytes() < 1_000) {
            return Images.NONE;
        }
        String range =
                "('0/0'::pg_lsn + " + from.logBytes() + "::numeric, '0/0'::pg_lsn + " + to.logBytes() + "::numeric)";
        String images = " FROM pg_get_wal_block_info" + range + " WHERE block_fpi_length > 0";
        return new Images((long) number("SELECT count(*)" + images), (long)
                number("SELECT coalesce(sum(block_fpi_length), 0)" + images));
    }

    @Override
    public boolean purges() {
        return true;
    }

    @Override
    public void settle() {
        execute("VACUUM ANALYZE " + table);
        checkpoint();
    }

    /** Removes what saves left behind. */
    void vacuum() {
        execute("VACUUM " + table);
    }

    @Override
    public void checkpoint() {
        execute("CHECKPOINT");
    }

    @Override
    public Map<String, Double> sizes() {
        Map<String, Double> sizes = new LinkedHashMap<>();
        sizes.put("heap", sum("pg_relation_size(relid)", table));
        sizes.put("toast", sum("pg_total_relation_size(reltoastrelid)", table));
        sizes.put("index.key", sum("pg_relation_size(relid)", table + "_pkey"));
        sizes.put("index.expiry", sum("pg_relation_size(relid)", table + "_expires_at"));
        return sizes;
    }

    /** Over a table or index and its parts, if it has any. */
    private double sum(String size, String relation) {
        return number("SELECT sum(" + size + ") FROM pg_class JOIN (SELECT '" + relation
                + "'::regclass AS relid UNION SELECT relid FROM pg_partition_tree('" + relation
                + "')) parts ON oid = relid WHERE relkind IN ('r', 'i')");
    }

    @Override
    public Map<String, Double> remarks() {
        return Map.of(
                "hot",
                number("SELECT coalesce(sum(n_tup_hot_upd) / nullif(sum(n_tup_upd), 0)::float8, 0)"
                        + " FROM pg_stat_user_tables WHERE relname LIKE '" + table + "%'"));
    }

    @Override
    public String product() {
        try {
            return "PostgreSQL " + questions.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private double number(String question) {
        try (Statement statement = questions.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getDouble(1);
        } catch (SQLException e) {
            throw new IllegalStateException(question, e);
        }
    }

    private void execute(String command) {
        try (Statement statement = questions.createStatement()) {
            statement.execute(command);
        } catch (SQLException e) {
            throw new IllegalStateException(command, e);
        }
    }

    /** The server ends with this process, and its folder goes. */
    @Override
    public void close() throws SQLException {
        store.close();
        fillingStore.close();
        pool.close();
        fillingPool.close();
        questions.close();
    }
}
