package dev.peruser.store.jdbc;

import static dev.peruser.store.tck.SampleSessions.USER;
import static dev.peruser.store.tck.SampleSessions.load;
import static dev.peruser.store.tck.SampleSessions.next;
import static dev.peruser.store.tck.SampleSessions.patience;
import static dev.peruser.store.tck.SampleSessions.textOf;

import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionStore;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcConnectionPool;

/** A process of its own that works on sessions. It says "ready", waits for a line, and then counts. */
final class SessionProcess {
    private static final String ERRORS = ".errors";

    private SessionProcess() {}

    /** Starts one. */
    static Process start(String product, Path path, int threads, int increments, Path directory) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SessionProcess.class.getName(),
                        product,
                        path.toString(),
                        Integer.toString(threads),
                        Integer.toString(increments))
                .redirectError(
                        Files.createTempFile(directory, "process", ERRORS).toFile())
                .start();
    }

    /** What processes wrote to their standard error, a file for each. */
    static List<Path> errors(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(ERRORS)).toList();
        }
    }

    static void ready(BufferedReader output) throws Exception {
        String line = output.readLine();
        if (!"ready".equals(line)) {
            throw new AssertionError("the process is not ready, it said " + line);
        }
    }

    /** Arguments: sqlite or h2, the file, threads, increments of each thread. */
    public static void main(String[] arguments) throws Exception {
        SessionStore store = open(arguments[0], Path.of(arguments[1]));
        int increments = Integer.parseInt(arguments[3]);
        store.load(USER, patience());
        System.out.println("ready");
        if (System.in.read() < 0) {
            throw new IllegalStateException("nobody is there");
        }
        Thread[] threads = new Thread[Integer.parseInt(arguments[2])];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> count(store, increments));
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println("done");
    }

    static SessionStore open(String product, Path path) {
        return product.equals("sqlite")
                ? EmbeddedSessionStore.open(path)
                : JdbcSessionStore.builder(JdbcConnectionPool.create("jdbc:h2:file:" + path, "sa", ""))
                        .build();
    }

    /** Each number is printed once it has been acknowledged. */
    private static void count(SessionStore store, int increments) {
        for (int i = 0; i < increments; i++) {
            StoredSession current;
            StoredSession next;
            do {
                current = load(store);
                next = next(current, Integer.toString(Integer.parseInt(textOf(current)) + 1));
            } while (store.save(USER, SessionChange.replace(current, next), patience()) != WriteResult.APPLIED);
            System.out.println(textOf(next));
        }
    }
}
