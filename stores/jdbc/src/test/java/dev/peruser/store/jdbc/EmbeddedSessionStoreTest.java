package dev.peruser.store.jdbc;

import static dev.peruser.store.WriteResult.APPLIED;
import static dev.peruser.store.tck.SampleSessions.USER;
import static dev.peruser.store.tck.SampleSessions.assertFails;
import static dev.peruser.store.tck.SampleSessions.creation;
import static dev.peruser.store.tck.SampleSessions.patience;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedSessionStoreTest {
    @TempDir
    private Path directory;

    @Test
    void open_createsTheDirectoriesAboveTheFile() {
        Path file = directory.resolve("a/b/../c/sessions.db");
        try (EmbeddedSessionStore store = EmbeddedSessionStore.open(file)) {
            assertThat(store.path())
                    .isEqualTo(directory.resolve("a/c/sessions.db").toAbsolutePath())
                    .isRegularFile();
            assertThat(store.save(USER, creation("text"), patience())).isEqualTo(APPLIED);
        }
    }

    @Test
    void open_takesAPathRelativeToTheWorkingDirectory() {
        Path relative = Path.of("").toAbsolutePath().relativize(directory.resolve("sessions.db"));
        assertThat(relative).isRelative();
        try (EmbeddedSessionStore store = EmbeddedSessionStore.open(relative)) {
            assertThat(store.path()).isAbsolute().isEqualTo(directory.resolve("sessions.db"));
        }
    }

    @Test
    void open_takesNamesWithBlanksAndSigns() {
        Path file = directory.resolve("my sessions #1 & 100% \u00e4\u8cfc.db");
        try (EmbeddedSessionStore store = EmbeddedSessionStore.open(file)) {
            assertThat(store.save(USER, creation("text"), patience())).isEqualTo(APPLIED);
            assertThat(file).isRegularFile();
        }
    }

    @Test
    void open_putsTheFileInWalMode() throws Exception {
        Path file = directory.resolve("sessions.db");
        EmbeddedSessionStore.open(file).close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA journal_mode")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("wal");
        }
    }

    /** Sessions are personal data: other users of the machine have no business with them. */
    @Test
    void open_createsFilesForTheirOwnerAlone() throws Exception {
        Path file = directory.resolve("data/sessions.db");
        try (EmbeddedSessionStore store = EmbeddedSessionStore.open(file)) {
            store.save(USER, creation("text"), patience());
            try (var files = Files.list(file.getParent())) {
                assertThat(files.toList())
                        .hasSizeGreaterThan(1)
                        .allSatisfy(
                                each -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                                        .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void open_refusesAFileThatIsNoDatabaseAndLeavesIt() throws Exception {
        Path file = directory.resolve("letter.txt");
        Files.writeString(file, "Dear reader, this is not a database. ".repeat(50));
        byte[] before = Files.readAllBytes(file);
        assertFails(() -> EmbeddedSessionStore.open(file), file.toString(), "not a database");
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void open_refusesADirectory() {
        assertFails(() -> EmbeddedSessionStore.open(directory), "is a directory");
    }

    @Test
    void open_refusesAPathBelowAFile() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "text");
        assertFails(() -> EmbeddedSessionStore.open(file.resolve("below/sessions.db")), "can't be used");
    }

    @Test
    void open_refusesAQuestionMark() {
        assertFails(() -> EmbeddedSessionStore.open(directory.resolve("sessions.db?mode=memory")), "question mark");
    }

    @Test
    void calls_afterCloseFail() {
        EmbeddedSessionStore store = EmbeddedSessionStore.open(directory.resolve("sessions.db"));
        store.close();
        assertFails(() -> store.load(USER, patience()));
    }
}
