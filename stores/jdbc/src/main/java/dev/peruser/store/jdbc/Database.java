package dev.peruser.store.jdbc;

import dev.peruser.store.Deadline;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What differs between database products. Safe for use by many threads. */
abstract class Database {

    /**
     * How an INSERT goes on, so that it changes nothing where the key is taken; nothing if it then fails with a
     * duplicate key.
     */
    abstract String onConflictDoNothing();

    /**
     * The DELETE of expired rows, as one statement. Parameters: the time, the limit, the time again. A row that is
     * refreshed while it runs stays.
     */
    String purge(String table) {
        return "DELETE FROM " + table + " WHERE session_key IN (SELECT session_key FROM " + table
                + " WHERE expires_at < ? ORDER BY expires_at LIMIT ?) AND expires_at < ?";
    }

    /** Sets the parameters of {@link #purge}. */
    void setPurge(PreparedStatement statement, long time, int limit) throws SQLException {
        statement.setLong(1, time);
        statement.setInt(2, limit);
        statement.setLong(3, time);
    }

    /** An expression: the milliseconds since 1970 by the database's clock, which runs on within a transaction. */
    String time() {
        return "CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT)";
    }

    /** What an exception means. */
    abstract Failure failureOf(SQLException exception);

    /** Whether the driver's messages can hold keys or attributes; if so, they go nowhere. */
    boolean tellsValues() {
        return true;
    }

    /** What a failure means in words, and what to do. */
    String explanation(Failure failure) {
        return failure.explanation();
    }

    /** What else there is to say about a failure, or nothing. */
    String hint(Failure failure) {
        return "";
    }

    /** Makes the database's settings what {@link Settings} allow. Called once for each store, before anything else. */
    abstract void apply(Connection connection, Statement statement) throws SQLException;

    /** Prepares a connection for one call; what it returns undoes that. */
    Undo begin(Connection connection, Deadline deadline) throws SQLException {
        return () -> {};
    }

    /** The columns of the table's primary key, in lower case. */
    List<String> primaryKey(Connection connection, String table) throws SQLException {
        DatabaseMetaData metaData = connection.getMetaData();
        String name = metaData.storesUpperCaseIdentifiers() ? table.toUpperCase(Locale.ROOT) : table;
        List<String> columns = new ArrayList<>();
        try (ResultSet keys = metaData.getPrimaryKeys(connection.getCatalog(), connection.getSchema(), name)) {
            while (keys.next()) {
                columns.add(keys.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
            }
        }
        return columns;
    }

    /**
     * Whether a thread that waits for a connection may be interrupted, whatever the pool is. Not if connections can be
     * opened on the waiting thread by code that takes an interruption for the end of its files.
     */
    boolean mayBeInterruptedWhileWaiting() {
        return false;
    }

    /** Ends a call that runs in another thread, at once. */
    void interrupt(Connection connection, Statement statement) throws SQLException {
        connection.abort(Runnable::run);
    }

    /** Whether a column has the type that {@link #setBody} writes. */
    boolean isBody(ResultSetMetaData columns, int index) throws SQLException {
        return true;
    }

    void setBody(PreparedStatement statement, int index, byte[] body) throws SQLException {
        statement.setBytes(index, body);
    }

    byte[] getBody(ResultSet row, int index) throws SQLException {
        return row.getBytes(index);
    }

    /** The way back from {@link #begin}. */
    interface Undo {
        void run() throws SQLException;
    }
}
