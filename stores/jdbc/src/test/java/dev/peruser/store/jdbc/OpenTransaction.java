package dev.peruser.store.jdbc;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** A transaction of the application's, on the thread of the test. */
final class OpenTransaction implements ApplicationTransactions, AutoCloseable {
    private final DataSource dataSource;
    private Connection connection;

    OpenTransaction(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    void begin() throws SQLException {
        connection = dataSource.getConnection();
        connection.setAutoCommit(false);
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    void commit() throws SQLException {
        connection.commit();
        close();
    }

    @Override
    public boolean isOpen() {
        return connection != null;
    }

    @Override
    public Connection connection() {
        return (Connection) Proxy.newProxyInstance(
                OpenTransaction.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) ->
                        method.getName().equals("close") ? null : method.invoke(connection, arguments));
    }

    /** Rolls back what is not committed. */
    @Override
    public void close() throws SQLException {
        if (connection != null) {
            connection.rollback();
            connection.setAutoCommit(true);
            connection.close();
            connection = null;
        }
    }
}
