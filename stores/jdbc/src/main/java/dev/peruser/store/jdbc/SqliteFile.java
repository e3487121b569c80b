package dev.peruser.store.jdbc;

import dev.peruser.StoreException;
import dev.peruser.store.jdbc.internal.Failure;
import dev.peruser.store.jdbc.internal.Settings;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/**
 * A SQLite file of our own.
 *
 * @param path where it is, absolute
 */
record SqliteFile(Path path) {
    /** For what opening a connection does itself; afterwards the store waits in its own way. */
    private static final int BUSY_MILLISECONDS = 250;

    private static final int SMALLEST_PAGE = 512;

    /** Connections to it. */
    DataSource dataSource() {
        SQLiteConfig config = new SQLiteConfig();
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setBusyTimeout(BUSY_MILLISECONDS);
        config.setGetGeneratedKeys(false); // it would leave a query running after each INSERT, see SqliteFileConnection
        return new SQLiteDataSource(config) {
            @Override
            public SQLiteConnection getConnection(@Nullable String user, @Nullable String password)
                    throws SQLException {
                SQLiteConnection connection = new SqliteFileConnection(path.toString(), getConfig());
                connection.setBusyTimeout(0);
                return connection;
            }
        };
    }

    /**
     * Creates it if it is missing.
     *
     * @throws StoreException if it can't be created or written, or is something else
     */
    void check() {
        if (path.toString().indexOf('?') >= 0) {
            throw unusable("SQLite's driver takes what follows a question mark for options; choose another name", null);
        }
        create();
        if (Files.isDirectory(path)) {
            throw unusable("it is a directory; name a file in it", null);
        }
        Path directory = path.getParent();
        if (!Files.isWritable(path) || (directory != null && !Files.isWritable(directory))) {
            throw unusable(
                    "this process may not write the file or its directory (SQLite creates files beside it)", null);
        }
        if (isTooShort()) {
            throw unusable(Failure.NOT_A_DATABASE.explanation(), null);
        }
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA schema_version")) {
            row.next();
        } catch (SQLException exception) {
            SqliteDatabase database = new SqliteDatabase(Settings.TUNE);
            Failure failure = database.failureOf(exception);
            if (failure != Failure.LOCKED) {
                throw unusable(failure.explanation(), exception);
            }
        }
    }

    /** SQLite takes what is shorter than its smallest page for empty, and would write over it. */
    private boolean isTooShort() {
        try {
            long size = Files.size(path);
            return size > 0 && size < SMALLEST_PAGE;
        } catch (IOException exception) {
            throw unusable("it can't be read; choose a path that can be read and written", exception);
        }
    }

    private void create() {
        try {
            Path directory = path.getParent();
            if (directory != null && Files.notExists(directory)) {
                Files.createDirectories(directory, onlyForOwner("rwx------"));
            }
            if (Files.notExists(path)) {
                Files.createFile(path, onlyForOwner("rw-------"));
            }
        } catch (FileAlreadyExistsException another) {
            if (!Files.exists(path)) {
                throw unusable("something that is not a directory is in the way", another);
            }
        } catch (IOException exception) {
            throw unusable(
                    "it, or a directory above it, can't be created; choose a path that can be written", exception);
        }
    }

    private FileAttribute<?>[] onlyForOwner(String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private StoreException unusable(String reason, @Nullable Exception cause) {
        return new StoreException("The session file " + path + " can't be used: " + reason + ".", cause);
    }
}
