package dev.peruser.store.jdbc;

import dev.peruser.store.Deadline;
import dev.peruser.store.jdbc.internal.DataColumn;
import dev.peruser.store.jdbc.internal.Failure;
import dev.peruser.store.jdbc.internal.Settings;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import org.sqlite.SQLiteConnection;

/**
 * SQLite. A statement that meets a lock ends with BUSY or LOCKED and has changed nothing. SQLite's own waiting
 * ({@code busy_timeout}) would starve some callers and know no deadline, so it is off during a call.
 */
final class SqliteDatabase extends Database {
    private static final System.Logger LOGGER = System.getLogger("dev.peruser.store.jdbc");

    private static final int ERROR = 1;
    private static final int PERM = 3;
    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int READONLY = 8;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int CANTOPEN = 14;
    private static final int AUTH = 23;
    private static final int NOTADB = 26;
    /** The driver reports extended codes in some versions: the reason is the lower byte. */
    private static final int REASON = 0xff;

    private final Settings settings;

    SqliteDatabase(Settings settings) {
        this.settings = settings;
    }

    /** An attached database has a name, but its indexes can't be made by it. */
    @Override
    boolean hasSchemas() {
        return false;
    }

    @Override
    String onConflictDoNothing(String key) {
        return " ON CONFLICT (" + key + ") DO NOTHING";
    }

    /** In days since noon on a day of 4714 BC: the one form that versions before 3.42 have to the millisecond. */
    @Override
    String time() {
        return "CAST(ROUND((JULIANDAY('now') - 2440587.5) * 86400000) AS INTEGER)";
    }

    @Override
    Failure failureOf(SQLException exception) {
        return switch (exception.getErrorCode() & REASON) {
            case BUSY, LOCKED -> Failure.LOCKED;
            case READONLY -> Failure.READ_ONLY;
            case CORRUPT -> Failure.CORRUPT;
            case FULL -> Failure.FULL;
            case CANTOPEN, PERM -> Failure.CANNOT_OPEN;
            case AUTH -> Failure.NO_RIGHTS;
            case NOTADB -> Failure.NOT_A_DATABASE;
            case ERROR -> isMissing(exception) ? Failure.NO_TABLE : Failure.OTHER;
            default -> Failure.OTHER;
        };
    }

    private static boolean isMissing(SQLException exception) {
        String message = String.valueOf(exception.getMessage());
        return message.contains("no such table") || message.contains("no such column");
    }

    /** SQLite's messages name tables and columns, and never what is in them. */
    @Override
    boolean tellsValues() {
        return false;
    }

    @Override
    String hint(Failure failure) {
        return failure == Failure.LOCKED
                ? ". Only one connection at a time can write to SQLite: a request that has an open transaction on this"
                        + " database locks its own session out. Keep sessions in a file apart from the application's data"
                : "";
    }

    @Override
    void apply(Connection connection, Statement statement) throws SQLException {
        String mode = journalMode(statement, "PRAGMA journal_mode");
        if (settings == Settings.TUNE && !isWriteAhead(mode)) {
            mode = journalMode(statement, "PRAGMA journal_mode=WAL");
        }
        switch (mode) {
            case "off" ->
                LOGGER.log(
                        Level.WARNING,
                        "The SQLite database of the session store has no journal (journal_mode=off): a killed process can"
                                + " damage it");
            case "delete", "truncate", "persist" ->
                LOGGER.log(
                        Level.INFO,
                        "The SQLite database of the session store is not in WAL mode: readers and writers wait for each"
                                + " other");
            default -> {}
        }
    }

    private static boolean isWriteAhead(String mode) {
        return mode.equals("wal") || mode.equals("memory");
    }

    private static String journalMode(Statement statement, String pragma) throws SQLException {
        try (ResultSet row = statement.executeQuery(pragma)) {
            return row.next() ? row.getString(1).toLowerCase(Locale.ROOT) : "";
        }
    }

    /** Who writes locks all. */
    @Override
    String forUpdate() {
        return "";
    }

    /** A column's type is what it was declared as; text is kept as text by all but those for bytes. */
    @Override
    Optional<DataColumn> dataColumn(ResultSetMetaData columns, int index) throws SQLException {
        String declared = columns.getColumnTypeName(index).toUpperCase(Locale.ROOT);
        return Optional.of(declared.contains("BLOB") ? DataColumn.BYTES : DataColumn.TEXT);
    }

    /** Not by a PRAGMA: this is a call into the library, not a statement. */
    @Override
    Undo begin(Connection connection, Deadline deadline) throws SQLException {
        if (!connection.isWrapperFor(SQLiteConnection.class)) {
            return () -> {}; // then SQLite waits in its own way, for as long as the connection says
        }
        SQLiteConnection sqlite = connection.unwrap(SQLiteConnection.class);
        int timeout = sqlite.getBusyTimeout();
        if (timeout == 0) {
            return () -> {};
        }
        sqlite.setBusyTimeout(0);
        return () -> sqlite.setBusyTimeout(timeout);
    }

    /** The driver's {@code abort} does nothing, but its {@code cancel} is sqlite3_interrupt. */
    @Override
    void interrupt(Connection connection, Statement statement) throws SQLException {
        statement.cancel();
    }
}
