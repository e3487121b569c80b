package dev.peruser.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.it.servers.MariaDbServer;
import dev.peruser.it.servers.PostgresServer;
import dev.peruser.it.servers.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/** A database of an application's, with a table of accounts that is not there yet. */
final class RecordPlace implements AutoCloseable {
    final HikariDataSource pool;
    final String table;

    private RecordPlace(HikariDataSource pool, String table) {
        this.pool = pool;
        this.table = table;
    }

    /** Opens one. */
    interface Kind {
        RecordPlace open(Path folder);
    }

    static RecordPlace postgresql(Path folder) {
        return on(PostgresServer.newest().emptyDatabase());
    }

    static RecordPlace oldPostgresql(Path folder) {
        return on(PostgresServer.oldest().emptyDatabase());
    }

    static RecordPlace mariaDb(Path folder) {
        return on(MariaDbServer.newer().emptyDatabase());
    }

    static RecordPlace mariaDbByMySqlDriver(Path folder) {
        TestDatabase database = MariaDbServer.newer().emptyDatabase();
        return new RecordPlace(Pools.of(database, Pools.forMySqlDriver(database)), database.table());
    }

    private static RecordPlace on(TestDatabase database) {
        return new RecordPlace(Pools.of(database), database.table());
    }

    static RecordPlace h2(Path folder) {
        return local("jdbc:h2:mem:" + UUID.randomUUID());
    }

    static RecordPlace sqlite(Path folder) {
        return local("jdbc:sqlite:" + folder.resolve(UUID.randomUUID() + ".db") + "?journal_mode=WAL");
    }

    private static RecordPlace local(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMinimumIdle(1);
        return new RecordPlace(new HikariDataSource(config), "account");
    }

    DataSource database() {
        return pool;
    }

    /** Accounts with names, and columns for sessions that nobody has set. */
    RecordPlace withAccounts(String dataType) {
        execute("CREATE TABLE " + table + " (id VARCHAR(100) NOT NULL PRIMARY KEY, email VARCHAR(100), session_data "
                + dataType + ", session_version BIGINT)");
        return this;
    }

    void execute(String sql) {
        try {
            LocalDatabases.execute(pool, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    String query(String sql) {
        try {
            return LocalDatabases.query(pool, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void insert(String id) {
        execute("INSERT INTO " + table + " (id) VALUES ('" + id + "')");
    }

    /** Records beside the accounts. */
    JdbcUserRecordsBuilder records() {
        return JdbcUserRecords.builder(pool).table(table);
    }

    /** Records in a table of their own. */
    JdbcUserRecordsBuilder sideTable() {
        return JdbcUserRecords.builder(pool).table(table + "_session").sideTable();
    }

    @Override
    public void close() {
        execute("DROP TABLE IF EXISTS " + table);
        execute("DROP TABLE IF EXISTS " + table + "_session");
        pool.close();
    }
}
