package dev.peruser.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.it.servers.MariaDbServer;
import dev.peruser.it.servers.PostgresServer;
import dev.peruser.it.servers.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Database servers, and the driver that talks to them. */
enum Product {
    POSTGRESQL_14(PostgresServer.oldest()::emptyDatabase, "postgresql"),
    POSTGRESQL_18(PostgresServer.newest()::emptyDatabase, "postgresql"),
    MARIADB_10_11(MariaDbServer.older()::emptyDatabase, "mariadb"),
    MARIADB_11_4(MariaDbServer.newer()::emptyDatabase, "mariadb"),
    /** This driver says that every server is MySQL. */
    MARIADB_11_4_BY_MYSQL_DRIVER(MariaDbServer.newer()::emptyDatabase, "mysql");

    private final Supplier<TestDatabase> server;
    private final String scheme;

    Product(Supplier<TestDatabase> server, String scheme) {
        this.server = server;
        this.scheme = scheme;
    }

    /** Whether the server is one that the build started, which tests may stop and change. */
    boolean isOurs() {
        return (isPostgres() ? PostgresServer.given() : MariaDbServer.given()).isEmpty();
    }

    /** Those whose server the build started. */
    static Stream<Product> ours() {
        return Stream.of(values()).filter(Product::isOurs);
    }

    /** What a test needs: a table name of its own, and a pool. */
    Place open() {
        return new Place(this, server.get());
    }

    boolean isPostgres() {
        return this == POSTGRESQL_14 || this == POSTGRESQL_18;
    }

    String ddlResource() {
        return "dev/peruser/store/jdbc/" + scheme + ".sql";
    }

    void pause() {
        switch (this) {
            case POSTGRESQL_14 -> PostgresServer.oldest().pause();
            case POSTGRESQL_18 -> PostgresServer.newest().pause();
            case MARIADB_10_11 -> MariaDbServer.older().pause();
            default -> MariaDbServer.newer().pause();
        }
    }

    void resume() {
        switch (this) {
            case POSTGRESQL_14 -> PostgresServer.oldest().resume();
            case POSTGRESQL_18 -> PostgresServer.newest().resume();
            case MARIADB_10_11 -> MariaDbServer.older().resume();
            default -> MariaDbServer.newer().resume();
        }
    }

    /** A table that is not there yet, in a database. */
    static final class Place implements AutoCloseable {
        final Product product;
        final TestDatabase database;
        final HikariDataSource pool;

        private Place(Product product, TestDatabase database) {
            this.product = product;
            this.database = database;
            this.pool = Pools.of(database, url(""));
        }

        /** The URL for the product's driver, with parameters. */
        String url(String parameters) {
            String url = database.url().replaceFirst("jdbc:(mariadb|postgresql)", "jdbc:" + product.scheme);
            return parameters.isEmpty() ? url : url + (url.contains("?") ? "&" : "?") + parameters;
        }

        String table() {
            return database.table();
        }

        JdbcSessionStoreBuilder store() {
            return JdbcSessionStore.builder(pool).table(table());
        }

        /** A connection that is not the pool's. */
        Connection connect() throws SQLException {
            return database.user().isEmpty()
                    ? DriverManager.getConnection(url(""))
                    : DriverManager.getConnection(url(""), database.user(), database.password());
        }

        void execute(String... statements) throws SQLException {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
        }

        /** The first column of the first row. */
        String query(String sql) throws SQLException {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getString(1);
            }
        }

        /** The type of the body's column. */
        String bodyType() {
            return product.isPostgres() ? "BYTEA" : "LONGBLOB";
        }

        @Override
        public void close() throws SQLException {
            pool.close();
            execute("DROP TABLE IF EXISTS " + table());
        }
    }
}
