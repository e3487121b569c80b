package dev.peruser.store.jdbc;

import static dev.peruser.store.WriteResult.APPLIED;
import static dev.peruser.store.WriteResult.STALE;
import static dev.peruser.store.tck.SampleSessions.OTHER;
import static dev.peruser.store.tck.SampleSessions.USER;
import static dev.peruser.store.tck.SampleSessions.assertFails;
import static dev.peruser.store.tck.SampleSessions.creation;
import static dev.peruser.store.tck.SampleSessions.expiring;
import static dev.peruser.store.tck.SampleSessions.first;
import static dev.peruser.store.tck.SampleSessions.next;
import static dev.peruser.store.tck.SampleSessions.patience;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.StoreException;
import dev.peruser.store.Deadline;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.UserKey;
import dev.peruser.store.WriteResult;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that stop, locks that last, connections that break, transactions that meet. */
@Timeout(120)
@Tag("timed")
class ServerTroubleTest {
    private static final int THREADS = 8;
    private static final Duration SHORT = Duration.ofMillis(400);
    /** Less than any time-out of a driver or a pool. */
    private static final Duration SOON = Duration.ofMillis(2500);

    private final ExecutorService executor = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void shutDown() {
        executor.shutdownNow();
    }

    /** As if its machine had frozen: the connection stays open, and no answer comes. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("dev.peruser.store.jdbc.Product#ours")
    void server_thatStopsHoldsNoCallBeyondItsDeadline(Product product) throws Exception {
        try (Product.Place place = product.open();
                JdbcSessionStore store = place.store().build()) {
            StoredSession stored = first("stored");
            store.save(USER, SessionChange.create(stored), patience());
            product.pause();
            try {
                assertThatEndsInTime(() -> store.load(USER, Deadline.after(SHORT)));
            } finally {
                product.resume();
            }
            assertThat(store.load(USER, patience())).contains(stored);
            product.pause();
            try {
                SessionChange change =
                        SessionChange.replace(stored, large(stored.version().next()));
                assertThatEndsInTime(() -> store.save(USER, change, Deadline.after(SHORT)));
            } finally {
                product.resume();
            }
            assertThat(store.load(USER, patience())).isPresent();
        }
    }

    /** As large as a session may be by default: MariaDB's driver can't be interrupted while it still sends. */
    private static StoredSession large(SessionVersion version) {
        return new StoredSession(
                version,
                Instant.parse("2100-01-01T00:00:00Z"),
                new byte[] {1},
                Map.of("text", "x".repeat(1024 * 1024).getBytes(UTF_8)));
    }

