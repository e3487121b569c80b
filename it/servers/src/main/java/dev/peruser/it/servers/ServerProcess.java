package dev.peruser.it.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A running server. A shell waits for this Java process: when it ends, in whatever way, the pipe between the two is
 * closed, and the shell ends the server and removes its folder. So nothing is left over, not even by {@code kill -9}.
 */
final class ServerProcess {
    /** Arguments: the server's process id, and its folder. */
    private static final String WAIT_AND_END =
            "trap '' INT TERM HUP; read -r line; kill -CONT $1; kill -QUIT $1; times=0;"
                    + " while kill -0 $1 && [ $times -lt 50 ]; do sleep 0.1; times=$((times + 1)); done;"
                    + " kill -KILL $1; rm -rf \"$2\"";

    private final ProcessHandle server;
    /** Kept, because a process that nobody refers to could have its pipe closed. */
    private final Process guard;

    ServerProcess(ProcessHandle server, Path folder) {
        this.server = server;
        try {
            guard = new ProcessBuilder(
                            "sh", "-c", WAIT_AND_END, "guard", Long.toString(server.pid()), folder.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            server.destroyForcibly();
            throw new UncheckedIOException("sh is needed to start servers for tests", e);
        }
    }

    /**
     * Stops it where it is, as if its machine were gone: connections stay open and nobody answers. The server comes
     * first, so that it starts no further process meanwhile. If that fails, all go on: whoever waits for a stopped
     * server without a time-out waits for good.
     */
    void pause() {
        requireGuard();
        try {
            Signals.stop(server.pid());
            server.descendants().forEach(process -> Signals.stop(process.pid()));
        } catch (RuntimeException failure) {
            resume();
            throw failure;
        }
    }

    void resume() {
        requireGuard();
        server.descendants().forEach(process -> Signals.resume(process.pid()));
        Signals.resume(server.pid());
    }

    private void requireGuard() {
        if (!guard.isAlive()) {
            throw new IllegalStateException("the server has no guard that would end it");
        }
    }

    static Path newFolder(String name) {
        try {
            return Files.createTempDirectory("peruser-" + name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
