package dev.peruser.store.jdbc;

import dev.peruser.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a SQLite file is no longer the one that was opened. A file that is deleted or replaced lives on, without
 * a name, for the connections that have it open: all calls would go on to work, and everything be gone with the
 * process.
 *
 * <ol>
 *   <li>The file, and its write-ahead log, are told by what the file system knows them by (on POSIX device and inode).
 *   <li>They are looked at after a call, before its result is given; at most every half millisecond, because a look
 *       takes about a tenth of what a save does. Once something is wrong, after each call.
 *   <li>One connection is kept open for as long as the store is: SQLite removes the log when the last one goes, which
 *       must not be taken for somebody else's doing.
 * </ol>
 *
 * <p>What is written over the same file is not noticed. Safe for use by many threads.
 */
final class SqliteFileWatch implements AutoCloseable {
    /** For so long after a look there is none, in nanoseconds. */
    static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(500);

    private final Path file;
    private final Path log;
    private final Connection anchor;
    private final Object identity;
    private final @Nullable Object logIdentity;
    private volatile long lookedAt = System.nanoTime();
    private volatile boolean isWrong;

    private SqliteFileWatch(Path file, Connection anchor) throws IOException {
        this.file = file;
        this.log = file.resolveSibling(file.getFileName() + "-wal");
        this.anchor = anchor;
        this.identity = Objects.requireNonNull(identity(file), "the file that was just opened");
        this.logIdentity = identity(log);
    }

    /** Begins, when the database is open and in its journal mode. */
    static SqliteFileWatch begin(SqliteFile file) {
        Connection anchor = null;
        try {
            anchor = file.dataSource().getConnection();
            try (Statement statement = anchor.createStatement();
                    ResultSet row = statement.executeQuery("SELECT count(*) FROM sqlite_master")) {
                row.next(); // opens the log
            }
            return new SqliteFileWatch(file.path(), anchor);
        } catch (SQLException | IOException | RuntimeException exception) {
            if (anchor != null) {
                Connections.quietly(anchor::close);
            }
            throw new StoreException(
                    "The session file " + file.path() + " could not be opened: look at the rights of its directory.",
                    exception);
        }
    }

    /** Passes on what a call gave, if that is to be believed. */
    <T> T checked(T result) {
        if (isWrong || System.nanoTime() - lookedAt >= PAUSE) {
            lookedAt = System.nanoTime();
            look();
        }
        return result;
    }

    private void look() {
        isWrong = true; // unless it turns out that all is well
        try {
            requireSame(file, identity);
            if (logIdentity != null) {
                requireSame(log, logIdentity);
            }
        } catch (IOException exception) {
            throw changed(file, "can't be looked at any more", exception);
        }
        isWrong = false;
    }

    private void requireSame(Path path, Object known) throws IOException {
        @Nullable Object present = identity(path);
        if (present == null) {
            throw changed(path, "is gone: somebody deleted or moved it", null);
        }
        if (!present.equals(known)) {
            throw changed(path, "is another file now: somebody replaced it", null);
        }
    }

    /** Null if there is no such file. */
    private static @Nullable Object identity(Path path) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return attributes.fileKey() == null ? attributes.creationTime() : attributes.fileKey();
        } catch (NoSuchFileException gone) {
            return null;
        }
    }

    private StoreException changed(Path path, String what, @Nullable Exception cause) {
        return new StoreException(
                "The session file " + path + " " + what + " while the application runs. What is saved now would not be"
                        + " there after a restart, so nothing is acknowledged. Put the file back as it was, or restart the"
                        + " application with the one that is to be used; replace it only while no application runs.",
                cause);
    }

    @Override
    public void close() {
        Connections.quietly(anchor::close);
    }
}
