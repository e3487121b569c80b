package dev.peruser.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Tells {@link JdbcUserRecords} of the transaction that the application has open on the calling thread, on the same
 * database. Safe for use by many threads.
 */
public interface ApplicationTransactions {

    /** Whether the calling thread has one. Must not ask the database. */
    boolean isOpen();

    /**
     * The connection of the transaction that is open. It is closed after each call: that must leave the transaction as
     * it is.
     *
     * @throws SQLException if there is none
     */
    Connection connection() throws SQLException;

    /** For applications that don't tell of theirs: none is ever open. */
    static ApplicationTransactions unknown() {
        return new ApplicationTransactions() {
            @Override
            public boolean isOpen() {
                return false;
            }

            @Override
            public Connection connection() throws SQLException {
                throw new SQLException("no transaction is known");
            }
        };
    }
}
