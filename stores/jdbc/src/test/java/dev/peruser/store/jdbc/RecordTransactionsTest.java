package dev.peruser.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.PerUser;
import dev.peruser.StoreException;
import dev.peruser.UserId;
import dev.peruser.UserRecord;
import dev.peruser.store.Deadline;
import dev.peruser.store.InMemorySessionStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Records beside transactions of the application that have locked, deleted or not yet committed the account's row. */
@Tag("timed")
class RecordTransactionsTest {
    private static final UserId ADA = UserId.of("ada");
    private static final Duration DEADLINE = Duration.ofMillis(1500);
    private static final Duration SOON = Duration.ofMillis(700);

    @TempDir
    private Path folder;

    private interface OnAPlace {
        void run(RecordPlace place, OpenTransaction transaction) throws Exception;
    }

    static Stream<Arguments> kinds() {
        return Stream.concat(
                kindsWithRowLocks(), Stream.of(Arguments.of("SQLite", (RecordPlace.Kind) RecordPlace::sqlite, "TEXT")));
    }

    static Stream<Arguments> kindsWithRowLocks() {
        return Stream.of(
                Arguments.of("PostgreSQL", (RecordPlace.Kind) RecordPlace::postgresql, "JSONB"),
                Arguments.of("MariaDB", (RecordPlace.Kind) RecordPlace::mariaDb, "LONGTEXT"),
                Arguments.of(
                        "MariaDB by MySQL's driver", (RecordPlace.Kind) RecordPlace::mariaDbByMySqlDriver, "LONGTEXT"),
                Arguments.of("H2", (RecordPlace.Kind) RecordPlace::h2, "CLOB"));
    }

    private void on(RecordPlace.Kind kind, String dataType, OnAPlace test) throws Exception {
        try (RecordPlace place = kind.open(folder).withAccounts(dataType)) {
            place.insert("ada");
            try (OpenTransaction transaction = new OpenTransaction(place.pool)) {
                test.run(place, transaction);
            }
        }
    }

    private static boolean store(JdbcUserRecords records, String value) {
        UserRecord.Versioned record = (UserRecord.Versioned) records.find(ADA).orElseThrow();
        long version =
                record.loadSessionData(Deadline.after(DEADLINE)).orElseThrow().version();
        return record.storeSessionData(Map.of("a", value), version, Deadline.after(DEADLINE));
    }

    private static Map<String, Object> load(JdbcUserRecords records) {
        UserRecord.Versioned record = (UserRecord.Versioned) records.find(ADA).orElseThrow();
        return record.loadSessionData(Deadline.after(DEADLINE)).orElseThrow().data();
    }

    private static PerUser perUser(JdbcUserRecords records) {
        return PerUser.builder(new InMemorySessionStore())
                .userRecords(records)
                .deadline(DEADLINE)
                .build();
    }