    private static void assertThatEndsInTime(Callable<?> call) {
        long start = System.nanoTime();
        assertFails(call::call, "no answer before the deadline", "unknown");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT.minusMillis(5), SOON);
    }

    /** Somebody repairs data by hand, and has not committed yet. */
    @ParameterizedTest
    @EnumSource
    void row_thatIsLockedHoldsNoSaveBeyondItsDeadline(Product product) throws Exception {
        try (Product.Place place = product.open();
                JdbcSessionStore store = place.store().build();
                Connection transaction = place.connect();
                Statement statement = transaction.createStatement()) {
            StoredSession stored = first("stored");
            store.save(USER, SessionChange.create(stored), patience());
            transaction.setAutoCommit(false);
            statement.executeUpdate("UPDATE " + place.table() + " SET expires_at = expires_at + 1");
            SessionChange change = SessionChange.replace(stored, next(stored, "next"));
            assertThatEndsInTime(() -> store.save(USER, change, Deadline.after(SHORT)));

            assertThat(store.load(USER, patience())).as("reading goes on").contains(stored);
            Future<WriteResult> waiting = executor.submit(() -> store.save(USER, change, patience()));
            transaction.rollback();
            // The one that was given up may have been carried out after all.
            assertThat(waiting.get(30, TimeUnit.SECONDS)).isIn(APPLIED, STALE);
            assertThat(store.load(USER, patience())).contains(next(stored, "next"));
        }
    }

    /** It may have been carried out: sent again, it would find its own version and call itself stale. */
    @ParameterizedTest
    @EnumSource
    void save_isNotSentAgainWhenItsConnectionBreaks(Product product) throws Exception {
        try (Product.Place place = product.open();
                Connection transaction = place.connect();
                Statement statement = transaction.createStatement()) {
            RecordingDataSource recording = new RecordingDataSource(place.pool);
            try (JdbcSessionStore store = JdbcSessionStore.builder(recording.get())
                    .table(place.table())
                    .build()) {
                StoredSession stored = first("stored");
                store.save(USER, SessionChange.create(stored), patience());
                transaction.setAutoCommit(false);
                statement.executeUpdate("UPDATE " + place.table() + " SET expires_at = expires_at + 1");
                recording.sent.clear();
                SessionChange change = SessionChange.replace(stored, next(stored, "next"));
                Future<WriteResult> save = executor.submit(() -> store.save(USER, change, patience()));
                await().until(() -> kill(place) > 0);
                assertThatThrownBy(() -> save.get(30, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(StoreException.class)
                        .hasMessageContaining("the connection to the database was lost")
                        .hasMessageContaining("unknown");
                assertThat(recording.sent).hasSize(1);
                transaction.rollback();
                assertThat(store.load(USER, patience())).contains(stored);
            }
        }
    }

    /** Ends connections that wait with an UPDATE of the table; returns how many. */
    private static int kill(Product.Place place) throws Exception {
        String update = "LIKE 'UPDATE " + place.table() + " SET incarnation%'";
        if (place.product.isPostgres()) {
            return Integer.parseInt(place.query("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                    + " WHERE wait_event_type = 'Lock' AND query " + update));
        }
        List<String> ids = new ArrayList<>();
        try (Connection connection = place.connect();
                Statement statement = connection.createStatement();
                var rows =
                        statement.executeQuery("SELECT id FROM information_schema.processlist WHERE info " + update)) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        for (String id : ids) {
            place.execute("KILL " + id);
        }
        return ids.size();
    }

    /** Under SERIALIZABLE, PostgreSQL lets the second of two changes fail instead of letting it wait. */
    @ParameterizedTest
    @EnumSource
    void versions_areWonOnceUnderEachIsolationLevel(Product product) throws Exception {
        try (Product.Place place = product.open()) {
            for (String level :
                    List.of("TRANSACTION_READ_COMMITTED", "TRANSACTION_REPEATABLE_READ", "TRANSACTION_SERIALIZABLE")) {
                UserKey key = new UserKey("u:realm:" + level.toLowerCase(Locale.ROOT));
                try (HikariDataSource pool = isolated(place, level);
                        JdbcSessionStore store = JdbcSessionStore.builder(pool)
                                .table(place.table())
                                .build()) {
                    assertThat(wins(() -> store.save(key, creation("text"), patience())))
                            .isEqualTo(1);
                    StoredSession stored = first("text");
                    for (int round = 0; round < 20; round++) {
                        StoredSession before = stored;
                        StoredSession after = next(before, "round " + round);
                        assertThat(wins(() -> store.save(key, SessionChange.replace(before, after), patience())))
                                .as(level)
                                .isEqualTo(1);
                        stored = after;
                    }
                    assertThat(store.load(key, patience())).contains(stored);
                }
            }
        }
    }

    private static HikariDataSource isolated(Product.Place place, String level) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(place.url(""));
        if (!place.database.user().isEmpty()) {
            pool.setUsername(place.database.user());
            pool.setPassword(place.database.password());
        }
        pool.setTransactionIsolation(level);
        return pool;
    }

    private int wins(Callable<WriteResult> save) throws Exception {
        List<Future<WriteResult>> results =
                executor.invokeAll(Collections.nCopies(THREADS, save), 60, TimeUnit.SECONDS);
        int wins = 0;
        for (Future<WriteResult> result : results) {
            wins += result.get() == APPLIED ? 1 : 0;
        }
        return wins;
    }

    /** Several servers of an application start at the same time, for the first time. */
    @ParameterizedTest
    @EnumSource
    void firstUse_byManyAtTheSameTime(Product product) throws Exception {
        for (int round = 0; round < 5; round++) {
            try (Product.Place place = product.open()) {
                List<JdbcSessionStore> stores = IntStream.range(0, THREADS)
                        .mapToObj(i -> place.store().build())
                        .toList();
                List<Callable<Boolean>> uses = stores.stream()
                        .<Callable<Boolean>>map(
                                store -> () -> store.load(USER, patience()).isEmpty())
                        .toList();
                for (Future<Boolean> use : executor.invokeAll(uses, 60, TimeUnit.SECONDS)) {
                    assertThat(use.get()).isTrue();
                }
                stores.forEach(JdbcSessionStore::close);
            }
        }
    }

    /**
     * Purges by several servers, while sessions are refreshed: no deadlock reaches anybody, nothing alive is removed.
     */
    @ParameterizedTest
    @EnumSource
    void purge_byManyWhileSessionsAreRefreshed(Product product) throws Exception {
        try (Product.Place place = product.open();
                JdbcSessionStore store = place.store().build()) {
            Instant past = Instant.parse("2001-01-01T00:00:00Z");
            Instant now = Instant.parse("2020-01-01T00:00:00Z");
            int sessions = 400;
            for (int i = 0; i < sessions; i++) {
                store.save(key(i), SessionChange.create(expiring(first("text"), past)), patience());
            }
            store.save(OTHER, creation("alive"), patience());
            List<Callable<Integer>> work = new ArrayList<>();
            for (int purger = 0; purger < THREADS / 2; purger++) {
                work.add(() -> {
                    int removed = 0;
                    for (int times = 0; times < 40; times++) {
                        removed += store.purgeExpired(now, 20, patience());
                    }
                    return removed;
                });
            }
            Instant future = Instant.parse("2100-01-01T00:00:00Z");
            for (int refresher = 0; refresher < THREADS / 2; refresher++) {
                int from = refresher * 25;
                work.add(() -> {
                    int refreshed = 0;
                    for (int i = from; i < from + 25; i++) {
                        StoredSession before = expiring(first("text"), past);
                        StoredSession after = expiring(next(before, "text"), future);
                        refreshed += store.save(key(sessions - 1 - i), SessionChange.replace(before, after), patience())
                                        == APPLIED
                                ? 1
                                : 0;
                    }
                    return refreshed;
                });
            }
            int removedOrRefreshed = 0;
            for (Future<Integer> part : executor.invokeAll(work, 60, TimeUnit.SECONDS)) {
                removedOrRefreshed += part.get();
            }
            while (true) {
                int removed = store.purgeExpired(now, 20, patience());
                if (removed == 0) {
                    break;
                }
                removedOrRefreshed += removed;
            }
            assertThat(removedOrRefreshed).isEqualTo(sessions);
            assertThat(store.load(OTHER, patience())).isPresent();
        }
    }

    private static UserKey key(int number) {
        return new UserKey("u:realm:user" + number);
    }
}
