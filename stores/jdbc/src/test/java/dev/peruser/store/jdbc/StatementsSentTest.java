package dev.peruser.store.jdbc;

import static dev.peruser.store.WriteResult.APPLIED;
import static dev.peruser.store.WriteResult.STALE;
import static dev.peruser.store.jdbc.LocalDatabases.h2;
import static dev.peruser.store.jdbc.LocalDatabases.sqlite;
import static dev.peruser.store.tck.SampleSessions.USER;
import static dev.peruser.store.tck.SampleSessions.creation;
import static dev.peruser.store.tck.SampleSessions.first;
import static dev.peruser.store.tck.SampleSessions.next;
import static dev.peruser.store.tck.SampleSessions.patience;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.store.SessionChange;
import dev.peruser.store.StoredSession;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What a call costs: one statement, and no word about transactions. */
class StatementsSentTest {
    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> call_sendsOneStatement() {
        return Stream.of(
                DynamicTest.dynamicTest("SQLite", () -> sendsOneStatement(sqlite(directory))),
                DynamicTest.dynamicTest("H2", () -> sendsOneStatement(h2())));
    }

    private static void sendsOneStatement(DataSource dataSource) {
        RecordingDataSource recording = new RecordingDataSource(dataSource);
        try (JdbcSessionStore store = JdbcSessionStore.builder(recording.get()).build()) {
            store.load(USER, patience());
            StoredSession first = first("first");

            recording.sent.clear();
            recording.connections.clear();
            assertThat(store.load(USER, patience())).isEmpty();
            assertSent(recording, "SELECT");
            assertThat(store.save(USER, SessionChange.create(first), patience()))
                    .isEqualTo(APPLIED);
            assertSent(recording, "INSERT");
            assertThat(store.save(USER, SessionChange.create(first), patience()))
                    .isEqualTo(STALE);
            assertSent(recording, "INSERT");
            assertThat(store.load(USER, patience())).contains(first);
            assertSent(recording, "SELECT");
            assertThat(store.save(USER, SessionChange.replace(first, next(first, "next")), patience()))
                    .isEqualTo(APPLIED);
            assertSent(recording, "UPDATE");
            assertThat(store.save(USER, SessionChange.replace(first, next(first, "late")), patience()))
                    .isEqualTo(STALE);
            assertSent(recording, "UPDATE");
            assertThat(store.delete(USER, first.version(), patience())).isEqualTo(STALE);
            assertSent(recording, "DELETE");
            assertThat(store.purgeExpired(Instant.EPOCH, 10, patience())).isZero();
            assertSent(recording, "DELETE");
            assertThat(store.keys(Optional.empty(), 10, patience()).keys()).containsExactly(USER);
            assertSent(recording, "SELECT");
        }
    }

    /** One statement on one connection, which was given back. */
    private static void assertSent(RecordingDataSource recording, String verb) {
        assertThat(recording.sent).hasSize(1).first().asString().startsWith(verb);
        assertThat(recording.connections).containsExactly("open", "close");
        recording.sent.clear();
        recording.connections.clear();
    }

    @Test
    void build_asksNothingOfTheDatabase() {
        RecordingDataSource recording = new RecordingDataSource(h2());
        JdbcSessionStore.builder(recording.get()).build().close();
        assertThat(recording.connections).isEmpty();
    }

    @Test
    void firstUse_happensOnce() {
        RecordingDataSource recording = new RecordingDataSource(h2());
        try (JdbcSessionStore store = JdbcSessionStore.builder(recording.get()).build()) {
            store.load(USER, patience());
            store.load(USER, patience());
        }
        assertThat(recording.sent.stream().filter(sql -> sql.startsWith("CREATE TABLE")))
                .hasSize(1);
    }

    /** Pools that hand out connections with autocommit off get them back that way. */
    @Test
    void call_switchesAutocommitAndBack() throws Exception {
        JdbcConnectionPool pool = h2();
        RecordingDataSource recording = new RecordingDataSource(new DelegatingDataSource(pool) {
            @Override
            public Connection getConnection() throws java.sql.SQLException {
                Connection connection = super.getConnection();
                connection.setAutoCommit(false);
                return connection;
            }
        });
        try (JdbcSessionStore store = JdbcSessionStore.builder(recording.get()).build()) {
            store.load(USER, patience());
            recording.sent.clear();
            assertThat(store.save(USER, creation("text"), patience())).isEqualTo(APPLIED);
            assertThat(recording.sent)
                    .hasSize(3)
                    .startsWith("setAutoCommit true")
                    .endsWith("setAutoCommit false");
        }
        try (JdbcSessionStore another = JdbcSessionStore.builder(pool).build()) {
            assertThat(another.load(USER, patience())).contains(first("text"));
        }
    }
}
