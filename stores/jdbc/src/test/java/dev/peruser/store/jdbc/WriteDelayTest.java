package dev.peruser.store.jdbc;

import static dev.peruser.store.WriteResult.APPLIED;
import static dev.peruser.store.jdbc.LocalDatabases.execute;
import static dev.peruser.store.tck.SampleSessions.USER;
import static dev.peruser.store.tck.SampleSessions.creation;
import static dev.peruser.store.tck.SampleSessions.patience;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** H2 forgets WRITE_DELAY, though it still shows it, when the database was closed in between. */
class WriteDelayTest {
    private static final String OFF = "SET WRITE_DELAY 0";

    @TempDir
    private Path directory;

    @Test
    void writeDelay_isTurnedOffOnEachNewConnection() {
        RecordingDataSource recording = new RecordingDataSource(unpooled());
        try (JdbcSessionStore store = JdbcSessionStore.builder(recording.get()).build()) {
            store.load(USER, patience());
            recording.sent.clear();
            store.load(USER, patience());
            store.load(USER, patience());
            assertThat(recording.sent).hasSize(4);
            assertThat(recording.sent.get(0)).isEqualTo(OFF);
            assertThat(recording.sent.get(2)).isEqualTo(OFF);
        }
    }

    @Test
    void writeDelay_isTurnedOffOnceOnAPooledConnection() {
        JdbcConnectionPool pool = pool("sa", "");
        RecordingDataSource recording = new RecordingDataSource(pool);
        try (JdbcSessionStore store = JdbcSessionStore.builder(recording.get()).build()) {
            store.load(USER, patience());
            store.load(USER, patience());
            assertThat(recording.sent).containsOnlyOnce(OFF);
        } finally {
            pool.dispose();
        }
    }

    @Test
    void writeDelay_isKeptIfAsked() {
        JdbcConnectionPool pool = pool("sa", "");
        RecordingDataSource recording = new RecordingDataSource(pool);
        try (JdbcSessionStore store =
                JdbcSessionStore.builder(recording.get()).keepDatabaseSettings().build()) {
            store.load(USER, patience());
            assertThat(recording.sent).doesNotContain(OFF);
        } finally {
            pool.dispose();
        }
    }

    @Test
    void writeDelay_thatTheUserMayNotTurnOffDoesNotStopTheStore() throws Exception {
        JdbcConnectionPool owner = pool("sa", "");
        JdbcConnectionPool web = pool("web", "web");
        try (JdbcSessionStore owning = JdbcSessionStore.builder(owner).build();
                JdbcSessionStore store = JdbcSessionStore.builder(web).build()) {
            owning.load(USER, patience());
            execute(owner, "CREATE USER web PASSWORD 'web'");
            execute(owner, "GRANT SELECT, INSERT, UPDATE, DELETE ON peruser_session TO web");
            assertThat(store.save(USER, creation("text"), patience())).isEqualTo(APPLIED);
        } finally {
            web.dispose();
            owner.dispose();
        }
    }

    private String url() {
        return "jdbc:h2:file:" + directory.resolve("application");
    }

    private JdbcDataSource unpooled() {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL(url());
        dataSource.setUser("sa");
        dataSource.setPassword("");
        return dataSource;
    }

    private JdbcConnectionPool pool(String user, String password) {
        return JdbcConnectionPool.create(url(), user, password);
    }
}
