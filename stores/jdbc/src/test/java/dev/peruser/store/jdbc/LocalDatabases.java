package dev.peruser.store.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.sqlite.SQLiteDataSource;

/** Databases without a server, as applications have them, and statements to them. */
final class LocalDatabases {
    private LocalDatabases() {}

    /** A file in the folder, without a pool and in the driver's default journal mode. */
    static SQLiteDataSource sqlite(Path folder) {
        SQLiteDataSource dataSource = new SQLiteDataSource();
        dataSource.setUrl("jdbc:sqlite:" + folder.resolve("application.db"));
        return dataSource;
    }

    /** A new database in memory, with parameters that each begin with a semicolon. */
    static JdbcConnectionPool h2(String parameters) {
        return JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + parameters, "sa", "");
    }

    /** The same, which stays when its last connection is closed. */
    static JdbcConnectionPool h2() {
        return h2(";DB_CLOSE_DELAY=-1");
    }

    static void execute(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of the first row. */
    static String query(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
