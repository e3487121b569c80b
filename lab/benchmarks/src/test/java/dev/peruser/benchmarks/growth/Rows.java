package dev.peruser.benchmarks.growth;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The rows of the tables that the JDBC stores make. */
final class Rows {
    private static final int BATCH = 1_000;

    private Rows() {}

    /** Copies the row of a key to so many guests. */
    static void multiply(Connection connection, String table, String key, int count) throws SQLException {
        String columns = "incarnation, counter, expires_at, body";
        connection.setAutoCommit(false);
        try (PreparedStatement find =
                        connection.prepareStatement("SELECT " + columns + " FROM " + table + " WHERE session_key = ?");
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO " + table + " (" + columns + ", session_key) VALUES (?, ?, ?, ?, ?)")) {
            find.setString(1, key);
            try (ResultSet row = find.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("the first session is not there");
                }
                Template body = new Template(key, row.getBytes(4));
                for (int number = 0; number < count; number++) {
                    insert.setLong(1, row.getLong(1));
                    insert.setLong(2, row.getLong(2));
                    insert.setLong(3, row.getLong(3));
                    insert.setBytes(4, body.of(Shopper.key(number)));
                    insert.setString(5, Shopper.key(number));
                    insert.addBatch();
                    if (number % BATCH == BATCH - 1) {
                        insert.executeBatch();
                    }
                }
            }
            insert.executeBatch();
            connection.commit();
        }
    }
}
