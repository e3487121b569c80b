package dev.peruser.store.jdbc;

import static dev.peruser.store.WriteResult.APPLIED;
import static dev.peruser.store.jdbc.LocalDatabases.execute;
import static dev.peruser.store.jdbc.LocalDatabases.query;
import static dev.peruser.store.tck.SampleSessions.USER;
import static dev.peruser.store.tck.SampleSessions.assertFails;
import static dev.peruser.store.tck.SampleSessions.creation;
import static dev.peruser.store.tck.SampleSessions.first;
import static dev.peruser.store.tck.SampleSessions.load;
import static dev.peruser.store.tck.SampleSessions.patience;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peruser.StoreException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Databases that are not as they should be: each gets a message with what to do. */
class DatabasePreparerTest {
    @TempDir
    private Path directory;

    private final String url = "jdbc:h2:mem:" + UUID.randomUUID();
    private final JdbcConnectionPool h2 = JdbcConnectionPool.create(url, "sa", "secret");

    @AfterEach
    void close() {
        h2.dispose();
    }

    @Test
    void table_isCreatedUnderAnotherName() throws Exception {
        try (Connection kept = h2.getConnection();
                JdbcSessionStore store =
                        JdbcSessionStore.builder(h2).table("visitors").build()) {
            assertThat(store.save(USER, creation("text"), patience())).isEqualTo(APPLIED);
            try (Statement statement = kept.createStatement()) {
                assertThat(statement.executeUpdate("DELETE FROM visitors")).isEqualTo(1);
            }
        }
    }

    /** Servers and drivers log the question as an error. */
    @Test
    void table_thatIsMissingIsCreatedBeforeAnythingIsAskedOfIt() {
        RecordingDataSource recorded = new RecordingDataSource(h2);
        try (JdbcSessionStore store = JdbcSessionStore.builder(recorded.get()).build()) {
            assertThat(store.load(USER, patience())).isEmpty();
        }
        assertThat(recorded.sent.stream().filter(sql -> sql.contains("peruser_session")))
                .first()
                .asString()
                .startsWith("CREATE TABLE");
    }

    @Test
    void table_thatIsRequiredAndMissingIsNamedWithItsStatements() throws Exception {
        try (Connection kept = h2.getConnection();
                JdbcSessionStore store =
                        JdbcSessionStore.builder(h2).requireTable().build()) {
            assertFails(
                    () -> store.load(USER, patience()),
                    "H2, table peruser_session",
                    "missing",
                    "dev/peruser/store/jdbc/h2.sql");
            try (JdbcSessionStore creating = JdbcSessionStore.builder(h2).build()) {
                creating.load(USER, patience());
            }
            assertThat(store.load(USER, patience()))
                    .as("at the next use it is there")
                    .isEmpty();
            assertThat(kept.isClosed()).isFalse();
        }
    }

    @Test
    void table_thatIsMissingInSqliteIsNamedWithItsStatements() {
        try (JdbcSessionStore store =
                JdbcSessionStore.builder(sqlite(false)).requireTable().build()) {
            assertFails(() -> store.load(USER, patience()), "dev/peruser/store/jdbc/sqlite.sql");
        }
    }

    @Test
    void table_ofSomebodyElseIsRefused() throws Exception {
        execute(h2, "CREATE TABLE peruser_session (id INTEGER PRIMARY KEY, name VARCHAR)");
        try (JdbcSessionStore store = JdbcSessionStore.builder(h2).build()) {
            assertFails(() -> store.load(USER, patience()), "other columns");
        }
    }

    @Test
    void table_whoseBodyHasAnotherTypeIsRefused() throws Exception {
        execute(
                h2,
                "CREATE TABLE peruser_session (session_key VARCHAR(200) PRIMARY KEY, incarnation BIGINT, counter BIGINT,"
                        + " expires_at BIGINT, body BLOB)");
        try (JdbcSessionStore store = JdbcSessionStore.builder(h2).build()) {
            assertFails(() -> store.load(USER, patience()), "column body has another type");
        }
    }

    @Test
    void table_withoutItsPrimaryKeyIsRefused() throws Exception {
        for (DataSource dataSource : new DataSource[] {h2, sqlite(false)}) {
            execute(
                    dataSource,
                    "CREATE TABLE peruser_session (session_key VARCHAR(200), incarnation BIGINT, counter BIGINT,"
                            + " expires_at BIGINT, body " + (dataSource == h2 ? "VARBINARY ARRAY)" : "BLOB)"));
            try (JdbcSessionStore store = JdbcSessionStore.builder(dataSource).build()) {
                assertFails(() -> store.load(USER, patience()), "primary key is not session_key");
            }
        }
    }

