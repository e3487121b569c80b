package dev.peruser.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.it.servers.TestDatabase;

/** Pools as applications have them. */
final class Pools {
    private static final int PATIENCE = 5_000;

    private Pools() {}

    static HikariDataSource of(TestDatabase database) {
        return of(database, database.url());
    }

    /** By another URL to the same database. */
    static HikariDataSource of(TestDatabase database, String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        if (!database.user().isEmpty()) {
            config.setUsername(database.user());
            config.setPassword(database.password());
        }
        config.setMaximumPoolSize(10);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(PATIENCE);
        return new HikariDataSource(config);
    }

    /** MariaDB as MySQL's driver sees it. */
    static String forMySqlDriver(TestDatabase database) {
        return database.url().replace("jdbc:mariadb:", "jdbc:mysql:");
    }
}
