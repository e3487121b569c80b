package dev.peruser.store.jdbc;

import static dev.peruser.store.WriteResult.APPLIED;
import static dev.peruser.store.jdbc.LocalDatabases.h2;
import static dev.peruser.store.jdbc.LocalDatabases.sqlite;
import static dev.peruser.store.tck.SampleSessions.USER;
import static dev.peruser.store.tck.SampleSessions.assertFails;
import static dev.peruser.store.tck.SampleSessions.creation;
import static dev.peruser.store.tck.SampleSessions.load;
import static dev.peruser.store.tck.SampleSessions.next;
import static dev.peruser.store.tck.SampleSessions.patience;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.peruser.StoreException;
import dev.peruser.store.Deadline;
import dev.peruser.store.SessionChange;
import dev.peruser.store.StoredSession;
import dev.peruser.store.Watchdog;
import dev.peruser.store.jdbc.internal.Failure;
import dev.peruser.store.jdbc.internal.Settings;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** What happens to calls that can't be finished in time. */
@Timeout(60)
@Tag("timed")
class DeadlineTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    /** Far less than any time-out of a driver or a pool. */
    private static final Duration SOON = Duration.ofMillis(1500);

    private static final String ENDLESS =
            "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 1000000000000)"
                    + " SELECT MAX(n) FROM number";

    @TempDir
    private Path directory;

    /** What products do whose driver can do it. */
    @Test
    void interrupt_abortsTheConnectionUnlessAProductKnowsBetter() throws Exception {
        List<String> called = new ArrayList<>();
        Connection connection = (Connection) Proxy.newProxyInstance(
                DeadlineTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    called.add(method.getName());
                    return null;
                });
        Database database = new Database() {
            @Override
            String onConflictDoNothing(String key) {
                return "";
            }

            @Override
            Failure failureOf(SQLException exception) {
                return Failure.OTHER;
            }

            @Override
            void apply(Connection given, Statement statement) {}
        };
        database.interrupt(connection, null);
        assertThat(called).containsExactly("abort");
    }

    /** A request that writes to the same SQLite database in a transaction of its own, and then to its session. */
    @Test
    void save_withinATransactionOnTheSameSqliteDatabaseSaysWhatToDo() throws Exception {
        SQLiteDataSource application = sqlite(directory);
        try (JdbcSessionStore store = JdbcSessionStore.builder(application).build()) {
            assertThat(store.save(USER, creation("before"), patience())).isEqualTo(APPLIED);
            StoredSession stored = load(store);
            StoredSession next = next(stored, "next");
            try (Connection transaction = application.getConnection();
                    Statement statement = transaction.createStatement()) {
                transaction.setAutoCommit(false);
                statement.execute("CREATE TABLE orders (id INTEGER)");

                long start = System.nanoTime();
                assertFails(
                        () -> store.save(USER, SessionChange.replace(stored, next), Deadline.after(SHORT)),
                        "open transaction",
                        "apart from the application's data");
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, SOON);
                transaction.rollback();
            }
            assertThat(store.save(USER, SessionChange.replace(stored, next), patience()))
                    .isEqualTo(APPLIED);
        }
    }

    /** The waiting time of the application's connections is theirs again after a call. */
    @Test
    void call_leavesTheBusyTimeoutOfSqliteAsItWas() throws Exception {
        try (Connection only = sqlite(directory).getConnection();
                Statement statement = only.createStatement()) {
            statement.execute("PRAGMA busy_timeout=1234");
            org.sqlite.SQLiteConnection sqlite = only.unwrap(org.sqlite.SQLiteConnection.class);
            sqlite.setBusyTimeout(1234);
            Database.Undo undo = new SqliteDatabase(Settings.DURABLE).begin(only, patience());
            assertThat(busyTimeout(statement)).isZero();
            undo.run();
            assertThat(busyTimeout(statement)).isEqualTo(1234);
        }
    }

    @Test
    void call_isInterruptedInSqlite() throws Exception {
        try (Connection connection = sqlite(directory).getConnection()) {
            interrupts(new SqliteDatabase(Settings.DURABLE), connection);
        }
    }

    @Test
    void call_isInterruptedInH2() throws Exception {
        try (Connection connection = h2("").getConnection()) {
            interrupts(new H2Database(Settings.DURABLE), connection);
        }
    }

    /** An endless query stands for a database that doesn't answer. */
    private static void interrupts(Database database, Connection connection) {
        Failures failures = new Failures("peruser_session");
        try (Watchdog watchdog = new Watchdog()) {
            StatementRunner runner = new StatementRunner(
                    new Connections(new Single(connection), java.util.Optional.empty()), watchdog, failures);
            long start = System.nanoTime();
            StoreException exception = catchThrowableOfType(
                    StoreException.class,
                    () -> runner.run(
                            "wait",
                            database,
                            Deadline.after(SHORT),
                            new StatementRunner.Work<PreparedStatement, Long>() {
                                @Override
                                public PreparedStatement prepare(Connections.Lease lease) throws SQLException {
                                    return lease.connection().prepareStatement(ENDLESS);
                                }

                                @Override
                                public Long run(Connections.Lease lease, PreparedStatement statement)
                                        throws SQLException {
                                    statement.executeQuery().close();
                                    return 0L;
                                }
                            }));
            assertThat(exception).hasMessageContaining("no answer before the deadline");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, SOON);
        }
    }

    /** The pool would wait for 30 seconds; the store's own bound on connections waits until the deadline. */
    @Test
    void call_waitsForAConnectionUntilTheDeadline() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicBoolean isSlow = new AtomicBoolean();
        JdbcConnectionPool pool = h2("");
        DataSource slow = new DelegatingDataSource(pool) {
            @Override
            public Connection getConnection() throws SQLException {
                if (!isSlow.get()) {
                    return super.getConnection();
                }
                taken.countDown();
                try {
                    release.await();
                } catch (InterruptedException interrupted) {
                    throw new SQLException("interrupted", interrupted);
                }
                return super.getConnection();
            }
        };
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (JdbcSessionStore store = JdbcSessionStore.builder(slow)
                .dialect(Dialect.H2)
                .connections(1)
                .build()) {
            store.load(USER, patience());
            isSlow.set(true);
            Future<?> first = executor.submit(() -> store.load(USER, patience()));
            assertThat(taken.await(10, TimeUnit.SECONDS)).isTrue();
            long start = System.nanoTime();
            assertFails(() -> store.load(USER, Deadline.after(SHORT)), "deadline passed before the database was asked");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, SOON);
            release.countDown();
            first.get(30, TimeUnit.SECONDS);
            assertThat(store.load(USER, patience())).isEmpty();
        } finally {
            executor.shutdownNow();
            pool.dispose();
        }
    }

    private static int busyTimeout(Statement statement) throws SQLException {
        try (java.sql.ResultSet row = statement.executeQuery("PRAGMA busy_timeout")) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Hands out one connection. */
    private static final class Single extends DelegatingDataSource {
        private final Connection connection;

        Single(Connection connection) {
            super(sqliteNowhere());
            this.connection = connection;
        }

        private static DataSource sqliteNowhere() {
            return new SQLiteDataSource();
        }

        @Override
        public Connection getConnection() {
            return connection;
        }
    }
}