    @Test
    void user_whoMayNotCreateTheTableLearnsWhoCan() throws Exception {
        execute(h2, "CREATE USER web PASSWORD 'web'");
        JdbcConnectionPool web = JdbcConnectionPool.create(url, "web", "web");
        try (Connection kept = h2.getConnection();
                JdbcSessionStore store = JdbcSessionStore.builder(web).build()) {
            assertFails(() -> store.load(USER, patience()), "right", "dev/peruser/store/jdbc/h2.sql");
            try (JdbcSessionStore owner = JdbcSessionStore.builder(h2).build()) {
                owner.load(USER, patience());
            }
            try (Statement statement = kept.createStatement()) {
                statement.execute("GRANT SELECT ON peruser_session TO web");
            }
            assertThat(store.load(USER, patience())).isEmpty();
            assertFails(
                    () -> store.save(USER, creation("text"), patience()), "grant it SELECT, INSERT, UPDATE and DELETE");
        } finally {
            web.dispose();
        }
    }

    @Test
    void database_thatIsReadOnlyIsReadAndNotWritten() {
        try (JdbcSessionStore store = JdbcSessionStore.builder(sqlite(false)).build()) {
            store.save(USER, creation("text"), patience());
        }
        try (JdbcSessionStore store = JdbcSessionStore.builder(sqlite(true)).build()) {
            assertThat(load(store)).isEqualTo(first("text"));
            assertFails(() -> store.delete(USER, first("").version(), patience()), "read-only");
        }
    }

    @Test
    void product_thatIsUnknownIsNamedWithThoseThatAreKnown() {
        try (JdbcSessionStore store =
                JdbcSessionStore.builder(named(h2, "Paradox")).build()) {
            assertFails(() -> store.load(USER, patience()), "Paradox", "H2, MariaDB, MySQL, PostgreSQL, SQLite");
        }
    }

    @Test
    void product_inDisguiseWorksIfItsDialectIsNamed() throws Exception {
        try (Connection kept = h2.getConnection();
                JdbcSessionStore store = JdbcSessionStore.builder(named(h2, "Paradox"))
                        .dialect(Dialect.H2)
                        .build()) {
            assertThat(store.save(USER, creation("text"), patience())).isEqualTo(APPLIED);
            assertThat(kept.isClosed()).isFalse();
        }
    }

    @Test
    void database_thatDoesNotRunIsReportedAndTriedAgain() throws Exception {
        boolean[] runs = {false};
        DataSource dataSource = new DelegatingDataSource(h2) {
            @Override
            public Connection getConnection() throws SQLException {
                if (!runs[0]) {
                    throw new SQLException("password=secret", "08001");
                }
                return super.getConnection();
            }
        };
        try (JdbcSessionStore store = JdbcSessionStore.builder(dataSource).build()) {
            assertThatThrownBy(() -> store.load(USER, patience()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("no connection")
                    .hasMessageContaining("08001")
                    .hasStackTraceContaining("java.sql.SQLException")
                    .satisfies(exception -> assertThat(stackTrace(exception)).doesNotContain("secret"));
            runs[0] = true;
            assertThat(store.load(USER, patience())).isEmpty();
        }
    }

    @Test
    void journalMode_isChangedOnlyIfAsked() throws Exception {
        SQLiteDataSource dataSource = sqlite(false);
        try (JdbcSessionStore store = JdbcSessionStore.builder(dataSource).build()) {
            store.load(USER, patience());
        }
        assertThat(query(dataSource, "PRAGMA journal_mode")).isEqualTo("delete");
        try (JdbcSessionStore store =
                JdbcSessionStore.builder(dataSource).makeDurableAndFast().build()) {
            store.load(USER, patience());
        }
        assertThat(query(dataSource, "PRAGMA journal_mode")).isEqualTo("wal");
    }

    private SQLiteDataSource sqlite(boolean readOnly) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(readOnly);
        SQLiteDataSource dataSource = new SQLiteDataSource(config);
        dataSource.setUrl("jdbc:sqlite:" + directory.resolve("application.db"));
        return dataSource;
    }

    private static String stackTrace(Throwable exception) {
        java.io.StringWriter text = new java.io.StringWriter();
        exception.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }

    /** The same database, which calls itself something else. */
    private static DataSource named(DataSource dataSource, String product) {
        return new DelegatingDataSource(dataSource) {
            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = super.getConnection();
                return proxy(
                        Connection.class,
                        connection,
                        "getMetaData",
                        proxy(DatabaseMetaData.class, connection.getMetaData(), "getDatabaseProductName", product));
            }
        };
    }

    private static <T> T proxy(Class<T> type, T target, String replaced, Object result) {
        return type.cast(Proxy.newProxyInstance(
                DatabasePreparerTest.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) ->
                        method.getName().equals(replaced) ? result : method.invoke(target, arguments)));
    }
}
