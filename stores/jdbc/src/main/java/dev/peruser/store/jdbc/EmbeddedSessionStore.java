package dev.peruser.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.StoreException;
import dev.peruser.store.ClockedSessionStore;
import dev.peruser.store.Deadline;
import dev.peruser.store.EnumerableSessionStore;
import dev.peruser.store.KeyPage;
import dev.peruser.store.PurgeableSessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps sessions in a SQLite file of its own, for applications that have no database, or none for this. Several
 * processes of one machine may use the same file.
 *
 * <p>The file is in WAL mode with {@code synchronous=NORMAL}: what was saved survives the process, however that ends;
 * if the power fails, the last few saves may be missing, but the file stays sound. Beside it SQLite keeps two more
 * files, whose names end in {@code -wal} and {@code -shm} and which belong to it.
 *
 * <p>If the file, or the one that ends in {@code -wal}, is deleted, moved or replaced while it is open, calls fail with
 * a {@link StoreException} that says so, at the latest half a millisecond later: see {@link SqliteFileWatch}.
 *
 * <p>Needs {@code org.xerial:sqlite-jdbc}, 3.46.1.3 or later, and {@code com.zaxxer:HikariCP} on the class path. Safe
 * for use by many threads.
 */
public final class EmbeddedSessionStore
        implements PurgeableSessionStore, EnumerableSessionStore, ClockedSessionStore, AutoCloseable {
    private static final int CONNECTIONS = 4;
    private static final Duration OPENING = Duration.ofSeconds(30);

    private final Path path;
    private final HikariDataSource pool;
    private final JdbcSessionStore store;
    private final SqliteFileWatch watch;

    private EmbeddedSessionStore(Path path, HikariDataSource pool, JdbcSessionStore store, SqliteFileWatch watch) {
        this.path = path;
        this.watch = watch;
        this.pool = pool;
        this.store = store;
    }

    /**
     * Opens the file. It, and the directories above it, are created if they are missing, readable for nobody else where
     * the file system knows about that.
     *
     * @param path the file, relative to the working directory of the process
     * @throws StoreException if the file can't be written, or is not a SQLite database
     */
    public static EmbeddedSessionStore open(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        SqliteFile file = new SqliteFile(absolute);
        file.check();
        HikariDataSource pool = new HikariDataSource(configuration(file));
        boolean opened = false;
        try {
            JdbcSessionStore store = JdbcSessionStore.builder(pool)
                    .dialect(Dialect.SQLITE)
                    .makeDurableAndFast()
                    .connections(CONNECTIONS)
                    .build();
            store.prepare(Deadline.after(OPENING));
            EmbeddedSessionStore ready = new EmbeddedSessionStore(absolute, pool, store, SqliteFileWatch.begin(file));
            opened = true;
            return ready;
        } finally {
            if (!opened) {
                pool.close();
            }
        }
    }

    /** A file doesn't age and doesn't hang up: connections are kept. */
    private static HikariConfig configuration(SqliteFile file) {
        HikariConfig configuration = new HikariConfig();
        configuration.setPoolName("peruser sessions");
        configuration.setDataSource(file.dataSource());
        configuration.setMaximumPoolSize(CONNECTIONS);
        configuration.setMinimumIdle(1);
        configuration.setMaxLifetime(0);
        configuration.setConnectionTimeout(2000);
        configuration.setInitializationFailTimeout(-1);
        return configuration;
    }

    /** The absolute path of the file. */
    public Path path() {
        return path;
    }

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        return watch.checked(store.load(key, deadline));
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        return watch.checked(store.save(key, change, deadline));
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        return watch.checked(store.delete(key, expected, deadline));
    }

    @Override
    public int purgeExpired(Instant expiredBefore, int limit, Deadline deadline) {
        return watch.checked(store.purgeExpired(expiredBefore, limit, deadline));
    }

    @Override
    public KeyPage keys(Optional<String> from, int limit, Deadline deadline) {
        return watch.checked(store.keys(from, limit, deadline));
    }

    /** That of the machine. */
    @Override
    public Instant time(Deadline deadline) {
        return store.time(deadline);
    }

    /** Closes the file. Further calls fail. */
    @Override
    public void close() {
        store.close();
        pool.close();
        watch.close();
    }
}
