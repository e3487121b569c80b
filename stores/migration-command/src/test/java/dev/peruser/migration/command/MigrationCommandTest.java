package dev.peruser.migration.command;

import static dev.peruser.store.tck.SampleSessions.content;
import static dev.peruser.store.tck.SampleSessions.fill;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.migration.StoreUrl;
import dev.peruser.store.SessionStore;
import dev.peruser.store.StoredSession;
import dev.peruser.store.jdbc.EmbeddedSessionStore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationCommandTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int run(Map<String, String> environment, String... arguments) {
        return run(MigrationCommand.FIRST_ANSWER, environment, arguments);
    }

    private int run(Duration firstAnswer, Map<String, String> environment, String... arguments) {
        out.reset();
        return new MigrationCommand(environment, new PrintStream(out, true, UTF_8), false, firstAnswer).run(arguments);
    }

    private int run(String... arguments) {
        return run(Map.of(), arguments);
    }

    private String said() {
        return out.toString(UTF_8);
    }

    private String sqlite() {
        return "jdbc:sqlite:" + folder.resolve("peruser.db");
    }

    private String h2() {
        return "jdbc:h2:" + folder.resolve("h2").toAbsolutePath() + ";USER=sa;PASSWORD=secret";
    }

    @Test
    void sqliteToH2_andBack() {
        Map<String, StoredSession> before;
        try (EmbeddedSessionStore store = EmbeddedSessionStore.open(folder.resolve("peruser.db"))) {
            fill(store, 700);
            before = content(store);
        }
        assertThat(run("--from", sqlite(), "--to", h2())).isZero();
        assertThat(said())
                .contains("700 found: 700 moved, each read back and compared")
                .contains("0 left");
        assertThat(run("--from", sqlite(), "--to", h2())).isZero();
        assertThat(said()).contains("0 found");

        assertThat(run(Map.of("PERUSER_MIGRATION_FROM", h2(), "PERUSER_MIGRATION_TO", sqlite()), "--threads", "2"))
                .isZero();
        try (EmbeddedSessionStore store = EmbeddedSessionStore.open(folder.resolve("peruser.db"))) {
            assertThat(content(store)).isEqualTo(before);
        }
    }

    @Test
    void names_areTables() throws Exception {
        try (EmbeddedSessionStore store = EmbeddedSessionStore.open(folder.resolve("peruser.db"))) {
            fill(store, 3);
        }
        assertThat(run("--from", sqlite(), "--to", h2(), "--to-name", "visitor_session"))
                .isZero();
        SessionStore there = StoreUrl.open(h2(), Optional.of("visitor_session"));
        try {
            assertThat(content(there)).hasSize(3);
        } finally {
            ((AutoCloseable) there).close();
        }
    }

    @Test
    void wrongArguments_sayWhatToDo_andHaveStatus2() {
        assertThat(run()).isEqualTo(2);
        assertThat(said()).contains("--from is missing").contains("--to URL");
        assertThat(run("--form", "x")).isEqualTo(2);
        assertThat(said()).contains("unknown option --form");
        assertThat(run("--from")).isEqualTo(2);
        assertThat(said()).contains("--from needs a value");
        assertThat(run("--from", "mongodb://x", "--to", h2())).isEqualTo(2);
        assertThat(said()).contains("a store's URL begins with");
        assertThat(run("--from", h2(), "--to", h2(), "--threads", "many")).isEqualTo(2);
        assertThat(said()).contains("--threads must be a whole number");
        assertThat(run("--from", "jdbc:unknown:x", "--to", h2())).isEqualTo(2);
        assertThat(said()).contains("no JDBC driver");
    }

    @Test
    void storesThatCantBeUsed_haveStatus1_andPasswordsAreNotSaid() {
        assertThat(run("--from", sqlite(), "--to", h2())).isEqualTo(1);
        assertThat(said()).contains("there is no file").doesNotContain("secret");
        String[] whereNobodyAnswers = {"--from", "redis://:secret@127.0.0.1:1", "--to", h2()};
        assertThat(run(Duration.ofMillis(500), Map.of(), whereNobodyAnswers)).isEqualTo(1);
        assertThat(said())
                .contains("Stopped:")
                .contains("goes on where it ended")
                .doesNotContain("secret");
    }

    @Test
    void progressBar_saysHowFarItIs() {
        assertThat(ProgressBar.text(1_500, -1, Duration.ZERO)).isEqualTo("counting: 1,500");
        assertThat(ProgressBar.text(25_000, 100_000, Duration.ofSeconds(10)))
                .isEqualTo("[#######.......................]  25 %  25,000 of 100,000  2,500/s  0:30 left");
        assertThat(ProgressBar.text(0, 0, Duration.ZERO)).contains("100 %");
    }
}
