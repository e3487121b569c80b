package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.internal.codec.UserKeys;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data within the user's own record, versioned and not. */
class UserRecordTest {
    private final FaultyStore store = new FaultyStore();
    private final Map<UserId, Row> records = new HashMap<>();
    private boolean versioned = true;
    private boolean isFoundOnlyIfThere;
    private final TestEngine engine = new TestEngine(store, builder -> builder.userRecords(this::find));

    /** A row of a users table. */
    static final class Row {
        final List<String> calls = new ArrayList<>();
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        long version;
    }

    private Optional<UserRecord> find(UserId user) {
        return isFoundOnlyIfThere && !records.containsKey(user) ? Optional.empty() : Optional.of(recordOf(user));
    }

    private UserRecord recordOf(UserId user) {
        Row row = records.computeIfAbsent(user, key -> new Row());
        return versioned ? new Versioned(row) : new Unversioned(row);
    }

    private record Versioned(Row row) implements UserRecord.Versioned {
        @Override
        public Optional<Snapshot> loadSessionData(Deadline deadline) {
            row.calls.add("load");
            return Optional.of(new Snapshot(row.data, row.version));
        }

        @Override
        public boolean storeSessionData(Map<String, @Nullable Object> data, long expectedVersion, Deadline deadline) {
            row.calls.add("store");
            if (row.version != expectedVersion) {
                return false;
            }
            row.data = data;
            row.version++;
            return true;
        }
    }

    private record Unversioned(Row row) implements UserRecord.Unversioned {
        @Override
        public Optional<Map<String, @Nullable Object>> loadSessionData(Deadline deadline) {
            return Optional.of(row.data);
        }

        @Override
        public void storeSessionData(Map<String, @Nullable Object> data, Deadline deadline) {
            row.data = data;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void guestsData_isCarriedIntoTheRecord_once(boolean withVersion) {
        versioned = withVersion;
        TestEngine.Browser browser = engine.browser();
        browser.request(session -> session.list("cart").add("g"));
        GuestToken token = browser.tokens().get(0);
        browser.signIn("ada").request(session -> session.list("cart").add("u"));
        engine.browser().present(token).signIn("ada").request(session -> {});
        assertThat(records.get(UserId.of("ada")).data)
                .containsEntry("cart", List.of("g", "u"))
                .containsKey("__peruser");
        assertThat(store.stored(UserKeys.of(UserId.of("ada")))).isEmpty();
    }

    @Test
    void twoDevices_bothChangesAreThere() {
        TestEngine.Browser one = engine.browser().signIn("ada");
        TestEngine.Browser other = engine.browser().signIn("ada");
        Visit visit = one.begin();
        visit.session().map("m").put("a", 1);
        other.request(session -> session.map("m").put("b", 2));
        visit.commit();
        one.end(visit);
        other.request(session -> assertThat(session.get("m")).contains(Map.of("a", 1, "b", 2)));
    }

    @Test
    void dataThatTheApplicationPutThereBefore_isASessionToo() {
        Row row = new Row();
        row.data.put("old", List.of("x"));
        records.put(UserId.of("ada"), row);
        engine.browser().signIn("ada").request(session -> session.list("old").add("y"));
        assertThat(row.data).containsEntry("old", List.of("x", "y"));
    }

    @Test
    void changedRequest_readsTheRecordOnce_andWritesItOnce() {
        TestEngine.Browser browser = engine.browser().signIn("ada");
        browser.request(session -> session.put("a", 1));
        Row row = records.get(UserId.of("ada"));
        row.calls.clear();
        browser.request(session -> session.put("a", 2));
        assertThat(row.calls).containsExactly("load", "store");
        row.calls.clear();
        browser.request(session -> session.get("a"));
        assertThat(row.calls).containsExactly("load");
    }

    /** As when the e-mail address is the id: the row is found by the new one, and has the old one's data. */
    @Test
    void accountThatGotANewName_hasItsData_andLeadsThoseUnderTheOldNameThere() {
        TestEngine.Browser guest = engine.browser();
        guest.request(session -> session.list("cart").add("guest's"));
        guest.signIn("ada@old").request(session -> session.list("cart").add("own"));
        Row row = records.remove(UserId.of("ada@old"));
        records.put(UserId.of("ada@new"), row);
        isFoundOnlyIfThere = true;
        engine.perUser.absorb(UserId.of("ada@old"), UserId.of("ada@new"));
        engine.browser().signIn("ada@new").seesCart("guest's", "own");
        TestEngine.Browser device = engine.browser().signIn("ada@old");
        device.request(session -> session.list("cart").add("device's"));
        device.seesCart("guest's", "own", "device's");
        engine.browser().signIn("ada@new").seesCart("guest's", "own", "device's");
    }

    @Test
    void twoAccountsThatAreJoined_areOne() {
        engine.browser().signIn("bob").request(session -> session.list("cart").add("bob's"));
        engine.browser().signIn("ada").request(session -> session.list("cart").add("ada's"));
        engine.perUser.absorb(UserId.of("bob"), UserId.of("ada"));
        engine.browser().signIn("ada").seesCart("ada's", "bob's");
        engine.browser().signIn("bob").seesCart("ada's", "bob's");
    }

    @Test
    void principalItself_canBeTheRecord() {
        TestEngine plain = new TestEngine(store);
        Row row = new Row();
        Visitor visitor = Visitor.user(UserId.of("gorch"), new Versioned(row));
        plain.browser().become(visitor).request(session -> session.put("a", 1));
        assertThat(row.data).containsEntry("a", 1);
        assertThat(plain.perUser.erase(visitor)).isTrue();
        assertThat(row.data).containsOnlyKeys("__peruser");
        plain.browser().become(visitor).seesNothing();
    }

    @Test
    void crashWithinAnAbsorb_intoARecord_eachItemOnce() {
        for (int call = 0; call < 3; call++) {
            for (boolean afterEffect : new boolean[] {false, true}) {
                records.clear();
                TestEngine.Browser browser = engine.browser();
                browser.request(session -> session.list("cart").add("g"));
                GuestToken token = browser.tokens().get(0);
                store.crashAfter(call, afterEffect);
                browser.signIn("ada").request(session -> {});
                store.recover();
                engine.browser()
                        .present(token)
                        .request(session -> assertThat(session.names()).size().isLessThan(2));
                engine.browser().present(token).signIn("ada").request(session -> {});
                engine.browser().signIn("ada").seesCart("g");
            }
        }
    }
}
