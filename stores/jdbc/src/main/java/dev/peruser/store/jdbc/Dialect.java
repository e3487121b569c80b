package dev.peruser.store.jdbc;

import dev.peruser.store.jdbc.internal.Settings;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A database product that {@link JdbcSessionStore} knows. */
public enum Dialect {
    /**
     * SQLite 3.24 or later, by the driver {@code org.xerial:sqlite-jdbc}. A file may be shared by processes of one
     * machine, not over a network.
     */
    SQLITE("SQLite"),
    /** H2 2.x, embedded or as a server. */
    H2("H2"),
    /** PostgreSQL 14 or later, by the driver {@code org.postgresql:postgresql}. */
    POSTGRESQL("PostgreSQL"),
    /** MariaDB 10.11 or later, by the driver {@code org.mariadb.jdbc:mariadb-java-client}. */
    MARIADB("MariaDB"),
    /**
     * MySQL 8 or later, by the driver {@code com.mysql:mysql-connector-j}, which calls a MariaDB server MySQL as well.
     * That works, too.
     */
    MYSQL("MySQL");

    private final String product;

    Dialect(String product) {
        this.product = product;
    }

    /** What the driver calls the product. */
    String product() {
        return product;
    }

    /** Where in the jar the statements are that create the table. */
    String ddlResource() {
        return "dev/peruser/store/jdbc/" + name().toLowerCase(Locale.ROOT) + ".sql";
    }

    Database database(Settings settings) {
        return switch (this) {
            case SQLITE -> new SqliteDatabase(settings);
            case H2 -> new H2Database(settings);
            case POSTGRESQL -> new PostgresDatabase();
            case MARIADB, MYSQL -> new MySqlDatabase();
        };
    }

    static Optional<Dialect> ofProduct(String product) {
        return Arrays.stream(values())
                .filter(dialect -> dialect.product.equalsIgnoreCase(product))
                .findFirst();
    }

    static String products() {
        return Arrays.stream(values()).map(Dialect::product).sorted().collect(Collectors.joining(", "));
    }
}
