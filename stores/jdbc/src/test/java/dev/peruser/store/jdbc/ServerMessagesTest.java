package dev.peruser.store.jdbc;

import static dev.peruser.store.WriteResult.APPLIED;
import static dev.peruser.store.tck.SampleSessions.USER;
import static dev.peruser.store.tck.SampleSessions.assertFails;
import static dev.peruser.store.tck.SampleSessions.creation;
import static dev.peruser.store.tck.SampleSessions.first;
import static dev.peruser.store.tck.SampleSessions.load;
import static dev.peruser.store.tck.SampleSessions.patience;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.StoreException;
import dev.peruser.UnusableStoreException;
import dev.peruser.it.servers.TestDatabase;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Database servers that are not as they should be: each gets a message with what to do, and soon. */
@Timeout(60)
@Tag("timed")
class ServerMessagesTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("dev.peruser.store.jdbc.Product#ours")
    void server_thatIsNotThere(Product product) throws Exception {
        try (Product.Place place = product.open()) {
            int closed;
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                closed = socket.getLocalPort();
            }
            String url = place.url("").replaceFirst(":[0-9]+/", ":" + closed + "/");
            assertThatLoad(place, url, place.database.user(), place.database.password())
                    .hasMessageContaining("no connection was to be had")
                    .hasMessageContaining("check that the database runs, and its address")
                    .hasMessageContaining("nothing listens there");
            String elsewhere = url.replaceFirst("//[^:/]+", "//no-such-host.invalid");
            assertThatLoad(place, elsewhere, place.database.user(), place.database.password())
                    .hasMessageContaining("no host of that name");
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("dev.peruser.store.jdbc.Product#ours")
    void password_thatIsWrong(Product product) throws Exception {
        try (Product.Place place = product.open()) {
            assertThatLoad(place, place.url(""), place.database.user(), "guessed")
                    .hasMessageContaining("refused the user or the password")
                    .message()
                    .doesNotContain("guessed");
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("dev.peruser.store.jdbc.Product#ours")
    void user_whoIsNotThere(Product product) throws Exception {
        try (Product.Place place = product.open()) {
            assertThatLoad(place, place.url(""), "nobody_" + place.table(), "guessed")
                    .hasMessageContaining("refused the user or the password")
                    .message()
                    .doesNotContain("guessed");
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("dev.peruser.store.jdbc.Product#ours")
    void database_thatIsNotThere(Product product) throws Exception {
        try (Product.Place place = product.open()) {
            String url = place.url("").replaceFirst("/(postgres|peruser)\\b(?=\\?|$)", "/nowhere");
            assertThatLoad(place, url, place.database.user(), place.database.password())
                    .hasMessageContaining("no database of that name");
        }
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertThatLoad(
            Product.Place place, String url, String user, String password) {
        long start = System.nanoTime();
        try (JdbcSessionStore store = JdbcSessionStore.builder(new DriverManagerDataSource(url, user, password))
                .table(place.table())
                .build()) {
            StoreException exception = catchThrowableOfType(StoreException.class, () -> store.load(USER, patience()));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
            return assertThat(exception).hasMessageContaining("table " + place.table());
        }
    }

    /** Spring Boot's pool connects when it is asked first, and puts the driver's exception into its own. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("dev.peruser.store.jdbc.Product#ours")
    void password_thatIsWrongInAPool(Product product) throws Exception {
        try (Product.Place place = product.open();
                HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(place.url(""));
            pool.setUsername(place.database.user());
            pool.setPassword("guessed");
            try (JdbcSessionStore store =
                    JdbcSessionStore.builder(pool).table(place.table()).build()) {
                assertFails(() -> store.load(USER, patience()), "refused the user or the password");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void table_thatIsRequiredAndMissing(Product product) throws Exception {
        try (Product.Place place = product.open();
                JdbcSessionStore store = place.store().requireTable().build()) {
            assertFails(() -> store.load(USER, patience()), "the table is missing", product.ddlResource());
            try (JdbcSessionStore creating = place.store().build()) {
                creating.load(USER, patience());
            }
            assertThat(store.load(USER, patience())).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void table_ofSomebodyElse(Product product) throws Exception {
        try (Product.Place place = product.open();
                JdbcSessionStore store = place.store().build()) {
            place.execute("CREATE TABLE " + place.table() + " (id INTEGER PRIMARY KEY, name VARCHAR(20))");
            assertFails(() -> store.load(USER, patience()), "other columns", product.ddlResource());
        }
    }

    @ParameterizedTest
    @EnumSource
    void table_whoseBodyHasAnotherType(Product product) throws Exception {
        try (Product.Place place = product.open();
                JdbcSessionStore store = place.store().build()) {
            place.execute(columns(place, " PRIMARY KEY", product.isPostgres() ? "TEXT" : "BLOB"));
            assertThatThrownBy(() -> store.load(USER, patience()))
                    .isInstanceOf(UnusableStoreException.class)
                    .hasMessageContaining("column body has another type");
        }
    }

    @ParameterizedTest
    @EnumSource
    void table_withoutItsPrimaryKey(Product product) throws Exception {
        try (Product.Place place = product.open();
                JdbcSessionStore store = place.store().build()) {
            place.execute(columns(place, "", place.bodyType()));
            assertThatThrownBy(() -> store.load(USER, patience()))
                    .isInstanceOf(UnusableStoreException.class)
                    .hasMessageContaining("primary key is not session_key");
        }
    }

    private static String columns(Product.Place place, String key, String bodyType) {
        return "CREATE TABLE " + place.table() + " (session_key VARCHAR(200) NOT NULL" + key
                + ", incarnation BIGINT NOT NULL, counter BIGINT NOT NULL, expires_at BIGINT NOT NULL, body " + bodyType
                + " NOT NULL)";
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("dev.peruser.store.jdbc.Product#ours")
    void user_whoMayNotDoIt(Product product) throws Exception {
        try (Product.Place place = product.open()) {
            String web = place.table().replace("peruser", "web");
            if (product.isPostgres()) {
                place.execute(
                        "CREATE ROLE " + web + " LOGIN PASSWORD 'web'",
                        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
                        "GRANT USAGE ON SCHEMA public TO " + web);
            } else {
                place.execute("CREATE USER " + web + " IDENTIFIED BY 'web'", "GRANT USAGE ON *.* TO " + web);
                place.execute("CREATE TABLE " + place.table() + "_x (id INTEGER)");
                place.execute("GRANT SELECT ON " + place.table() + "_x TO " + web);
            }
            TestDatabase database = new TestDatabase(place.url(""), web, "web", place.table());
            try (HikariDataSource pool = Pools.of(database);
                    JdbcSessionStore store =
                            JdbcSessionStore.builder(pool).table(place.table()).build()) {
                assertFails(() -> store.load(USER, patience()), "lacks the right", product.ddlResource());
                try (JdbcSessionStore owner = place.store().build()) {
                    owner.load(USER, patience());
                }
                place.execute("GRANT SELECT ON " + place.table() + " TO " + web);
                assertThat(store.load(USER, patience())).isEmpty();
                assertFails(
                        () -> store.save(USER, creation("text"), patience()),
                        "grant it SELECT, INSERT, UPDATE and DELETE");
                place.execute("GRANT INSERT, UPDATE, DELETE ON " + place.table() + " TO " + web);
                assertThat(store.save(USER, creation("text"), patience())).isEqualTo(APPLIED);
            } finally {
                if (product.isPostgres()) {
                    place.execute("DROP OWNED BY " + web, "DROP ROLE " + web);
                } else {
                    place.execute("DROP USER " + web, "DROP TABLE " + place.table() + "_x");
                }
            }
        }
    }

    /** MySQL's driver would take the setting back. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "MARIADB_11_4_BY_MYSQL_DRIVER")
    void database_thatIsReadOnlyIsReadAndNotWritten(Product product) throws Exception {
        try (Product.Place place = product.open()) {
            try (JdbcSessionStore store = place.store().build()) {
                store.save(USER, creation("text"), patience());
            }
            String url = place.url(
                    product.isPostgres()
                            ? "options=-c%20default_transaction_read_only=on"
                            : "sessionVariables=" + readOnlyVariable(product) + "=1");
            try (HikariDataSource pool = Pools.of(place.database, url);
                    JdbcSessionStore store =
                            JdbcSessionStore.builder(pool).table(place.table()).build()) {
                assertThat(load(store)).isEqualTo(first("text"));
                assertFails(
                        () -> store.delete(USER, first("").version(), patience()),
                        "read-only",
                        "connect to the primary");
            }
        }
    }

    static Stream<Product> mariaDb() {
        return Product.ours().filter(product -> !product.isPostgres());
    }

    private static String readOnlyVariable(Product product) {
        return product == Product.MARIADB_10_11 ? "tx_read_only" : "transaction_read_only";
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"POSTGRESQL_14", "POSTGRESQL_18"})
    void session_thatIsTooLargeForThePacket(Product product) throws Exception {
        try (Product.Place place = product.open()) {
            String before = place.query("SELECT @@global.max_allowed_packet");
            place.execute("SET GLOBAL max_allowed_packet = 1048576");
            try (HikariDataSource pool = Pools.of(place.database, place.url(""));
                    JdbcSessionStore store =
                            JdbcSessionStore.builder(pool).table(place.table()).build()) {
                StoredSession large = new StoredSession(
                        SessionVersion.first(1),
                        Instant.parse("2100-01-01T00:00:00Z"),
                        new byte[] {1},
                        Map.of("text", new byte[2 * 1024 * 1024]));
                assertFails(() -> store.save(USER, SessionChange.create(large), patience()), "max_allowed_packet");
                assertThat(store.load(USER, patience())).isEmpty();
            } finally {
                place.execute("SET GLOBAL max_allowed_packet = " + before);
            }
        }
    }

    /** PostgreSQL puts keys into its messages, MariaDB does, too. */
    @ParameterizedTest
    @EnumSource
    void errors_holdNoKey(Product product) throws Exception {
        try (Product.Place place = product.open();
                JdbcSessionStore store = place.store().build()) {
            store.load(USER, patience());
            place.execute(
                    "ALTER TABLE " + place.table() + " ADD CONSTRAINT nobody CHECK (session_key < 'a' OR counter > 9)");
            StoreException exception = catchThrowableOfType(
                    StoreException.class, () -> store.save(USER, creation("private text"), patience()));
            assertThat(exception)
                    .hasMessageContaining("could not create a session")
                    .hasMessageContaining("error");
            StringWriter trace = new StringWriter();
            exception.printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString()).doesNotContain("alice").doesNotContain("private");
        }
    }

    /** A full scan for each request would go unnoticed until the table is large. */
    @ParameterizedTest
    @EnumSource
    void load_usesThePrimaryKey(Product product) throws Exception {
        try (Product.Place place = product.open();
                JdbcSessionStore store = place.store().build()) {
            store.load(USER, patience());
            String insert = "INSERT INTO " + place.table() + " VALUES (?, 1, 1, 1, ?)";
            try (Connection connection = place.connect();
                    PreparedStatement statement = connection.prepareStatement(insert)) {
                for (int i = 0; i < 500; i++) {
                    statement.setString(1, "u:realm:user" + i);
                    statement.setBytes(2, new byte[1_000]);
                    statement.addBatch();
                }
                statement.executeBatch();
            }
            assertThat(plan(place)).containsIgnoringCase(product.isPostgres() ? place.table() + "_pkey" : "primary");
        }
    }

    private static String plan(Product.Place place) throws SQLException {
        place.execute("ANALYZE " + (place.product.isPostgres() ? "" : "TABLE ") + place.table());
        String explain = "EXPLAIN SELECT incarnation, counter, expires_at, body FROM " + place.table()
                + " WHERE session_key = ?";
        StringBuilder plan = new StringBuilder();
        try (Connection connection = place.connect();
                PreparedStatement statement = connection.prepareStatement(explain)) {
            statement.setString(1, "u:realm:user7");
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                        plan.append(
                                        rows.getMetaData()
                                                        .getColumnLabel(column)
                                                        .equals("possible_keys")
                                                ? ""
                                                : rows.getString(column))
                                .append(' ');
                    }
                }
            }
        }
        return plan.toString();
    }
}
