package dev.peruser.store.jdbc;

import static dev.peruser.store.WriteResult.APPLIED;
import static dev.peruser.store.jdbc.LocalDatabases.h2;
import static dev.peruser.store.jdbc.LocalDatabases.sqlite;
import static dev.peruser.store.tck.SampleSessions.USER;
import static dev.peruser.store.tck.SampleSessions.assertFails;
import static dev.peruser.store.tck.SampleSessions.first;
import static dev.peruser.store.tck.SampleSessions.next;
import static dev.peruser.store.tck.SampleSessions.patience;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peruser.store.SessionChange;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A statement that met a lock was not applied, so it is sent again; any other is not. */
@Timeout(60)
class RetryTest {
    @TempDir
    private Path directory;

    @Test
    void save_isSentAgainUntilSqlitesLockIsGone() throws Exception {
        savesOnceTheLockIsGone(sqlite(directory));
    }

    @Test
    void save_isSentAgainUntilH2sLockIsGone() throws Exception {
        JdbcConnectionPool pool = h2(";LOCK_TIMEOUT=20");
        try {
            savesOnceTheLockIsGone(pool);
        } finally {
            pool.dispose();
        }
    }

    private static void savesOnceTheLockIsGone(DataSource dataSource) throws Exception {
        RecordingDataSource recording = new RecordingDataSource(dataSource);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (Connection transaction = dataSource.getConnection();
                Statement statement = transaction.createStatement();
                JdbcSessionStore store =
                        JdbcSessionStore.builder(recording.get()).build()) {
            StoredSession stored = first("stored");
            StoredSession next = next(stored, "next");
            store.save(USER, SessionChange.create(stored), patience());
            recording.sent.clear();

            transaction.setAutoCommit(false);
            statement.executeUpdate("UPDATE peruser_session SET expires_at = expires_at");
            Future<WriteResult> save =
                    executor.submit(() -> store.save(USER, SessionChange.replace(stored, next), patience()));
            await().until(() -> recording.sent.size() > 2);
            assertThat(recording.sent).allMatch(sql -> sql.startsWith("UPDATE"));
            transaction.commit();
            assertThat(save.get(30, TimeUnit.SECONDS)).isEqualTo(APPLIED);
            assertThat(store.load(USER, patience())).contains(next);
        } finally {
            executor.shutdownNow();
        }
    }

    /** Sent again, it would find its own version and call itself stale. */
    @Test
    void save_isNotSentAgainWhenItsAnswerIsLost() throws Exception {
        JdbcConnectionPool pool = h2();
        RecordingDataSource recording = new RecordingDataSource(pool);
        try (JdbcSessionStore store = JdbcSessionStore.builder(recording.get()).build()) {
            StoredSession stored = first("stored");
            StoredSession next = next(stored, "next");
            store.save(USER, SessionChange.create(stored), patience());
            recording.sent.clear();
            recording.losesAnswers = true;
            assertFails(() -> store.save(USER, SessionChange.replace(stored, next), patience()), "08006");
            assertThat(recording.sent).hasSize(1);
            assertThat(store.load(USER, patience())).contains(next);
        } finally {
            pool.dispose();
        }
    }
}
