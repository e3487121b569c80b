package dev.peruser.store.jdbc;

import static dev.peruser.store.jdbc.LocalDatabases.execute;
import static dev.peruser.store.jdbc.LocalDatabases.sqlite;
import static dev.peruser.store.tck.SampleSessions.OTHER;
import static dev.peruser.store.tck.SampleSessions.USER;
import static dev.peruser.store.tck.SampleSessions.assertFails;
import static dev.peruser.store.tck.SampleSessions.creation;
import static dev.peruser.store.tck.SampleSessions.first;
import static dev.peruser.store.tck.SampleSessions.next;
import static dev.peruser.store.tck.SampleSessions.patience;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.peruser.StoreException;
import dev.peruser.store.SessionChange;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What errors say, and what they must not say. */
class MessagesTest {
    @TempDir
    private Path directory;

    private final JdbcConnectionPool h2 =
            JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");

    @AfterEach
    void close() {
        h2.dispose();
    }

    /** H2 puts the row that it refused into its message. */
    @Test
    void errors_ofH2HoldNoKey() throws Exception {
        try (JdbcSessionStore store = JdbcSessionStore.builder(h2).build()) {
            store.load(USER, patience());
            execute(h2, "ALTER TABLE peruser_session ADD CONSTRAINT nobody CHECK (session_key < 'a')");
            assertSaysNoKey(store);
        }
    }

    @Test
    void errors_ofSqliteHoldNoKey() throws Exception {
        DataSource sqlite = sqlite(directory);
        try (JdbcSessionStore store = JdbcSessionStore.builder(sqlite).build()) {
            store.load(USER, patience());
            execute(
                    sqlite,
                    "CREATE TRIGGER nobody BEFORE INSERT ON peruser_session BEGIN SELECT RAISE(FAIL, 'refused'); END");
            assertSaysNoKey(store);
        }
    }

    private static void assertSaysNoKey(JdbcSessionStore store) {
        StoreException exception = catchThrowableOfType(
                StoreException.class, () -> store.save(USER, creation("private text"), patience()));
        assertThat(exception).hasMessageContaining("could not create a session").hasMessageContaining("error");
        StringWriter trace = new StringWriter();
        exception.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain("alice").doesNotContain("private");
    }

    @Test
    void load_ofAnUnreadableFormatSaysSoAndLeavesIt() throws Exception {
        DataSource sqlite = sqlite(directory);
        try (JdbcSessionStore store = JdbcSessionStore.builder(sqlite).build()) {
            store.save(USER, creation("text"), patience());
            store.save(OTHER, creation("text"), patience());
            execute(sqlite, "UPDATE peruser_session SET body = x'0900' WHERE session_key = '" + USER.text() + "'");
            for (int i = 0; i < 2; i++) {
                assertFails(() -> store.load(USER, patience()), "format 9", "left as it is");
            }
            assertThat(store.load(OTHER, patience())).isPresent();
        }
    }

    @Test
    void load_ofARowWithoutAVersionSaysSo() throws Exception {
        DataSource sqlite = sqlite(directory);
        try (JdbcSessionStore store = JdbcSessionStore.builder(sqlite).build()) {
            store.save(USER, creation("text"), patience());
            execute(sqlite, "UPDATE peruser_session SET counter = 0");
            assertFails(() -> store.load(USER, patience()), "counter must be at least 1");
        }
    }

    @Test
    void keys_ofAForeignRowSaySo() throws Exception {
        DataSource sqlite = sqlite(directory);
        try (JdbcSessionStore store = JdbcSessionStore.builder(sqlite).build()) {
            store.load(USER, patience());
            execute(sqlite, "INSERT INTO peruser_session VALUES ('FOREIGN', 1, 1, 1, x'00')");
            assertFails(() -> store.keys(Optional.empty(), 10, patience()), "foreign row")
                    .doesNotContain("FOREIGN");
        }
    }

    @Test
    void calls_afterCloseFail() {
        JdbcSessionStore store = JdbcSessionStore.builder(h2).build();
        store.close();
        assertFails(() -> store.load(USER, patience()), "closed");
    }

    @Test
    void interrupt_endsAWaitForALock() throws Exception {
        DataSource sqlite = sqlite(directory);
        try (JdbcSessionStore store = JdbcSessionStore.builder(sqlite).build();
                Connection transaction = sqlite.getConnection()) {
            store.save(USER, creation("text"), patience());
            transaction.setAutoCommit(false);
            try (Statement statement = transaction.createStatement()) {
                statement.execute("CREATE TABLE orders (id INTEGER)");
            }
            Thread.currentThread().interrupt();
            SessionChange change = SessionChange.replace(first("text"), next(first("text"), "next"));
            assertFails(() -> store.save(USER, change, patience()), "interrupted");
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
