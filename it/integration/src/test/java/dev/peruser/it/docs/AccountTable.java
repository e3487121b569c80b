package dev.peruser.it.docs;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.h2.jdbcx.JdbcConnectionPool;
import tools.jackson.databind.json.JsonMapper;

/** A table of accounts in memory, with one account. */
final class AccountTable implements AutoCloseable {
    final JdbcConnectionPool database = JdbcConnectionPool.create("jdbc:h2:mem:rows", "sa", "");

    void createWith(String name) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE account (name VARCHAR PRIMARY KEY, session_data VARCHAR DEFAULT '{}' NOT NULL,"
                            + " session_version BIGINT DEFAULT 0 NOT NULL)");
            statement.execute("INSERT INTO account (name) VALUES ('" + name + "')");
        }
    }

    /** Overwrites the data, whatever is there. */
    void overwrite(String name, Map<String, Object> data) {
        try (Connection connection = database.getConnection();
                PreparedStatement update =
                        connection.prepareStatement("UPDATE account SET session_data = ? WHERE name = ?")) {
            update.setString(1, new JsonMapper().writeValueAsString(data));
            update.setString(2, name);
            update.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE account");
        }
        database.dispose();
    }
}
