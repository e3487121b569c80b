package dev.peruser.store.jdbc;

import static dev.peruser.store.WriteResult.APPLIED;
import static dev.peruser.store.tck.SampleSessions.USER;
import static dev.peruser.store.tck.SampleSessions.creation;
import static dev.peruser.store.tck.SampleSessions.load;
import static dev.peruser.store.tck.SampleSessions.patience;
import static dev.peruser.store.tck.SampleSessions.textOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.store.SessionStore;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed in the middle of its saves: what was acknowledged is there. */
@Timeout(300)
class KilledProcessTest {
    private static final int SAVES_BEFORE_THE_KILL = 500;

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> kill_losesNothingAcknowledged() {
        return Stream.of("sqlite", "h2")
                .flatMap(product -> Stream.of(1, 2, 3)
                        .map(round -> DynamicTest.dynamicTest(
                                product + " " + round, () -> killed(product, directory.resolve(product + round)))));
    }

    private void killed(String product, Path file) throws Exception {
        create(product, file);
        Process process = SessionProcess.start(product, file, 1, Integer.MAX_VALUE, directory);
        int acknowledged = 0;
        try (BufferedReader output = process.inputReader()) {
            SessionProcess.ready(output);
            process.outputWriter().append('\n').flush();
            while (acknowledged < SAVES_BEFORE_THE_KILL) {
                acknowledged = Integer.parseInt(output.readLine());
            }
            process.toHandle().destroyForcibly(); // a Process would also close what we still read from it
            acknowledged = lastNumber(output.lines().toList(), acknowledged);
        }
        process.waitFor();

        int stored = stored(product, file);
        // one more may have been saved and not yet printed
        assertThat(stored).isBetween(acknowledged, acknowledged + 1);
    }

    private static int lastNumber(List<String> lines, int before) {
        return lines.stream()
                .mapToInt(Integer::parseInt)
                .filter(number -> number > before)
                .max()
                .orElse(before);
    }

    private static void create(String product, Path file) {
        using(product, file, store -> store.save(USER, creation("0"), patience()) == APPLIED ? 0 : -1);
    }

    private static int stored(String product, Path file) {
        return using(product, file, store -> Integer.parseInt(textOf(load(store))));
    }

    private interface Use {
        int use(SessionStore store);
    }

    private static int using(String product, Path file, Use use) {
        if (product.equals("sqlite")) {
            try (EmbeddedSessionStore store = EmbeddedSessionStore.open(file)) {
                return use.use(store);
            }
        }
        JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:file:" + file, "sa", "");
        try (JdbcSessionStore store = JdbcSessionStore.builder(pool).build()) {
            return use.use(store);
        } finally {
            pool.dispose();
        }
    }
}
