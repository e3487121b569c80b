package dev.peruser.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.peruser.PerUser;
import dev.peruser.SessionDataException;
import dev.peruser.StoreException;
import dev.peruser.UnusableStoreException;
import dev.peruser.UserId;
import dev.peruser.UserRecord;
import dev.peruser.store.Deadline;
import dev.peruser.store.InMemorySessionStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcUserRecordsTest {
    private static final UserId ADA = UserId.of("ada");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    static Stream<Arguments> columns() {
        return Stream.of(
                Arguments.of("PostgreSQL jsonb", (RecordPlace.Kind) RecordPlace::postgresql, "JSONB"),
                Arguments.of("PostgreSQL json", (RecordPlace.Kind) RecordPlace::postgresql, "JSON"),
                Arguments.of("PostgreSQL text", (RecordPlace.Kind) RecordPlace::postgresql, "TEXT"),
                Arguments.of("PostgreSQL bytea", (RecordPlace.Kind) RecordPlace::postgresql, "BYTEA"),
                Arguments.of("MariaDB json", (RecordPlace.Kind) RecordPlace::mariaDb, "JSON"),
                Arguments.of("MariaDB longblob", (RecordPlace.Kind) RecordPlace::mariaDb, "LONGBLOB"),
                Arguments.of("H2 json", (RecordPlace.Kind) RecordPlace::h2, "JSON"),
                Arguments.of("H2 clob", (RecordPlace.Kind) RecordPlace::h2, "CLOB"),
                Arguments.of("SQLite text", (RecordPlace.Kind) RecordPlace::sqlite, "TEXT"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("columns")
    void anyText_isKept_alsoWhatTheColumnWouldRefuse(String name, RecordPlace.Kind kind, String dataType) {
        try (RecordPlace place = kind.open(folder).withAccounts(dataType);
                JdbcUserRecords records = place.records().build()) {
            place.insert("ada");
            PerUser perUser = PerUser.builder(new InMemorySessionStore())
                    .userRecords(records)
                    .deadline(PATIENCE)
                    .build();
            for (String text : List.of("a\u0000b", "\ud83d", "\u001A0000", "\ud83d\ude00 \u0000")) {
                perUser.withSession(ADA, session -> {
                    session.put("text", text);
                    session.map("map").put("\u0000 key \u001A", text);
                    return true;
                });
                assertThat(perUser.<Optional<Object>>withSession(ADA, session -> session.get("text")))
                        .contains(text);
            }
        }
    }

    private static UserRecord.Versioned record(JdbcUserRecords records, UserId user) {
        return (UserRecord.Versioned) records.find(user).orElseThrow();
    }

    private static Optional<UserRecord.Versioned.Snapshot> load(JdbcUserRecords records) {
        return record(records, ADA).loadSessionData(Deadline.after(PATIENCE));
    }

    private static boolean store(JdbcUserRecords records, long version) {
        return record(records, ADA).storeSessionData(Map.of("a", 1), version, Deadline.after(PATIENCE));
    }

    @Test
    void rowThatIsNotThere_isNoRecord_andNoDataIsAnEmptySession() {
        try (RecordPlace place = RecordPlace.h2(folder).withAccounts("CLOB");
                JdbcUserRecords records = place.records().build()) {
            assertThat(load(records)).isEmpty();
            assertThat(store(records, 0)).isFalse();
            place.insert("ada");
            assertThat(load(records)).contains(new UserRecord.Versioned.Snapshot(Map.of(), 0));
            assertThat(store(records, 1)).isFalse();
            assertThat(store(records, 0)).isTrue();
            assertThat(load(records)).contains(new UserRecord.Versioned.Snapshot(Map.of("a", 1), 1));
            for (String nothing : List.of("''", "'null'", "NULL")) {
                place.execute("UPDATE " + place.table + " SET session_data = " + nothing);
                assertThat(load(records)).contains(new UserRecord.Versioned.Snapshot(Map.of(), 1));
            }
        }
    }

    @Test
    void dataThatIsNoObject_isRefused_andLeft() {
        try (RecordPlace place = RecordPlace.h2(folder).withAccounts("CLOB");
                JdbcUserRecords records = place.records().build()) {
            place.execute("INSERT INTO account (id, session_data) VALUES ('ada', '[1]')");
            assertThatExceptionOfType(SessionDataException.class)
                    .isThrownBy(() -> load(records))
                    .withMessageContaining("left as it is");
        }
    }

    @Test
    void sideTable_isMadeAtTheFirstUse_andRowsAtTheFirstSave() {
        try (RecordPlace place = RecordPlace.h2(folder);
                JdbcUserRecords records = place.sideTable().build()) {
            records.check(PATIENCE);
            assertThat(load(records)).contains(new UserRecord.Versioned.Snapshot(Map.of(), 0));
            assertThat(place.query("SELECT count(*) FROM account_session")).isEqualTo("0");
            assertThat(store(records, 0)).isTrue();
            assertThat(store(records, 0)).isFalse();
            assertThat(store(records, 1)).isTrue();
            place.execute("UPDATE account_session SET session_version = 0");
            assertThat(store(records, 0)).isTrue();
            assertThat(place.query("SELECT count(*) FROM account_session")).isEqualTo("1");
        }
    }

    @Test
    void usersOfOtherRealms_haveNoRecord_unlessTheApplicationSaysSo() {
        UserId other = new UserId("google", "ada");
        try (RecordPlace place = RecordPlace.h2(folder).withAccounts("CLOB");
                JdbcUserRecords records = place.records().build();
                JdbcUserRecords all =
                        place.records().key(user -> Optional.of(user.name())).build()) {
            assertThat(records.find(other)).isEmpty();
            assertThat(all.find(other)).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada", "07", "+7", "7.0", " 7", "99999999999999999999", "٧"})
    void nameThatIsNoNumber_hasNoRecordWithNumericKeys(String name) {
        try (RecordPlace place = RecordPlace.h2(folder)) {
            place.execute("CREATE TABLE account (id BIGINT PRIMARY KEY, session_data CLOB, session_version INTEGER)");
            place.execute("INSERT INTO account (id) VALUES (7)");
            try (JdbcUserRecords records = place.records().numericKeys().build()) {
                UserRecord.Versioned record = record(records, UserId.of(name));
                assertThat(record.loadSessionData(Deadline.after(PATIENCE))).isEmpty();
                assertThat(record.storeSessionData(Map.of(), 0, Deadline.after(PATIENCE)))
                        .isFalse();
                assertThat(record(records, UserId.of("7")).loadSessionData(Deadline.after(PATIENCE)))
                        .isPresent();
                PerUser perUser = PerUser.builder(new InMemorySessionStore())
                        .userRecords(records)
                        .build();
                assertThatExceptionOfType(StoreException.class)
                        .isThrownBy(() -> perUser.withSession(UserId.of(name), session -> {
                            session.put("a", 1);
                            return true;
                        }));
            }
        }
    }

    @Test
    void keys_mayBeUuids() {
        UUID id = UUID.randomUUID();
        try (RecordPlace place = RecordPlace.postgresql(folder)) {
            place.execute("CREATE TABLE " + place.table
                    + " (id UUID PRIMARY KEY, session_data JSONB, session_version INTEGER)");
            place.execute("INSERT INTO " + place.table + " (id) VALUES ('" + id + "')");
            try (JdbcUserRecords byName = place.records().build();
                    JdbcUserRecords byId = place.records()
                            .key(user -> Optional.of(UUID.fromString(user.name())))
                            .build()) {
                for (JdbcUserRecords records : List.of(byName, byId)) {
                    assertThat(record(records, UserId.of(id.toString())).loadSessionData(Deadline.after(PATIENCE)))
                            .isPresent();
                }
            }
        }
    }

    @Test
    void keyThatIsNotUnique_isRefused() {
        try (RecordPlace place = RecordPlace.h2(folder).withAccounts("CLOB");
                JdbcUserRecords records = place.records().keyColumn("email").build()) {
            place.execute("INSERT INTO account (id, email) VALUES ('a', 'ada'), ('b', 'ada')");
            assertThatExceptionOfType(UnusableStoreException.class)
                    .isThrownBy(() -> load(records))
                    .withMessageContainingAll("email", "unique");
        }
    }

    private void assertUnusable(RecordPlace place, JdbcUserRecordsBuilder options, String... words) {
        try (place;
                JdbcUserRecords records = options.build()) {
            assertThatExceptionOfType(UnusableStoreException.class)
                    .isThrownBy(() -> records.check(PATIENCE))
                    .withMessageContainingAll(words)
                    .withMessageContaining("user records")
                    .withMessageContaining(options.names().table());
        }
    }

    static Stream<Arguments> places() {
        return Stream.of(
                Arguments.of("PostgreSQL", (RecordPlace.Kind) RecordPlace::postgresql, "JSONB"),
                Arguments.of("MariaDB", (RecordPlace.Kind) RecordPlace::mariaDb, "LONGTEXT"),
                Arguments.of("H2", (RecordPlace.Kind) RecordPlace::h2, "CLOB"),
                Arguments.of("SQLite", (RecordPlace.Kind) RecordPlace::sqlite, "TEXT"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("places")
    void whatIsMissing_isNamed_withWhatToDo(String name, RecordPlace.Kind kind, String dataType) {
        RecordPlace without = kind.open(folder);
        assertUnusable(without, without.records(), "no such table", "peruser.user-records.table");
        RecordPlace side = kind.open(folder);
        assertUnusable(side, side.sideTable().requireTable(), "create it by: CREATE TABLE", dataType);
        RecordPlace key = kind.open(folder).withAccounts(dataType);
        assertUnusable(key, key.records().keyColumn("number"), "no column number", "keyColumn");
        RecordPlace data = kind.open(folder).withAccounts(dataType);
        assertUnusable(
                data, data.records().dataColumn("cart"), "ADD COLUMN cart " + dataType, "dataColumn", "side table");
        RecordPlace version = kind.open(folder).withAccounts(dataType);
        assertUnusable(version, version.records().versionColumn("cart_version"), "ADD COLUMN cart_version BIGINT");
    }

    @Test
    void columnThatDoesNotFit_isRefused() {
        RecordPlace small = RecordPlace.postgresql(folder).withAccounts("VARCHAR(255)");
        assertUnusable(small, small.records(), "too small", "255", "JSONB");
        RecordPlace tiny = RecordPlace.mariaDb(folder).withAccounts("TINYTEXT");
        assertUnusable(tiny, tiny.records(), "too small", "LONGTEXT");
        RecordPlace number = RecordPlace.h2(folder).withAccounts("BIGINT");
        assertUnusable(number, number.records(), "session_data has the type BIGINT");
        RecordPlace version = RecordPlace.h2(folder).withAccounts("CLOB");
        assertUnusable(version, version.records().versionColumn("email"), "email", "BIGINT");
        RecordPlace text = RecordPlace.h2(folder).withAccounts("CLOB");
        assertUnusable(text, text.records().numericKeys(), "column id is text", "numeric-keys");
        RecordPlace numeric = RecordPlace.h2(folder);
        numeric.execute("CREATE TABLE account (id BIGINT PRIMARY KEY, session_data CLOB, session_version BIGINT)");
        assertUnusable(numeric, numeric.records(), "column id is a number", "numeric-keys=true");
    }

    @Test
    void tableAndColumns_mayBeQuoted_andInASchema() {
        try (RecordPlace place = RecordPlace.postgresql(folder)) {
            place.execute("CREATE TABLE public.\"" + place.table
                    + " of users\" (\"the key\" TEXT PRIMARY KEY, \"d\" JSONB, \"v\" BIGINT)");
            try (JdbcUserRecords records = place.records()
                    .table("public.\"" + place.table + " of users\"")
                    .keyColumn("\"the key\"")
                    .dataColumn("\"d\"")
                    .versionColumn("\"v\"")
                    .build()) {
                assertThat(load(records)).isEmpty();
            }
            place.execute("DROP TABLE \"" + place.table + " of users\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a;b", "a.b.c", "a.", "\"a", "a'", "a--", "\"a\"b"})
    void namesThatAreNone_areRefused(String name) {
        JdbcUserRecordsBuilder builder = JdbcUserRecords.builder(LocalDatabases.h2());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.table(name))
                .withMessageContaining("table");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.keyColumn(name))
                .withMessageContaining("keyColumn");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.dataColumn("a.b"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.connections(0));
    }

    @Test
    void valueThatTheColumnRefuses_isAStoreException_withoutTheValue() {
        try (RecordPlace place = RecordPlace.postgresql(folder).withAccounts("JSONB");
                JdbcUserRecords records = place.records().build()) {
            place.insert("ada");
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> record(records, ADA)
                            .storeSessionData(
                                    Map.of("secret", new java.math.BigDecimal("1E+200000")),
                                    0,
                                    Deadline.after(PATIENCE)))
                    .withMessageContainingAll("refused a value", "nothing was saved")
                    .withMessageNotContaining("secret");
            assertThat(load(records)).contains(new UserRecord.Versioned.Snapshot(Map.of(), 0));
        }
    }
}
