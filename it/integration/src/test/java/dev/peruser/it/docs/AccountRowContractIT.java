package dev.peruser.it.docs;

import dev.peruser.UserRecord;
import dev.peruser.store.tck.SessionDataHolderContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;

/** The plain JDBC example of docs/data-within-the-user.md keeps the contract. */
class AccountRowContractIT extends SessionDataHolderContract {
    private final JdbcConnectionPool database = JdbcConnectionPool.create("jdbc:h2:mem:rows", "sa", "");

    @Override
    protected UserRecord openEmpty() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE account (name VARCHAR PRIMARY KEY, session_data VARCHAR DEFAULT '{}' NOT NULL,"
                            + " session_version BIGINT DEFAULT 0 NOT NULL)");
            statement.execute("INSERT INTO account (name) VALUES ('ada')");
        }
        return open();
    }

    @Override
    protected UserRecord open() {
        return new AccountData(database, "ada");
    }

    @AfterEach
    void close() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE account");
        }
        database.dispose();
    }
}
