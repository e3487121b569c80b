package dev.peruser.it;

import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.it.servers.TestDatabase;

/** A pool as an application has it. */
public final class DatabasePool {
    private DatabasePool() {}

    /** To be closed in the end. */
    public static HikariDataSource of(TestDatabase database) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(database.url());
        if (!database.user().isEmpty()) {
            pool.setUsername(database.user());
            pool.setPassword(database.password());
        }
        return pool;
    }
}
