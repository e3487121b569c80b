package dev.peruser.it.soak;

import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.it.servers.TestDatabase;
import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.JdbcSessionStore;
import java.util.List;

/** How server processes are told about a database. */
final class JdbcServer {
    private static final String PREFIX = "peruser.soak.";
    private static final int CONNECTIONS = 8;
    private static final int PATIENCE = 2_000;

    private JdbcServer() {}

    static List<String> options(TestDatabase database) {
        return List.of(
                option("url", database.url()),
                option("user", database.user()),
                option("password", database.password()),
                option("table", database.table()));
    }

    private static String option(String name, String value) {
        return "-D" + PREFIX + name + "=" + value;
    }

    /** Called in a server process. */
    static SessionStore open() {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(told("url"));
        if (!told("user").isEmpty()) {
            pool.setUsername(told("user"));
            pool.setPassword(told("password"));
        }
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setConnectionTimeout(PATIENCE);
        return JdbcSessionStore.builder(pool).table(told("table")).build();
    }

    private static String told(String name) {
        return System.getProperty(PREFIX + name, "");
    }
}
