package dev.peruser.it.jpa;

import dev.peruser.it.servers.MariaDbServer;
import dev.peruser.it.servers.PostgresServer;
import dev.peruser.it.servers.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A database of the application's.
 *
 * @param name the product's name
 * @param url the JDBC URL
 * @param user the user, or nothing
 * @param password the user's password
 * @param table the table for sessions
 */
public record Place(String name, String url, String user, String password, String table) {

    public static Place postgresql() {
        return of("PostgreSQL", PostgresServer.newest().emptyDatabase());
    }

    public static Place mariaDb() {
        return of("MariaDB", MariaDbServer.newer().emptyDatabase());
    }

    private static Place of(String name, TestDatabase database) {
        return new Place(name, database.url(), database.user(), database.password(), database.table());
    }

    public static Place h2File(Path folder) {
        return new Place("H2 file", "jdbc:h2:file:" + folder.resolve("shop"), "sa", "", "peruser_session");
    }

    public static Place h2Memory() {
        return new Place("H2 memory", "jdbc:h2:mem:" + UUID.randomUUID(), "sa", "", "peruser_session");
    }

    public static Place sqlite(Path folder) {
        return new Place("SQLite", "jdbc:sqlite:" + folder.resolve("shop.db"), "", "", "peruser_session");
    }

    /** The same, but nobody else's if it is in memory. */
    public Place onItsOwn() {
        return url.startsWith("jdbc:h2:mem:") ? h2Memory() : this;
    }

    /** A connection that the application knows nothing of. A database in memory stays for it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(
                url.startsWith("jdbc:h2:mem:") ? url + ";DB_CLOSE_DELAY=-1" : url, user, password);
    }

    /** As an application has them; Hibernate knows all but SQLite by itself. */
    public List<String> properties() {
        List<String> properties = new ArrayList<>(List.of("--spring.datasource.url=" + url));
        if (!user.isEmpty()) {
            properties.add("--spring.datasource.username=" + user);
            properties.add("--spring.datasource.password=" + password);
        }
        if (url.startsWith("jdbc:sqlite:")) {
            properties.add("--spring.jpa.database-platform=org.hibernate.community.dialect.SQLiteDialect");
        }
        return properties;
    }

    @Override
    public String toString() {
        return name;
    }
}
