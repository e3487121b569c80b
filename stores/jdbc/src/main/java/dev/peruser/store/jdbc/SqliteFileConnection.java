package dev.peruser.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.sqlite.SQLiteConfig;
import org.sqlite.jdbc4.JDBC4Connection;
import org.sqlite.jdbc4.JDBC4PreparedStatement;

/**
 * A connection to a SQLite file of our own. It keeps each statement that it has prepared, because preparing one takes
 * about as long as carrying it out; the store has only a few. None is running between two calls: SQLite would end all
 * further calls of a connection that was interrupted. For one thread at a time.
 */
final class SqliteFileConnection extends JDBC4Connection {
    private final Map<String, Kept> statements = new HashMap<>();

    SqliteFileConnection(String file, SQLiteConfig config) throws SQLException {
        super("jdbc:sqlite:" + file, file, config.toProperties());
    }

    /** One that failed may have been ended by the driver; then there is a new one. */
    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        Kept present = statements.get(sql);
        if (present != null && !present.hasEnded()) {
            return present;
        }
        Kept prepared = new Kept(this, sql);
        statements.put(sql, prepared);
        return prepared;
    }

    /** A statement that is used again after it was closed. It ends with its connection. */
    private static final class Kept extends JDBC4PreparedStatement {
        private final String[] columns;

        Kept(SqliteFileConnection connection, String sql) throws SQLException {
            super(connection, sql);
            columns = rs.colsMeta;
        }

        boolean hasEnded() {
            return pointer.isClosed();
        }

        /** The driver would ask for the columns' names each time. */
        @Override
        public ResultSet getResultSet() throws SQLException {
            rs.colsMeta = columns;
            return super.getResultSet();
        }

        /** Ends what it reads, and lets go of the session. */
        @Override
        public void close() throws SQLException {
            rs.close();
            if (!hasEnded()) {
                clearParameters();
            }
        }
    }
}
