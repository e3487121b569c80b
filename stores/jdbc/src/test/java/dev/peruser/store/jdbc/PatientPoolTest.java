package dev.peruser.store.jdbc;

import static dev.peruser.store.tck.SampleSessions.USER;
import static dev.peruser.store.tck.SampleSessions.assertFails;
import static dev.peruser.store.tck.SampleSessions.patience;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.it.servers.PostgresServer;
import dev.peruser.it.servers.TestDatabase;
import dev.peruser.store.Deadline;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pool that waits for a connection for half a minute, as HikariCP does by default, holds no call for longer than that
 * call's deadline.
 */
@Timeout(60)
@Tag("timed")
class PatientPoolTest {
    @TempDir
    private Path folder;

    private static final Duration DEADLINE = Duration.ofMillis(500);
    private static final Duration SOON = Duration.ofMillis(1_500);

    private static HikariDataSource pool(String url, TestDatabase database) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        if (!database.user().isEmpty()) {
            pool.setUsername(database.user());
            pool.setPassword(database.password());
        }
        pool.setMaximumPoolSize(2);
        assertThat(pool.getConnectionTimeout()).isEqualTo(30_000);
        return pool;
    }

    private static void assertEndsInTime(JdbcSessionStore store) {
        long start = System.nanoTime();
        assertFails(() -> store.load(USER, Deadline.after(DEADLINE)), "no connection");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(DEADLINE.minusMillis(5), SOON);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void databaseThatDoesNotRun_isReportedInTime() {
        TestDatabase database = PostgresServer.newest().emptyDatabase();
        try (HikariDataSource pool = pool("jdbc:postgresql://127.0.0.1:1/nothing", database);
                JdbcSessionStore store = JdbcSessionStore.builder(pool).build()) {
            assertEndsInTime(store);
            assertEndsInTime(store);
        }
    }

    @Test
    void poolWithoutAFreeConnection_isReportedInTime_andWorksAfterwards() throws Exception {
        TestDatabase database = PostgresServer.newest().emptyDatabase();
        try (HikariDataSource pool = pool(database.url(), database);
                JdbcSessionStore store =
                        JdbcSessionStore.builder(pool).table(database.table()).build()) {
            assertThat(store.load(USER, patience())).isEmpty();
            try (Connection one = pool.getConnection();
                    Connection other = pool.getConnection()) {
                assertThat(one).isNotSameAs(other);
                assertEndsInTime(store);
                assertEndsInTime(store);
            }
            assertThat(store.load(USER, patience())).isEmpty();
        }
    }

    /** H2 would lose its file by an interruption of whoever opens it, or reads it. */
    @Test
    void h2File_isWaitedForInTime_andIsNotLost() throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("application");
        JdbcConnectionPool other = JdbcConnectionPool.create(url, "sa", "");
        other.setMaxConnections(2);
        other.setLoginTimeout(30);
        try (HikariDataSource hikari = pool(url, new TestDatabase(url, "sa", "", "peruser_session"))) {
            for (DataSource pool : List.of(hikari, other, new DelegatingDataSource(hikari))) {
                try (JdbcSessionStore store = JdbcSessionStore.builder(pool).build()) {
                    assertThat(store.load(USER, patience())).isEmpty();
                    try (Connection one = pool.getConnection();
                            Connection two = pool.getConnection()) {
                        assertEndsInTime(store);
                        assertEndsInTime(store);
                        assertThat(one.isValid(1) && two.isValid(1)).isTrue();
                    }
                    assertThat(store.load(USER, patience())).isEmpty();
                }
            }
        } finally {
            other.dispose();
        }
    }

    @Test
    void sqliteFile_isWaitedForInTime() throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve("application.db");
        try (HikariDataSource hikari = pool(url, new TestDatabase(url, "", "", "peruser_session"))) {
            for (DataSource pool : List.of(hikari, new DelegatingDataSource(hikari))) {
                try (JdbcSessionStore store = JdbcSessionStore.builder(pool).build()) {
                    assertThat(store.load(USER, patience())).isEmpty();
                    try (Connection one = pool.getConnection();
                            Connection two = pool.getConnection()) {
                        assertEndsInTime(store);
                        assertThat(one).isNotSameAs(two);
                    }
                    assertThat(store.load(USER, patience())).isEmpty();
                }
            }
        }
    }

    /** Only so many threads wait longer than the calls do, and what comes too late goes back. */
    @Test
    void callsThatGaveUp_leaveFewThreads_andTakeNothing() throws Exception {
        JdbcConnectionPool pool = LocalDatabases.h2("");
        pool.setMaxConnections(2);
        pool.setLoginTimeout(30);
        ExecutorService callers = Executors.newCachedThreadPool();
        try (JdbcSessionStore store =
                JdbcSessionStore.builder(pool).connections(40).build()) {
            assertThat(store.load(USER, patience())).isEmpty();
            try (Connection one = pool.getConnection();
                    Connection two = pool.getConnection()) {
                assertThat(one).isNotSameAs(two);
                List<Future<?>> calls = new ArrayList<>();
                for (int call = 0; call < 60; call++) {
                    calls.add(callers.submit(() -> assertEndsInTime(store)));
                }
                for (Future<?> call : calls) {
                    call.get(30, TimeUnit.SECONDS);
                }
                assertThat(Thread.getAllStackTraces().keySet().stream()
                                .filter(thread -> thread.getName().equals("peruser session store connections")))
                        .hasSizeBetween(1, 16);
            }
            await().until(() -> pool.getActiveConnections() == 0);
            for (int call = 0; call < 60; call++) {
                assertThat(store.load(USER, patience())).isEmpty();
            }
        } finally {
            callers.shutdownNow();
            pool.dispose();
        }
    }

    @Test
    void callThatIsInterrupted_endsAtOnce() throws Exception {
        JdbcConnectionPool pool = LocalDatabases.h2("");
        pool.setMaxConnections(1);
        try (JdbcSessionStore store = JdbcSessionStore.builder(pool).build()) {
            assertThat(store.load(USER, patience())).isEmpty();
            try (Connection only = pool.getConnection()) {
                assertThat(only.isClosed()).isFalse();
                Thread.currentThread().interrupt();
                assertFails(() -> store.load(USER, patience()), "interrupted");
                assertThat(Thread.interrupted()).isTrue();
            }
            await().untilAsserted(() -> assertThat(store.load(USER, patience())).isEmpty());
        } finally {
            pool.dispose();
        }
    }

    @Test
    void dataSource_isClosedWithTheStore_ifThatIsSaid() {
        String url = "jdbc:h2:mem:" + UUID.randomUUID();
        TestDatabase database = new TestDatabase(url, "sa", "", "peruser_session");
        try (HikariDataSource kept = pool(url, database);
                HikariDataSource closed = pool(url, database)) {
            JdbcSessionStore.builder(kept).build().close();
            JdbcSessionStore.builder(closed).closeDataSource().build().close();
            assertThat(kept.isClosed()).isFalse();
            assertThat(closed.isClosed()).isTrue();
        }
    }
}
