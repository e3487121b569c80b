package dev.peruser.store.jdbc;

import static dev.peruser.store.WriteResult.APPLIED;
import static dev.peruser.store.tck.SampleSessions.USER;
import static dev.peruser.store.tck.SampleSessions.createIn;
import static dev.peruser.store.tck.SampleSessions.first;
import static dev.peruser.store.tck.SampleSessions.next;
import static dev.peruser.store.tck.SampleSessions.patience;
import static dev.peruser.store.tck.SampleSessions.replaceIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.PerUser;
import dev.peruser.StoreException;
import dev.peruser.UserId;
import dev.peruser.store.StoredSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the embedded file under a running application is noticed before anything is acknowledged. */
class EmbeddedFileGoneTest {
    private static final List<String> ENDINGS = List.of("", "-wal", "-shm");

    @TempDir
    private Path directory;

    private Path file;
    private EmbeddedSessionStore store;
    private final StoredSession session = first("text");

    @BeforeEach
    void open() {
        file = directory.resolve("data/sessions.db");
        store = EmbeddedSessionStore.open(file);
        assertThat(createIn(store, session)).isEqualTo(APPLIED);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Path sibling(String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    private void assertRefused(String what) {
        awaitNextLook();
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> replaceIn(store, session, next(session, "next")))
                .withMessageContaining(file.toString())
                .withMessageContaining(what)
                .withMessageContaining("restart");
        assertThatExceptionOfType(StoreException.class).isThrownBy(() -> store.load(USER, patience()));
        try (PerUser perUser = PerUser.builder(store).build()) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> perUser.withSession(UserId.of("ada"), s -> {
                        s.put("a", 1);
                        return true;
                    }));
        }
    }

    /** The test may be faster than the pause between two looks. */
    private static void awaitNextLook() {
        long start = System.nanoTime();
        while (System.nanoTime() - start < SqliteFileWatch.PAUSE) {
            Thread.onSpinWait();
        }
    }

    @Test
    void theFileIsDeleted() throws IOException {
        for (String ending : ENDINGS) {
            Files.deleteIfExists(sibling(ending));
        }
        assertRefused("is gone");
    }

    @Test
    void onlyTheDatabaseIsDeleted() throws IOException {
        Files.delete(file);
        assertRefused("is gone");
    }

    @Test
    void onlyTheLogIsDeleted() throws IOException {
        Files.delete(sibling("-wal"));
        assertRefused("-wal is gone");
    }

    @Test
    void theDirectoryIsGone() throws IOException {
        Files.move(file.getParent(), directory.resolve("elsewhere"));
        assertRefused("is gone");
    }

    @Test
    void anotherFileTakesItsPlace() throws IOException {
        Path other = directory.resolve("other.db");
        EmbeddedSessionStore.open(other).close();
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        assertRefused("is another file");
    }

    @Test
    void aBackupIsPutInItsPlace() throws IOException {
        Path backup = directory.resolve("backup.db");
        Files.copy(file, backup);
        for (String ending : ENDINGS) {
            Files.deleteIfExists(sibling(ending));
        }
        Files.copy(backup, file);
        assertRefused("is another file");
    }

    @Test
    void anApplicationThatStarts_makesANewFile_andTheOldOneSavesNothingMore() throws IOException {
        for (String ending : ENDINGS) {
            Files.deleteIfExists(sibling(ending));
        }
        try (EmbeddedSessionStore started = EmbeddedSessionStore.open(file)) {
            assertThat(createIn(started, session)).isEqualTo(APPLIED);
            assertRefused("is another file");
        }
    }

    @Test
    void aFileThatIsPutBack_isUsedAgain() throws IOException {
        Path away = directory.resolve("away.db");
        Files.move(file, away);
        assertRefused("is gone");
        Files.move(away, file);

        assertThat(store.load(USER, patience())).isPresent();
    }

    /** SQLite empties the log, and removes it only with the last connection. */
    @Test
    void whatSqliteDoesItself_isNoTrouble() throws Exception {
        try (EmbeddedSessionStore other = EmbeddedSessionStore.open(file)) {
            StoredSession current = session;
            for (int i : IntStream.range(0, 3_000).toArray()) { // many times the log's length
                StoredSession changed = next(current, "next " + i);
                assertThat(replaceIn(i % 2 == 0 ? store : other, current, changed))
                        .isEqualTo(APPLIED);
                current = changed;
            }
        }
        try (var connection = new SqliteFile(file).dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            statement.execute("VACUUM INTO '" + directory.resolve("copy.db") + "'");
        }
        assertThat(store.load(USER, patience())).isPresent();
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).hasSize(3);
        }
    }
}
