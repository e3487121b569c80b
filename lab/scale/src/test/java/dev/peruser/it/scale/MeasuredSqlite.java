package dev.peruser.it.scale;

import dev.peruser.it.servers.ProcessorTime;
import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.EmbeddedSessionStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** An SQLite file. Its processor time is that of this process, with what the clients do. */
final class MeasuredSqlite implements MeasuredServer {
    private final Path folder;
    private final EmbeddedSessionStore store;

    private MeasuredSqlite(Path folder) {
        this.folder = folder;
        store = EmbeddedSessionStore.open(folder.resolve("peruser.db"));
    }

    static MeasuredSqlite start() throws IOException {
        return new MeasuredSqlite(Files.createTempDirectory("peruser-scale"));
    }

    @Override
    public SessionStore store() {
        return store;
    }

    @Override
    public SessionStore fillingStore() {
        return store;
    }

    @Override
    public Work work() {
        return new Work(ProcessorTime.nanosOf(ProcessHandle.current()), 0, 0, 0);
    }

    @Override
    public Images images(Work from, Work to) {
        return Images.NONE;
    }

    @Override
    public boolean purges() {
        return true;
    }

    @Override
    public void settle() {}

    @Override
    public void checkpoint() {}

    @Override
    public Map<String, Double> sizes() {
        return Map.of("file", (double) store.path().toFile().length());
    }

    @Override
    public Map<String, Double> remarks() {
        return Map.of();
    }

    @Override
    public String product() {
        return "SQLite";
    }

    @Override
    public void close() {
        store.close();
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> file.toFile().delete());
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
