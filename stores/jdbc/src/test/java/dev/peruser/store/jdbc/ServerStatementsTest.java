package dev.peruser.store.jdbc;

import static dev.peruser.store.WriteResult.APPLIED;
import static dev.peruser.store.WriteResult.STALE;
import static dev.peruser.store.tck.SampleSessions.USER;
import static dev.peruser.store.tck.SampleSessions.first;
import static dev.peruser.store.tck.SampleSessions.next;
import static dev.peruser.store.tck.SampleSessions.patience;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peruser.store.SessionChange;
import dev.peruser.store.StoredSession;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a call costs, counted by the server: one statement, and nothing about transactions or settings. */
class ServerStatementsTest {
    /** Often enough that drivers prepare their statements on the server. */
    private static final int TIMES = 20;

    @ParameterizedTest
    @EnumSource
    void call_isOneStatement(Product product) throws Exception {
        try (Product.Place place = product.open();
                Counter counter = new Counter(place);
                JdbcSessionStore store = place.store().build()) {
            place.pool.setMaximumPoolSize(1); // or it opens a spare one meanwhile, which is counted, too
            store.load(USER, patience());

            counter.begin();
            for (int i = 0; i < TIMES; i++) {
                assertThat(store.load(USER, patience())).isEmpty();
            }
            assertThat(counter.counted()).isEqualTo(Map.of("select", TIMES));

            counter.begin();
            StoredSession session = first("0");
            assertThat(store.save(USER, SessionChange.create(session), patience()))
                    .isEqualTo(APPLIED);
            assertThat(store.save(USER, SessionChange.create(session), patience()))
                    .isEqualTo(STALE);
            assertThat(counter.counted()).isEqualTo(Map.of("insert", 2));

            counter.begin();
            for (int i = 1; i <= TIMES; i++) {
                StoredSession changed = next(session, Integer.toString(i));
                assertThat(store.save(USER, SessionChange.replace(session, changed), patience()))
                        .isEqualTo(APPLIED);
                session = changed;
            }
            assertThat(counter.counted()).isEqualTo(Map.of("update", TIMES));

            counter.begin();
            assertThat(store.purgeExpired(Instant.EPOCH, 10, patience())).isZero();
            assertThat(store.delete(USER, session.version(), patience())).isEqualTo(APPLIED);
            assertThat(counter.counted()).isEqualTo(Map.of("delete", 2));

            counter.begin();
            assertThat(store.keys(Optional.empty(), 10, patience()).keys()).isEmpty();
            assertThat(counter.counted()).isEqualTo(Map.of("select", 1));
        }
    }

    /** It takes a fifth of a save's processor time. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_14", "POSTGRESQL_18"})
    void body_isNotKeptInTheCompressionThatPostgresqlHasByDefault(Product product) throws Exception {
        try (Product.Place place = product.open();
                JdbcSessionStore store = place.store().build()) {
            store.save(USER, SessionChange.create(first("long ".repeat(1_000))), patience());

            String lz4 = place.query("SELECT count(*) FROM pg_settings"
                    + " WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)");
            assertThat(place.query("SELECT coalesce(pg_column_compression(body), 'none') FROM " + place.table()))
                    .isEqualTo(lz4.equals("1") ? "lz4" : "none");
        }
    }

    /** Saves that keep the expiry change no index, as long as the page has room. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_14", "POSTGRESQL_18"})
    void save_changesNoIndexOfPostgresql(Product product) throws Exception {
        try (Product.Place place = product.open();
                JdbcSessionStore store = place.store().build()) {
            StoredSession session = first("0");
            store.save(USER, SessionChange.create(session), patience());
            for (int i = 1; i <= 200; i++) {
                StoredSession changed = next(session, "x".repeat(1_000) + i);
                store.save(USER, SessionChange.replace(session, changed), patience());
                session = changed;
            }
            place.pool.getHikariPoolMXBean().softEvictConnections();
            String count = " FROM pg_stat_user_tables WHERE relname = '" + place.table() + "'";
            await().untilAsserted(() ->
                    assertThat(place.query("SELECT n_tup_upd" + count)).isEqualTo("200"));
            assertThat(Integer.parseInt(place.query("SELECT n_tup_hot_upd" + count)))
                    .isGreaterThan(180);
        }
    }

    /** Statements by their first word, as the server counted them. */
    private static final class Counter implements AutoCloseable {
        private static final String POSTGRESQL = "SELECT lower(split_part(ltrim(query), ' ', 1)), calls"
                + " FROM pg_stat_statements WHERE query NOT LIKE '%pg_stat_statements%'";
        /** What is counted of MariaDB's own accord, or by asking it. */
        private static final String MARIADB = "SHOW GLOBAL STATUS WHERE Variable_name LIKE 'Com\\_%' AND Value > 0 AND"
                + " Variable_name NOT IN ('Com_show_status', 'Com_stmt_prepare', 'Com_stmt_execute', 'Com_stmt_close',"
                + " 'Com_stmt_reprepare')";

        private final boolean isPostgres;
        private final Connection connection;
        private Map<String, Integer> before = Map.of();

        Counter(Product.Place place) throws SQLException {
            isPostgres = place.product.isPostgres();
            connection = place.connect();
            if (isPostgres) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
                }
            }
        }

        void begin() throws SQLException {
            before = counts();
        }

        /** What was added since the beginning. */
        Map<String, Integer> counted() throws SQLException {
            Map<String, Integer> counted = new TreeMap<>();
            counts().forEach((verb, calls) -> {
                int added = calls - before.getOrDefault(verb, 0);
                if (added != 0) {
                    counted.put(verb, added);
                }
            });
            return counted;
        }

        private Map<String, Integer> counts() throws SQLException {
            Map<String, Integer> counts = new TreeMap<>();
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(isPostgres ? POSTGRESQL : MARIADB)) {
                while (rows.next()) {
                    String verb = rows.getString(1).toLowerCase(Locale.ROOT).replace("com_", "");
                    counts.merge(verb, rows.getInt(2), Integer::sum);
                }
            }
            return counts;
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