    private static void assertTold(Duration most, JdbcUserRecords records, String... words) {
        long start = System.nanoTime();
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> store(records, "late"))
                .withMessageContainingAll(words);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(most);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void lockedRow_isToldBeforeTheDeadline_andNothingIsSavedLater(String name, RecordPlace.Kind kind, String dataType)
            throws Exception {
        on(kind, dataType, (place, transaction) -> {
            try (JdbcUserRecords records = place.records().build()) {
                assertThat(store(records, "before")).isTrue();
                transaction.begin();
                transaction.execute("UPDATE " + place.table + " SET email = 'new'");
                assertTold(DEADLINE.plusMillis(200), records, "locked", "nothing was saved", "side table");
                transaction.commit();
                assertThat(load(records)).isEqualTo(Map.of("a", "before"));
                assertThat(store(records, "after")).isTrue();
                assertThat(load(records)).isEqualTo(Map.of("a", "after"));
                assertThat(place.query("SELECT email FROM " + place.table)).isEqualTo("new");
            }
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void ownLock_isToldSoon(String name, RecordPlace.Kind kind, String dataType) throws Exception {
        on(kind, dataType, (place, transaction) -> {
            try (JdbcUserRecords records =
                    place.records().transactions(transaction).build()) {
                assertThat(store(records, "before")).isTrue();
                transaction.begin();
                transaction.execute("UPDATE " + place.table + " SET email = 'new'");
                assertTold(SOON, records, "this thread has a transaction", "Let the transaction end");
                transaction.commit();
                assertThat(store(records, "after")).isTrue();
            }
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kindsWithRowLocks")
    void sideTable_isInNobodysWay(String name, RecordPlace.Kind kind, String dataType) throws Exception {
        on(kind, dataType, (place, transaction) -> {
            try (JdbcUserRecords records =
                    place.sideTable().transactions(transaction).build()) {
                transaction.begin();
                transaction.execute("UPDATE " + place.table + " SET email = 'new'");
                assertThat(store(records, "beside")).isTrue();
                transaction.commit();
                assertThat(load(records)).isEqualTo(Map.of("a", "beside"));
            }
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void eraseWithinTheTransaction_worksBeforeAndAfterTheRowIsDeleted(
            String name, RecordPlace.Kind kind, String dataType) throws Exception {
        on(kind, dataType, (place, transaction) -> {
            try (JdbcUserRecords records =
                    place.records().transactions(transaction).build()) {
                PerUser perUser = perUser(records);
                for (boolean erasesFirst : List.of(true, false)) {
                    perUser.withSession(ADA, session -> session.list("cart").add("tea"));
                    transaction.begin();
                    if (erasesFirst) {
                        perUser.erase(ADA);
                    }
                    transaction.execute("DELETE FROM " + place.table);
                    if (!erasesFirst) {
                        perUser.erase(ADA);
                    }
                    transaction.commit();
                    assertThat(place.query("SELECT count(*) FROM " + place.table))
                            .isEqualTo("0");
                    place.insert("ada");
                }
            }
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void eraseWithinATransactionThatLockedTheRow_isRolledBackWithIt(String name, RecordPlace.Kind kind, String dataType)
            throws Exception {
        on(kind, dataType, (place, transaction) -> {
            try (JdbcUserRecords records =
                    place.records().transactions(transaction).build()) {
                PerUser perUser = perUser(records);
                perUser.withSession(ADA, session -> session.list("cart").add("tea"));
                transaction.begin();
                transaction.execute("UPDATE " + place.table + " SET email = 'new'");
                assertThat(perUser.erase(ADA)).isTrue();
                transaction.close();
                assertThat(cart(perUser)).containsExactly("tea");
                transaction.begin();
                transaction.execute("UPDATE " + place.table + " SET email = 'new'");
                assertThat(perUser.erase(ADA)).isTrue();
                transaction.commit();
                assertThat(cart(perUser)).isEmpty();
            }
        });
    }

    /** What was saved since the transaction began to read is erased, too. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("kindsWithRowLocks")
    void eraseWithinATransactionThatReadEarlier_takesTheNewest(String name, RecordPlace.Kind kind, String dataType)
            throws Exception {
        on(kind, dataType, (place, transaction) -> {
            try (JdbcUserRecords records =
                    place.records().transactions(transaction).build()) {
                PerUser perUser = perUser(records);
                perUser.withSession(ADA, session -> session.list("cart").add("tea"));
                transaction.begin();
                transaction.execute("SELECT email FROM " + place.table);
                perUser.withSession(ADA, session -> session.list("cart").add("milk"));
                assertThat(perUser.erase(ADA)).isTrue();
                transaction.commit();
                assertThat(cart(perUser)).isEmpty();
            }
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kindsWithRowLocks")
    void accountThatIsNotCommitted_isNoRecord_andHasASessionInASideTable(
            String name, RecordPlace.Kind kind, String dataType) throws Exception {
        on(kind, dataType, (place, transaction) -> {
            place.execute("DELETE FROM " + place.table);
            try (JdbcUserRecords records =
                            place.records().transactions(transaction).build();
                    JdbcUserRecords beside =
                            place.sideTable().transactions(transaction).build()) {
                transaction.begin();
                transaction.execute("INSERT INTO " + place.table + " (id) VALUES ('ada')");
                UserRecord.Versioned record =
                        (UserRecord.Versioned) records.find(ADA).orElseThrow();
                assertThat(record.loadSessionData(Deadline.after(DEADLINE))).isEmpty();
                assertThat(store(beside, "first")).isTrue();
                transaction.commit();
                assertThat(record.loadSessionData(Deadline.after(DEADLINE))).isPresent();
            }
        });
    }

    private static List<Object> cart(PerUser perUser) throws SQLException {
        return perUser.withSession(ADA, session -> List.copyOf(session.list("cart")));
    }
}
