package dev.peruser.store.jdbc;

import dev.peruser.store.Deadline;
import dev.peruser.store.jdbc.internal.DataColumn;
import dev.peruser.store.jdbc.internal.Failure;
import dev.peruser.store.jdbc.internal.Settings;
import dev.peruser.store.jdbc.internal.TableName;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What differs between database products. Safe for use by many threads. */
abstract class Database {

    /**
     * How an INSERT goes on, so that it changes nothing where the key is taken; nothing if it then fails with a
     * duplicate key.
     *
     * @param key the column
     */
    abstract String onConflictDoNothing(String key);

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

    /** A statement that is run again and again. */
    PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /** Whether a table's name may say where the table is. */
    boolean hasSchemas() {
        return true;
    }

    /** The columns of the table's primary key, in lower case. */
    List<String> primaryKey(Connection connection, String table) throws SQLException {
        DatabaseMetaData metaData = connection.getMetaData();
        TableName name = TableName.of(metaData.storesUpperCaseIdentifiers() ? table.toUpperCase(Locale.ROOT) : table);
        boolean isOfCatalog = name.hasSchema() && !metaData.supportsSchemasInTableDefinitions();
        String catalog = isOfCatalog ? name.schema() : connection.getCatalog();
        String schema = name.hasSchema() && !isOfCatalog ? name.schema() : connection.getSchema();
        List<String> columns = new ArrayList<>();
        try (ResultSet keys = metaData.getPrimaryKeys(catalog, schema, name.name())) {
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

    /**
     * How an UPDATE begins and goes on behind SET, so that it waits for a row's lock no longer than its first parameter
     * says; both are empty if that is not a matter of the statement.
     */
    LockWait lockWait() {
        return LockWait.NOT_IN_THE_STATEMENT;
    }

    /**
     * Parts of an UPDATE.
     *
     * @param before stands before it, with a parameter: the time, as text
     * @param from stands behind SET
     * @param where stands behind WHERE
     */
    record LockWait(String before, String from, String where) {
        static final LockWait NOT_IN_THE_STATEMENT = new LockWait("", "", "");

        /** How many parameters it has. */
        int parameters() {
            return before.isEmpty() ? 0 : 1;
        }
    }

    /** Lets a connection wait for locks no longer than that, where it can be told so at little cost. */
    Undo limitLockWait(Connection connection, Duration longest) throws SQLException {
        return () -> {};
    }

    /** Whether nothing else ends a wait for a lock soon, so that the statement has to be cancelled. */
    boolean needsCancelledLockWait() {
        return false;
    }

    /** How a SELECT locks the row that it reads, so that it is the newest one; nothing if the product can't. */
    String forUpdate() {
        return " FOR UPDATE";
    }

    /** The type of a column for session data that is proposed, and taken for a table of one's own. */
    String dataType() {
        return "TEXT";
    }

    /** The type of a column for names that are compared exactly. */
    String nameType() {
        return "VARCHAR(255)";
    }

    /** How session data is written to a column; empty if it can't keep it exactly. */
    Optional<DataColumn> dataColumn(ResultSetMetaData columns, int index) throws SQLException {
        return DataColumn.of(columns.getColumnType(index));
    }

    /** Sets the key of a row of the application's. */
    void setKey(PreparedStatement statement, int index, Object key) throws SQLException {
        statement.setObject(index, key);
    }

    /** The way back from {@link #begin}. */
    interface Undo {
        void run() throws SQLException;
    }
}
