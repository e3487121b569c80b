package dev.peruser.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.PerUser;
import dev.peruser.UserSession;
import dev.peruser.it.Browser;
import dev.peruser.it.DatabasePool;
import dev.peruser.it.servers.MariaDbServer;
import dev.peruser.it.servers.PostgresServer;
import dev.peruser.it.servers.RedisServer;
import dev.peruser.it.servers.TestDatabase;
import dev.peruser.nearcache.NearCachedSessionStore;
import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.JdbcSessionStore;
import dev.peruser.store.redis.RedisSessionStore;
import io.lettuce.core.RedisURI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The table of costs in docs/stores/choosing.md: what the server itself counts while a request is made. */
class CostIT {
    private static final String POSTGRESQL = "SELECT coalesce(sum(calls), 0) FROM pg_stat_statements WHERE dbid ="
            + " (SELECT oid FROM pg_database WHERE datname = current_database()) AND query NOT LIKE '%pg_stat%'";
    private static final String MARIADB = "SHOW GLOBAL STATUS WHERE Variable_name LIKE 'Com\\_%' AND Value > 0 AND"
            + " Variable_name NOT IN ('Com_show_status', 'Com_stmt_prepare', 'Com_stmt_execute', 'Com_stmt_close',"
            + " 'Com_stmt_reprepare')";

    private final List<List<String>> table =
            Markdown.read(Markdown.root().resolve("docs/stores/choosing.md")).table("cost");

    /** What a server has counted so far. */
    private interface Meter {
        long count() throws Exception;
    }

    @TestFactory
    Stream<DynamicTest> postgresql() throws Exception {
        HikariDataSource pool = pool(PostgresServer.newest().emptyDatabase());
        Connection connection = pool.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        }
        return tests(JdbcSessionStore.builder(pool).build(), () -> sum(connection, POSTGRESQL, 1))
                .onClose(pool::close);
    }

    @TestFactory
    Stream<DynamicTest> mariadb() throws Exception {
        HikariDataSource pool = pool(MariaDbServer.newer().emptyDatabase());
        Connection connection = pool.getConnection();
        return tests(JdbcSessionStore.builder(pool).table("cost").build(), () -> sum(connection, MARIADB, 2))
                .onClose(pool::close);
    }

    @TestFactory
    Stream<DynamicTest> redis() {
        RedisServer server = RedisServer.started();
        RedisSessionStore store =
                RedisSessionStore.builder(RedisURI.create(server.url())).build();
        return tests(store, () -> commands(server)).onClose(() -> {
            store.close();
            server.close();
        });
    }

    /** One connection for the store and one for the question: none is made while requests are counted. */
    private static HikariDataSource pool(TestDatabase database) {
        HikariDataSource pool = DatabasePool.of(database);
        pool.setMaximumPoolSize(2);
        return pool;
    }

    private static long sum(Connection connection, String query, int column) throws SQLException {
        long sum = 0;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                sum += rows.getLong(column);
            }
        }
        return sum;
    }

    /** Commands that clients sent, without what scripts call, and without what connections need to begin. */
    private static long commands(RedisServer server) {
        return server.command(commands -> commands.info("commandstats"))
                .lines()
                .filter(line -> line.matches("cmdstat_(hgetall|evalsha|eval|get|set|multi|exec|wait):.*"))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".*:calls=([0-9]+),.*", "$1")))
                .sum();
    }

    private Stream<DynamicTest> tests(SessionStore store, Meter meter) {
        Map<String, Costs> plain = new LinkedHashMap<>();
        Map<String, Costs> cached = new LinkedHashMap<>();
        return Stream.concat(
                Stream.of(DynamicTest.dynamicTest("requests are made", () -> {
                    plain.putAll(new Requests(store, meter, "plain").all());
                    SessionStore near = NearCachedSessionStore.builder(store).build();
                    cached.putAll(new Requests(near, meter, "cached").all());
                    assertThat(table.stream().map(row -> row.get(0))).containsExactlyElementsOf(plain.keySet());
                })),
                table.stream()
                        .map(row -> DynamicTest.dynamicTest(row.get(0), () -> {
                            assertThat(plain.get(row.get(0)).text()).isEqualTo(row.get(1));
                            assertThat(cached.get(row.get(0)).text()).isEqualTo(row.get(2));
                        })));
    }

    /** What a request costs, and the same request once more. */
    private record Costs(long first, long again) {
        String text() {
            return first == again ? Long.toString(first) : first + ", then " + again;
        }
    }

    /** The requests of the table. */
    private static final class Requests {
        private final PerUser perUser;
        private final Meter meter;
        private final String name;
        private final Map<String, Costs> costs = new LinkedHashMap<>();

        Requests(SessionStore store, Meter meter, String name) {
            this.perUser = PerUser.builder(store).build();
            this.meter = meter;
            this.name = name;
        }

        private Browser user(String user) {
            return new Browser(perUser).signIn(name + user);
        }

        private static void add(UserSession session) {
            session.list("cart").add("tea");
        }

        Map<String, Costs> all() throws Exception {
            user("warming up").request(Requests::add); // connections, and the statements that they prepare

            Browser reader = user("reader");
            reader.request(Requests::add);
            costs.put("does not use the session", twice(reader, session -> {}));
            costs.put("reads", twice(reader, UserSession::names));
            costs.put("changes something", twice(reader, Requests::add));
            Browser fresh = user("nobody");
            fresh.request(UserSession::names);
            costs.put("reads, and there is no session", twice(fresh, UserSession::names));

            Browser guest = new Browser(perUser);
            costs.put("a guest's first change", twice(guest, Requests::add));
            guest.signIn(name + "signing in");
            costs.put("signs in, with a guest's session, and reads", twice(guest, UserSession::names));

            Browser stale = user("stale");
            stale.request(Requests::add);
            String digit = name.equals("plain") ? "A" : "B"; // not one that the other has asked for
            stale.present(digit.repeat(42) + "A");
            costs.put("reads, with a guest cookie whose session is gone", twice(stale, UserSession::names));
            return costs;
        }

        private Costs twice(Browser browser, Consumer<UserSession> work) throws Exception {
            return new Costs(once(browser, work), once(browser, work));
        }

        private long once(Browser browser, Consumer<UserSession> work) throws Exception {
            long before = meter.count();
            browser.request(work);
            return meter.count() - before;
        }
    }
}
