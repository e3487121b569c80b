package dev.peruser.migration;

import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.store.ForwardingSessionStore;
import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.JdbcSessionStore;

/** A store together with the pool that was made for it. */
final class PooledSessionStore extends ForwardingSessionStore implements AutoCloseable {
    private final JdbcSessionStore store;
    private final HikariDataSource pool;

    PooledSessionStore(JdbcSessionStore store, HikariDataSource pool) {
        this.store = store;
        this.pool = pool;
    }

    @Override
    public SessionStore wrapped() {
        return store;
    }

    @Override
    public void close() {
        store.close();
        pool.close();
    }
}
