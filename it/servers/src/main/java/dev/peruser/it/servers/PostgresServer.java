package dev.peruser.it.servers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * PostgreSQL on 127.0.0.1, from Maven artifacts, or the server that the environment variable
 * {@code PERUSER_TEST_POSTGRESQL_URL} names. Started at first use, once in a process, and ended with it. It counts its
 * statements. Safe for use by many threads.
 */
public final class PostgresServer extends DatabaseServer {
    /** A JDBC URL with user and password, or not set. */
    public static final String VARIABLE = "PERUSER_TEST_POSTGRESQL_URL";

    private static final PostgresServer OLDEST = new PostgresServer("postgresql-14", Map.of());
    private static final PostgresServer NEWEST = new PostgresServer("postgresql-18", Map.of());

    private final Map<String, String> settings;

    private PostgresServer(String name, Map<String, String> settings) {
        super(name);
        this.settings = settings;
    }

    /** PostgreSQL 14. */
    public static PostgresServer oldest() {
        return OLDEST;
    }

    /** PostgreSQL 18. */
    public static PostgresServer newest() {
        return NEWEST;
    }

    /** PostgreSQL 18 of its own, with settings as in postgresql.conf, which go before those that tests have. */
    public static PostgresServer newest(Map<String, String> settings) {
        return new PostgresServer("postgresql-18", Map.copyOf(settings));
    }

    /** A place without a table. */
    public TestDatabase emptyDatabase() {
        return given().map(TestDatabase::given).orElseGet(() -> TestDatabase.on(url(), "postgres", "postgres"));
    }

    /** The server that the environment names. */
    public static Optional<String> given() {
        return given(VARIABLE);
    }

    @Override
    String start() throws IOException, SQLException {
        Path folder = ServerProcess.newFolder(name);
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setPgBinaryResolver((system, architecture) -> programs())
                .setDataDirectory(folder.resolve("data"))
                .setRegisterShutdownHook(false)
                .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                .setServerConfig("max_connections", "200")
                .setServerConfig("shared_buffers", "32MB")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("shared_preload_libraries", "pg_stat_statements");
        settings.forEach(builder::setServerConfig);
        EmbeddedPostgres postgres = builder.start();
        runs(new ServerProcess(processOf(folder), folder));
        askForPasswords(postgres, folder.resolve("data/pg_hba.conf"));
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
    }

    /** It was set up to trust everybody. */
    private static void askForPasswords(EmbeddedPostgres postgres, Path whoMayConnect)
            throws IOException, SQLException {
        Files.writeString(
                whoMayConnect, "host all all 127.0.0.1/32 scram-sha-256\nhost all all ::1/128 scram-sha-256\n");
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER ROLE postgres PASSWORD 'postgres'");
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    /** The server's own; what was started may have been a command that started it. */
    private static ProcessHandle processOf(Path folder) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("data/postmaster.pid"));
        return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                .orElseThrow(() -> new IOException("PostgreSQL has ended already"));
    }

    private InputStream programs() throws IOException {
        try (ZipFile jar = new ZipFile(Programs.jar(name).toFile())) {
            ZipEntry entry = jar.stream()
                    .filter(candidate ->
                            candidate.getName().toLowerCase(Locale.ROOT).endsWith(".txz"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no programs in the jar of " + name));
            try (InputStream content = jar.getInputStream(entry)) {
                return new ByteArrayInputStream(content.readAllBytes());
            }
        }
    }
}
