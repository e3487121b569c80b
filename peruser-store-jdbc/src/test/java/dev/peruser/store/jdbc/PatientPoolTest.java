package dev.peruser.store.jdbc;

import static dev.peruser.store.jdbc.Sessions.USER;
import static dev.peruser.store.jdbc.Sessions.patience;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.StoreException;
import dev.peruser.it.servers.PostgresServer;
import dev.peruser.it.servers.TestDatabase;
import dev.peruser.store.Deadline;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A pool that waits for a connection for half a minute, as HikariCP does by default, holds no call for longer than that
 * call's deadline.
 */
@Timeout(60)
class PatientPoolTest {
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
        assertThatThrownBy(() -> store.load(USER, Deadline.after(DEADLINE)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no connection");
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
}
