package dev.peruser.store.jdbc;

import static dev.peruser.store.WriteResult.APPLIED;
import static dev.peruser.store.tck.SampleSessions.USER;
import static dev.peruser.store.tck.SampleSessions.creation;
import static dev.peruser.store.tck.SampleSessions.load;
import static dev.peruser.store.tck.SampleSessions.patience;
import static dev.peruser.store.tck.SampleSessions.textOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two Java processes on one SQLite file. */
@Timeout(300)
class TwoProcessesTest {
    private static final int INCREMENTS = 2_000;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void save_losesNoIncrementOfEitherProcess_withSoManyThreadsInEach(int threads) throws Exception {
        Path file = directory.resolve("sessions.db");
        try (EmbeddedSessionStore store = EmbeddedSessionStore.open(file)) {
            assertThat(store.save(USER, creation("0"), patience())).isEqualTo(APPLIED);
            assertThat(countIn(file, threads)).hasSize(2 * INCREMENTS);
            assertThat(textOf(load(store))).isEqualTo(Integer.toString(2 * INCREMENTS));
        }
    }

    /** Both create directory, file, WAL and table. */
    @Test
    void open_byTwoProcessesAtOnceCreatesOneFile() throws Exception {
        Path file = directory.resolve("new/directory/sessions.db");
        Files.createDirectories(directory.resolve("new"));
        List<Process> processes = List.of(
                SessionProcess.start("sqlite", Path.of(file.toString()), 1, 0, directory),
                SessionProcess.start("sqlite", Path.of(file.toString()), 1, 0, directory));
        for (Process process : processes) {
            try (BufferedReader output = process.inputReader()) {
                SessionProcess.ready(output);
                process.outputWriter().append('\n').flush();
                assertThat(output.readLine()).isEqualTo("done");
            }
        }
    }

    /** Every number that one of the processes acknowledged. */
    private Set<String> countIn(Path file, int threads) throws Exception {
        List<Process> processes = new ArrayList<>();
        List<BufferedReader> outputs = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Process process = SessionProcess.start("sqlite", file, threads, INCREMENTS / threads, directory);
            processes.add(process);
            outputs.add(process.inputReader());
        }
        for (BufferedReader output : outputs) {
            SessionProcess.ready(output);
        }
        for (Process process : processes) {
            process.outputWriter().append('\n').flush();
        }
        Set<String> acknowledged = new HashSet<>();
        for (BufferedReader output : outputs) {
            List<String> lines = output.lines().toList();
            assertThat(lines).last().isEqualTo("done");
            acknowledged.addAll(lines.subList(0, lines.size() - 1));
        }
        for (Process process : processes) {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        }
        for (Path errors : SessionProcess.errors(directory)) {
            assertThat(errors).content().doesNotContain("Exception");
        }
        return acknowledged;
    }
}
