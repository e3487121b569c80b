package dev.peruser.migration;

import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.store.Deadline;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WrappingSessionStore;
import dev.peruser.store.WriteResult;
import dev.peruser.store.jdbc.JdbcSessionStore;
import java.util.Optional;

/** A store together with the pool that was made for it. */
final class PooledSessionStore implements WrappingSessionStore, AutoCloseable {
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
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        return store.load(key, deadline);
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        return store.save(key, change, deadline);
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        return store.delete(key, expected, deadline);
    }

    @Override
    public void close() {
        store.close();
        pool.close();
    }
}
