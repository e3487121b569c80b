package dev.peruser.store.jdbc;

import static dev.peruser.store.WriteResult.APPLIED;
import static dev.peruser.store.WriteResult.STALE;
import static dev.peruser.store.tck.SampleSessions.USER;
import static dev.peruser.store.tck.SampleSessions.expiring;
import static dev.peruser.store.tck.SampleSessions.first;
import static dev.peruser.store.tck.SampleSessions.next;
import static dev.peruser.store.tck.SampleSessions.patience;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.it.servers.PostgresServer;
import dev.peruser.it.servers.TestDatabase;
import dev.peruser.store.ObservableSessionStore.ChangeObserver;
import dev.peruser.store.ObservableSessionStore.Observation;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.StoredSession;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each change to a session is told, or else that something was missed. */
@Timeout(60)
class NotifyingSessionStoreTest {
    private final List<SessionKey> changed = new CopyOnWriteArrayList<>();
    private final AtomicInteger missed = new AtomicInteger();
    private final ChangeObserver observer = new ChangeObserver() {
        @Override
        public void changed(SessionKey key) {
            changed.add(key);
        }

        @Override
        public void missed() {
            missed.incrementAndGet();
        }
    };

    private HikariDataSource pool;
    private JdbcSessionStore others;
    private NotifyingSessionStore store;
    private Observation observation;

    @BeforeEach
    void observe() {
        TestDatabase database = PostgresServer.newest().emptyDatabase();
        pool = Pools.of(database);
        others = JdbcSessionStore.builder(pool).table(database.table()).build();
        store = NotifyingSessionStore.of(
                pool, JdbcSessionStore.builder(pool).table(database.table()).build());
        observation = store.observe(observer);
        awaitListening(1);
    }

    @AfterEach
    void close() {
        store.close();
        others.close();
        pool.close();
    }

    private void awaitListening(int times) {
        await().untilAsserted(() -> assertThat(missed.get()).isGreaterThanOrEqualTo(times));
    }

    private void awaitChanged() {
        await().untilAsserted(() -> assertThat(changed).contains(USER));
    }

    private static void save(SessionStore by, SessionChange change) {
        assertThat(by.save(USER, change, patience())).isEqualTo(APPLIED);
    }

    @Test
    void changeByOthers_isTold_andOnesOwnIsNot() {
        StoredSession session = first("first");
        save(store, SessionChange.create(session));
        for (int i = 0; i < 20; i++) {
            StoredSession own = next(session, "own " + i);
            save(store, SessionChange.replace(session, own));
            StoredSession theirs = next(own, "theirs " + i);
            save(others, SessionChange.replace(own, theirs));
            awaitChanged();
            assertThat(changed).containsExactly(USER);
            changed.clear();
            session = theirs;
        }
    }

    /** A save that was refused is none of one's own: what others saved under that number is told. */
    @Test
    void changeByOthers_afterAStaleSave_isTold() {
        StoredSession session = first("first");
        save(others, SessionChange.create(session));
        awaitChanged();
        changed.clear();
        assertThat(store.load(USER, patience())).contains(session);
        assertThat(store.save(USER, SessionChange.replace(session, next(session, "mine")), patience()))
                .isEqualTo(APPLIED);
        assertThat(store.save(USER, SessionChange.replace(session, next(session, "stale")), patience()))
                .isEqualTo(STALE);
        StoredSession mine = next(session, "mine");
        StoredSession theirs = next(mine, "theirs");
        save(others, SessionChange.replace(mine, theirs));
        awaitChanged();
    }

    @Test
    void creationAndDeletionAndPurge_areTold() {
        StoredSession session = first("first");
        save(others, SessionChange.create(session));
        awaitChanged();
        changed.clear();
        assertThat(others.delete(USER, session.version(), patience())).isEqualTo(APPLIED);
        awaitChanged();
        changed.clear();
        save(store, SessionChange.create(expiring(session, Instant.EPOCH)));
        assertThat(others.purgeExpired(Instant.now(), 10, patience())).isOne();
        awaitChanged();
    }

    @Test
    void connectionThatIsLost_isTold_asMissed_andChangesAfterItAreTold() throws Exception {
        int before = missed.get();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(listeners(statement)).hasSize(1);
            String killed = listeners(statement).get(0);
            statement.execute("SELECT pg_terminate_backend(" + killed + ")");
            await().untilAsserted(
                            () -> assertThat(listeners(statement)).hasSize(1).doesNotContain(killed));
        }
        awaitListening(before + 2); // once when it was lost, once when it listens again
        save(others, SessionChange.create(first("first")));
        awaitChanged();
    }

    /** The server's processes that listen. */
    private static List<String> listeners(Statement statement) throws SQLException {
        List<String> processes = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
                + " AND state = 'idle' AND datname = current_database()")) {
            while (rows.next()) {
                processes.add(rows.getString(1));
            }
        }
        return processes;
    }

    @Test
    void onlyOneObserves_untilItEnds() {
        assertThatIllegalStateException().isThrownBy(() -> store.observe(observer));
        observation.close();
        observation.close();
        int before = missed.get();
        store.observe(observer).close();
        try (Observation again = store.observe(observer)) {
            awaitListening(before + 1);
            save(others, SessionChange.create(first("first")));
            awaitChanged();
            assertThat(again).isNotNull();
        }
    }
}
