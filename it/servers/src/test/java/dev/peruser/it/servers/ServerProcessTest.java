package dev.peruser.it.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Servers are stopped and go on, whatever their processes do meanwhile. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the states of processes are read from /proc")
@Timeout(60)
class ServerProcessTest {
    @TempDir
    private Path folder;

    /** A process that counts, with a child that counts, too. */
    @Test
    void pause_stopsAllProcesses_untilTheyAreResumed() throws Exception {
        Process parent =
                start("count() { i=0; while :; do i=$((i + 1)); echo $i > $1; done; }; count child & count parent");
        try {
            ServerProcess server = new ServerProcess(parent.toHandle(), Files.createTempDirectory("peruser-test"));
            awaitChange("parent");
            awaitChange("child");
            server.pause();
            assertThat(parent.descendants()).isNotEmpty().allMatch(child -> stateOf(child.pid()) == 'T');
            assertThat(stateOf(parent.pid())).isEqualTo('T');
            server.resume();
            awaitChange("parent");
            awaitChange("child");
        } finally {
            end(parent);
        }
    }

    /** As a process of PostgreSQL's whose connection was closed just before. */
    @Test
    void pause_takesAProcessThatHasEnded_andThatNobodyAskedForItsResult() throws Exception {
        Process parent = start("sh -c 'echo $$; sleep 0.3' & exec sleep 300");
        try (BufferedReader output = parent.inputReader()) {
            String child = output.readLine();
            while (stateOf(Long.parseLong(child)) != 'Z') {
                Thread.onSpinWait();
            }
            ServerProcess server = new ServerProcess(parent.toHandle(), Files.createTempDirectory("peruser-test"));
            server.pause();
            assertThat(stateOf(parent.pid())).isEqualTo('T');
            server.resume();
        } finally {
            end(parent);
        }
    }

    private Process start(String script) throws Exception {
        return new ProcessBuilder("sh", "-c", script).directory(folder.toFile()).start();
    }

    private static char stateOf(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(Process parent) throws Exception {
        parent.descendants().forEach(ProcessHandle::destroyForcibly);
        parent.destroyForcibly().waitFor();
    }

    private String read(String name) throws Exception {
        Path file = folder.resolve(name);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private void awaitChange(String name) throws Exception {
        String before = read(name);
        while (read(name).equals(before)) {
            Thread.onSpinWait();
        }
    }
}
