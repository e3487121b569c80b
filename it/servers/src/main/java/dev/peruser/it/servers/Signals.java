package dev.peruser.it.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Signals to processes. */
final class Signals {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);
    /**
     * States of a thread in {@code /proc}. A process that has ended while its parent is stopped stays a zombie (Z),
     * because the parent doesn't ask for its result.
     */
    private static final String STOPPED_OR_ENDED = "TZX";

    private Signals() {}

    /** SIGSTOP. Returns when the process has stopped: its threads go on for a moment after the signal was sent. */
    static void stop(long pid) {
        send("-STOP", pid);
        long start = System.nanoTime();
        while (!hasStopped(pid)) {
            if (System.nanoTime() - start > PATIENCE) {
                throw new IllegalStateException("the process doesn't stop");
            }
            Thread.onSpinWait();
        }
    }

    /** SIGCONT. */
    static void resume(long pid) {
        send("-CONT", pid);
    }

    private static void send(String signal, long pid) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(pid)).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * All threads of the process; where the system doesn't tell, it is taken for granted. One that has ended has
     * stopped.
     */
    private static boolean hasStopped(long pid) {
        Path threads = Path.of("/proc", Long.toString(pid), "task");
        if (!Files.isDirectory(threads)) {
            return true;
        }
        try (Stream<Path> each = Files.list(threads)) {
            return each.allMatch(Signals::isStoppedThread);
        } catch (NoSuchFileException ended) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isStoppedThread(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return STOPPED_OR_ENDED.indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) >= 0;
        } catch (IOException ended) {
            return true; // the system answers so for a thread that ends while it is looked at
        }
    }
}
