package dev.peruser.store.jdbc;

import dev.peruser.store.Deadline;
import dev.peruser.store.ForwardingSessionStore;
import dev.peruser.store.ObservableSessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.WriteResult;
import dev.peruser.store.jdbc.internal.OwnSaves;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A {@link JdbcSessionStore} on PostgreSQL that tells of changes, for a near cache.
 *
 * <ol>
 *   <li>A trigger on the table sends a notification for each row that changes, whoever changes it, with the key and the
 *       new version. It is made at the first observation, if it is missing; the statements are in
 *       {@code dev/peruser/store/jdbc/postgresql-notify.sql} of the jar. Calls stay one statement each, but PostgreSQL
 *       has more to do: a save takes up to two and a half times as long if many are made at once.
 *   <li>While it is observed, it keeps one connection of the {@code DataSource} and listens on it. If that is lost, it
 *       takes another one; changes in between are missed, and that is told.
 *   <li>What it saved itself is not told: it knows those versions.
 * </ol>
 *
 * <p>A connection that hangs half-open tells nothing and isn't noticed: then copies live until their maximum age. Safe
 * for use by many threads. Closing it closes the store behind.
 */
public final class NotifyingSessionStore extends ForwardingSessionStore
        implements ObservableSessionStore, AutoCloseable {
    private final DataSource dataSource;
    private final JdbcSessionStore store;
    private final OwnSaves ownSaves = new OwnSaves();
    private final AtomicReference<@Nullable Listening> current = new AtomicReference<>();

    private NotifyingSessionStore(DataSource dataSource, JdbcSessionStore store) {
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
        this.store = Objects.requireNonNull(store, "store");
    }

    /** A store on PostgreSQL, and the {@code DataSource} that it is on. Nothing is opened before it is observed. */
    public static NotifyingSessionStore of(DataSource dataSource, JdbcSessionStore store) {
        return new NotifyingSessionStore(dataSource, store);
    }

    @Override
    public SessionStore wrapped() {
        return store;
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        if (current.get() == null) {
            return store.save(key, change, deadline);
        }
        SessionVersion version = change.next().version();
        ownSaves.add(key, version); // before the news of it can come
        boolean isSaved = false;
        try {
            WriteResult result = store.save(key, change, deadline);
            isSaved = result == WriteResult.APPLIED;
            return result;
        } finally {
            if (!isSaved) {
                ownSaves.remove(key, version);
            }
        }
    }

    /**
     * Begins to listen, on a thread of its own. Until it does, and whenever it can't, the observer hears of nothing.
     */
    @Override
    public Observation observe(ChangeObserver observer) {
        Listening listening = new Listening(dataSource, store, ownSaves, observer);
        if (!current.compareAndSet(null, listening)) {
            throw new IllegalStateException("the store is observed already; close that observation first");
        }
        listening.start();
        return () -> {
            listening.close();
            current.compareAndSet(listening, null);
        };
    }

    @Override
    public void close() {
        Listening listening = current.getAndSet(null);
        if (listening != null) {
            listening.close();
        }
        store.close();
    }
}
