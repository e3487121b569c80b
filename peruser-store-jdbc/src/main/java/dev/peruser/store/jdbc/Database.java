package dev.peruser.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

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

    /** What an exception means. */
    abstract Failure failureOf(SQLException exception);

    /** Whether the driver's messages can hold keys or attributes; if so, they go nowhere. */
    boolean tellsValues() {
        return true;
    }

    /** What else there is to say about a failure, or nothing. */
    String hint(Failure failure) {
        return "";
    }

    /** Makes the database's settings what {@link Settings} allow. Called once for each store, before anything else. */
    abstract void apply(Connection connection, Statement statement) throws SQLException;

    /** Prepares a connection for one call; what it returns undoes that. */
    Undo begin(Connection connection) throws SQLException {
        return () -> {};
    }

    /** Ends a call that runs in another thread, at once. */
    void interrupt(Connection connection, Statement statement) throws SQLException {
        connection.abort(Runnable::run);
    }

    /** Whether the body's column has the type that {@link #setBody} writes. */
    boolean isBodyType(int sqlType) {
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
