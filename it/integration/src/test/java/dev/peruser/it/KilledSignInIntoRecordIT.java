package dev.peruser.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.PerUser;
import dev.peruser.UserRecord;
import dev.peruser.UserRecords;
import dev.peruser.it.servers.PostgresServer;
import dev.peruser.it.servers.TestDatabase;
import dev.peruser.store.Deadline;
import dev.peruser.store.jdbc.EmbeddedSessionStore;
import dev.peruser.store.jdbc.JdbcUserRecords;
import dev.peruser.store.jdbc.JdbcUserRecordsBuilder;
import dev.peruser.store.tck.faults.FailingSessionStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A server process is killed (SIGKILL) in the middle of a sign-in that carries a guest's cart from the session store
 * into the account's row, after each call to the store and to the row. Then the next request comes from that browser,
 * of the same account or of another. Each item must be with its owner exactly once.
 */
class KilledSignInIntoRecordIT {
    /** Of processes that have just begun. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final int FEWEST_CALLS = 6;
    private static final int MOST_CALLS = 40;

    /**
     * Where the rows are.
     *
     * @param isSideTable whether they are inserted by PerUser
     */
    private record Place(String name, TestDatabase database, boolean isSideTable) {
        JdbcUserRecordsBuilder records() {
            JdbcUserRecordsBuilder builder = JdbcUserRecords.builder(DatabasePool.of(database))
                    .table(database.table())
                    .closeDataSource();
            return isSideTable ? builder.sideTable() : builder;
        }

        void insert(String account) throws SQLException {
            if (!isSideTable) {
                execute("INSERT INTO " + database.table() + " (id) VALUES ('" + account + "')");
            }
        }

        void execute(String sql) throws SQLException {
            try (HikariDataSource pool = DatabasePool.of(database);
                    Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Place> places() {
        return Stream.of(
                new Place("columns", PostgresServer.newest().emptyDatabase(), false),
                new Place("side table", PostgresServer.newest().emptyDatabase(), true));
    }

    /** A row that tells of each call when it is done. */
    private record Watched(UserRecord.Versioned record, Runnable afterCall) implements UserRecord.Versioned {
        @Override
        public Optional<Snapshot> loadSessionData(Deadline deadline) {
            Optional<Snapshot> loaded = record.loadSessionData(deadline);
            afterCall.run();
            return loaded;
        }

        @Override
        public boolean storeSessionData(Map<String, Object> data, long expectedVersion, Deadline deadline) {
            boolean isStored = record.storeSessionData(data, expectedVersion, deadline);
            afterCall.run();
            return isStored;
        }
    }

    /** The process that is killed: its only request is the sign-in. */
    public static final class Server {
        public static void main(String[] arguments) {
            Place place = new Place(
                    "",
                    new TestDatabase(arguments[1], arguments[2], arguments[3], arguments[4]),
                    Boolean.parseBoolean(arguments[5]));
            int last = Integer.parseInt(arguments[6]);
            AtomicInteger calls = new AtomicInteger();
            Runnable afterCall = () -> {
                if (calls.incrementAndGet() == last) {
                    awaitTheKill();
                }
            };
            try (EmbeddedSessionStore store = EmbeddedSessionStore.open(Path.of(arguments[0]));
                    JdbcUserRecords records = place.records().build()) {
                FailingSessionStore watched = FailingSessionStore.of(store);
                watched.onCalls().runAfter(call -> afterCall.run());
                UserRecords rows =
                        user -> records.find(user).map(row -> new Watched((UserRecord.Versioned) row, afterCall));
                PerUser perUser = PerUser.builder(watched)
                        .userRecords(rows)
                        .deadline(PATIENCE)
                        .build();
                new Browser(perUser).present(arguments[7]).signIn(arguments[8]).request(session -> {});
                Jvm.say("done");
            }
        }

        private static void awaitTheKill() {
            Jvm.say("reached");
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void killedAfterEachCall_eachItemIsWithItsOwnerExactlyOnce(Place place, @TempDir Path folder) throws Exception {
        if (!place.isSideTable()) {
            place.execute("CREATE TABLE " + place.database().table()
                    + " (id TEXT PRIMARY KEY, session_data JSONB, session_version BIGINT)");
        }
        Path file = folder.resolve("peruser.db");
        int calls = 0;
        boolean isKilled = true;
        while (isKilled && calls < MOST_CALLS) {
            calls++;
            for (boolean isSameAccount : List.of(true, false)) {
                String ada = "ada-" + calls + "-" + isSameAccount;
                String token = prepare(place, file, ada);
                isKilled = killAfter(calls, place, file, token, ada);
                check(place, file, token, ada, isSameAccount);
            }
        }
        System.out.println("killed in " + place + " after each of " + (calls - 1) + " calls of a sign-in, all right");
        assertThat(calls).isBetween(FEWEST_CALLS, MOST_CALLS - 1);
    }

    private static String prepare(Place place, Path file, String ada) throws Exception {
        place.insert(ada);
        place.insert("eve of " + ada);
        try (EmbeddedSessionStore store = EmbeddedSessionStore.open(file);
                JdbcUserRecords records = place.records().build()) {
            PerUser perUser = PerUser.builder(store)
                    .userRecords(records)
                    .deadline(PATIENCE)
                    .build();
            new Browser(perUser)
                    .signIn(ada)
                    .request(session -> session.list("cart").add("user's"));
            Browser guest = new Browser(perUser);
            guest.request(session -> session.list("cart").add("guest's"));
            return guest.token();
        }
    }

    /** Whether there was such a call. */
    private static boolean killAfter(int calls, Place place, Path file, String token, String ada) throws Exception {
        TestDatabase database = place.database();
        try (Jvm server = Jvm.start(
                Server.class,
                file.toString(),
                database.url(),
                database.user(),
                database.password(),
                database.table(),
                String.valueOf(place.isSideTable()),
                String.valueOf(calls),
                token,
                ada)) {
            String heard = server.heard();
            assertThat(heard).isIn("reached", "done");
            server.kill();
            return heard.equals("reached");
        }
    }

    private static void check(Place place, Path file, String token, String ada, boolean isSameAccount) {
        try (EmbeddedSessionStore store = EmbeddedSessionStore.open(file);
                JdbcUserRecords records = place.records().build()) {
            PerUser perUser = PerUser.builder(store)
                    .userRecords(records)
                    .deadline(PATIENCE)
                    .build();
            Browser browser = new Browser(perUser).present(token);
            List<Object> evesItems =
                    isSameAccount ? List.of() : browser.signIn("eve of " + ada).cart();
            if (isSameAccount) {
                browser.signIn(ada).request(session -> {});
            }
            List<Object> adasItems = new Browser(perUser).signIn(ada).cart();
            assertThat(Stream.concat(adasItems.stream(), evesItems.stream()))
                    .as("killed before " + ada)
                    .containsExactly("user's", "guest's");
            if (isSameAccount) {
                assertThat(adasItems).hasSize(2);
            }
        }
    }
}
