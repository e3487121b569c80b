package dev.peruser.store.jdbc;

import static dev.peruser.store.WriteResult.APPLIED;
import static dev.peruser.store.tck.SampleSessions.USER;
import static dev.peruser.store.tck.SampleSessions.createIn;
import static dev.peruser.store.tck.SampleSessions.first;
import static dev.peruser.store.tck.SampleSessions.next;
import static dev.peruser.store.tck.SampleSessions.patience;
import static dev.peruser.store.tck.SampleSessions.replaceIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.UnusableStoreException;
import dev.peruser.store.ObservableSessionStore.ChangeObserver;
import dev.peruser.store.SessionKey;
import dev.peruser.store.StoredSession;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A table where the connections' schema is not. */
class SchemaTest {
    private static final String SCHEMA = "shop_of_tests";

    private static void doesEverything(JdbcSessionStore store) {
        StoredSession first = first("text");
        assertThat(createIn(store, first)).isEqualTo(APPLIED);
        assertThat(store.load(USER, patience())).contains(first);
        StoredSession next = next(first, "next");
        assertThat(replaceIn(store, first, next)).isEqualTo(APPLIED);
        assertThat(store.keys(Optional.empty(), 10, patience()).keys()).containsExactly(USER);
        assertThat(store.purgeExpired(Instant.now(), 10, patience())).isZero();
        assertThat(store.delete(USER, next.version(), patience())).isEqualTo(APPLIED);
        assertThat(store.load(USER, patience())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void table_isCreatedThere_andUsed_byEachServer(Product product) throws Exception {
        try (Product.Place place = product.open()) {
            place.execute("CREATE SCHEMA IF NOT EXISTS " + SCHEMA);
            String table = SCHEMA + "." + place.table();
            try (JdbcSessionStore store =
                    JdbcSessionStore.builder(place.pool).table(table).build()) {
                doesEverything(store);
            }
            assertThat(place.query("SELECT COUNT(*) FROM " + table)).isEqualTo("0");
            try (JdbcSessionStore again = JdbcSessionStore.builder(place.pool)
                    .table(table)
                    .requireTable()
                    .build()) {
                doesEverything(again);
            }
            place.execute("DROP TABLE " + table);
        }
    }

    @Test
    void table_isCreatedThere_andUsed_inH2() throws Exception {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl("jdbc:h2:mem:" + SCHEMA);
            try (var connection = pool.getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("CREATE SCHEMA " + SCHEMA);
            }
            try (JdbcSessionStore store = JdbcSessionStore.builder(pool)
                    .table(SCHEMA + ".peruser_session")
                    .build()) {
                doesEverything(store);
            }
        }
    }

    @Test
    void schemaThatIsNotThere_andAUserWithoutRights_areTold() throws Exception {
        try (Product.Place place = Product.POSTGRESQL_18.open()) {
            try (JdbcSessionStore store = JdbcSessionStore.builder(place.pool)
                    .table("no_such_schema." + place.table())
                    .build()) {
                assertThatThrownBy(() -> store.load(USER, patience()))
                        .isInstanceOf(UnusableStoreException.class)
                        .hasMessageContaining("no_such_schema." + place.table());
            }
        }
    }

    @Test
    void inSqlite_itIsRefused(@TempDir Path folder) {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl("jdbc:sqlite:" + folder.resolve("shop.db"));
            try (JdbcSessionStore store =
                    JdbcSessionStore.builder(pool).table("main.peruser_session").build()) {
                assertThatThrownBy(() -> store.load(USER, patience()))
                        .isInstanceOf(UnusableStoreException.class)
                        .hasMessageContaining("SQLite has no schemas");
            }
        }
    }

    @Test
    void changes_areTold_ofATableInAnotherSchema() throws Exception {
        List<SessionKey> changed = new CopyOnWriteArrayList<>();
        List<String> missed = new CopyOnWriteArrayList<>();
        try (Product.Place place = Product.POSTGRESQL_18.open()) {
            place.execute("CREATE SCHEMA IF NOT EXISTS " + SCHEMA);
            String table = SCHEMA + "." + place.table();
            try (JdbcSessionStore others =
                            JdbcSessionStore.builder(place.pool).table(table).build();
                    NotifyingSessionStore store = NotifyingSessionStore.of(
                            place.pool,
                            JdbcSessionStore.builder(place.pool).table(table).build())) {
                store.observe(new ChangeObserver() {
                    @Override
                    public void changed(SessionKey key) {
                        changed.add(key);
                    }

                    @Override
                    public void missed() {
                        missed.add("");
                    }
                });
                await().until(() -> !missed.isEmpty());
                createIn(others, first("theirs"));
                await().untilAsserted(() -> assertThat(changed).contains(USER));
            }
            place.execute("DROP TABLE " + table + " CASCADE");
        }
    }
}
