package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peruser.internal.codec.UserKeys;
import dev.peruser.store.Deadline;
import dev.peruser.store.StoredSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** An application that changes where its users' sessions are kept: from the store into the records, and back. */
class ChangedPlaceTest {
    private static final UserId ADA = UserId.of("ada");
    private static final int CALLS = 10;

    /** The way that a session goes. */
    enum Way {
        INTO_THE_RECORD,
        BACK_INTO_THE_STORE
    }

    /** A row whose calls count with the store's, so that the same crash can hit both. */
    private static final class Row implements UserRecord.Versioned {
        private boolean isThere = true;
        private Map<String, @Nullable Object> data = new LinkedHashMap<>();
        private long version;
        private int crashAt = -1;
        private boolean isAfterEffect;
        private int calls;

        @Override
        public Optional<Snapshot> loadSessionData(Deadline deadline) {
            crash(false);
            crash(true);
            return isThere ? Optional.of(new Snapshot(data, version)) : Optional.empty();
        }

        @Override
        public boolean storeSessionData(Map<String, @Nullable Object> next, long expected, Deadline deadline) {
            crash(false);
            if (expected != version) {
                return false;
            }
            data = next;
            version++;
            crash(true);
            return true;
        }

        private void crash(boolean hasEffect) {
            boolean isOne = isAfterEffect == hasEffect;
            if (isOne && crashAt >= 0 && calls++ >= crashAt) {
                throw new StoreException("killed");
            }
        }

        void crashAt(int call, boolean afterEffect) {
            crashAt = call;
            isAfterEffect = afterEffect;
            calls = 0;
        }
    }

    private final Row row = new Row();
    private final FaultyStore store = new FaultyStore();

    private TestEngine inStore() {
        return new TestEngine(store);
    }

    private TestEngine inRecord() {
        return new TestEngine(store, builder -> builder.userRecords(user -> Optional.of(row)));
    }

    private TestEngine backInStore() {
        return new TestEngine(store, builder -> builder.formerUserRecords(user -> Optional.of(row)));
    }

    private TestEngine before(Way way) {
        return way == Way.INTO_THE_RECORD ? inStore() : inRecord();
    }

    private TestEngine after(Way way) {
        return way == Way.INTO_THE_RECORD ? inRecord() : backInStore();
    }

    private static void add(TestEngine engine, String item) {
        engine.browser().signIn("ada").request(session -> session.list("cart").add(item));
    }

    private String leftIn(Way way) {
        Optional<StoredSession> stored = store.stored(UserKeys.of(ADA));
        return way == Way.INTO_THE_RECORD
                ? stored.map(found -> found.attributes().keySet().toString()).orElse("[]")
                : row.data.keySet().stream()
                        .filter(name -> !name.equals("__peruser"))
                        .toList()
                        .toString();
    }

    @ParameterizedTest
    @EnumSource
    void liveSession_isThere_whole_andNowhereElse(Way way) {
        add(before(way), "tea");
        before(way).browser().signIn("ada").request(session -> {
            session.put("price", new java.math.BigDecimal("1.50"));
            session.map("address").put("city", "Ulm");
        });
        TestEngine engine = after(way);
        engine.browser().signIn("ada").request(session -> {
            assertThat(session.list("cart")).containsExactly("tea");
            assertThat(session.get("price")).contains(new java.math.BigDecimal("1.50"));
            assertThat(session.map("address")).containsEntry("city", "Ulm");
        });
        assertThat(leftIn(way)).isEqualTo("[]");
        add(engine, "milk");
        after(way).browser().signIn("ada").seesCart("tea", "milk");
    }

    static Stream<Arguments> crashes() {
        return Stream.of(Way.values())
                .flatMap(way -> IntStream.range(0, CALLS)
                        .boxed()
                        .flatMap(call ->
                                Stream.of(true, false).map(afterEffect -> Arguments.of(way, call, afterEffect))));
    }

    @ParameterizedTest
    @MethodSource("crashes")
    void killedAtAnyCallOfTheStore_theSessionIsThereOnce(Way way, int call, boolean afterEffect) {
        add(before(way), "tea");
        store.crashAfter(call, afterEffect);
        tryToAdd(after(way), "milk", new ArrayList<>());
        store.recover();
        List<Object> cart = after(way).browser().signIn("ada").cart();
        assertThat(cart).startsWith("tea").doesNotHaveDuplicates();
        assertThat(after(way).perUser.erase(ADA)).isTrue();
        assertThat(after(way).perUser.export(ADA).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("crashes")
    void killedAtAnyCallOfTheRecord_theSessionIsThereOnce(Way way, int call, boolean afterEffect) {
        add(before(way), "tea");
        row.crashAt(call, afterEffect);
        tryToAdd(after(way), "milk", new ArrayList<>());
        row.crashAt(-1, false);
        List<Object> cart = after(way).browser().signIn("ada").cart();
        assertThat(cart).startsWith("tea").doesNotHaveDuplicates();
        after(way).browser().signIn("ada").seesCart(cart.toArray());
    }

    @ParameterizedTest
    @EnumSource
    void serverThatStillUsesTheFormerPlace_changesNothingThereAnyMore(Way way) {
        TestEngine former = before(way);
        add(former, "tea");
        Visit slow = former.browser().signIn("ada").begin();
        slow.session().list("cart").add("late");
        add(after(way), "milk");
        assertThatThrownBy(slow::commit).isInstanceOf(PerUserException.class);
        assertThatThrownBy(() -> add(before(way), "lost")).isInstanceOf(PerUserException.class);
        after(way).browser().signIn("ada").seesCart("tea", "milk");
    }

    /** The former place's servers can't reach the account, and leave the guest's for those that can. */
    @ParameterizedTest
    @EnumSource
    void signInOnAServerThatStillUsesTheFormerPlace_isCarriedByTheOthers(Way way) {
        add(before(way), "tea");
        add(after(way), "milk");
        TestEngine.Browser guest = before(way).browser();
        guest.request(session -> session.list("cart").add("guest's"));
        List<GuestToken> tokens = guest.tokens();
        guest.signIn("ada").request(session -> assertThat(session.names()).isEmpty());
        after(way).browser().signIn("ada").seesCart("tea", "milk");
        TestEngine.Browser same = after(way).browser();
        tokens.forEach(same::present);
        same.signIn("ada").seesCart("tea", "milk", "guest's");
        after(way).browser().signIn("ada").seesCart("tea", "milk", "guest's");
    }

    @ParameterizedTest
    @EnumSource
    void lateChangesOfGuests_areMadeThere(Way way) {
        TestEngine former = before(way);
        TestEngine.Browser guest = former.browser();
        guest.request(session -> session.list("cart").add("guest's"));
        GuestToken token = guest.tokens().get(0);
        TestEngine engine = after(way);
        Visit late = engine.browser().present(token).begin();
        late.session().list("cart").add("late");
        guest.signIn("ada").request(UserSession::names);
        engine.browser().signIn("ada").seesCart("guest's");
        late.commit();
        engine.browser().signIn("ada").seesCart("guest's", "late");
    }

    @ParameterizedTest
    @EnumSource
    void erase_leavesNothingInEitherPlace(Way way) {
        add(before(way), "tea");
        assertThat(after(way).perUser.export(ADA).toJson()).contains("tea");
        assertThat(after(way).perUser.erase(ADA)).isTrue();
        before(way).browser().signIn("ada").seesNothing();
        after(way).browser().signIn("ada").seesNothing();
        assertThat(after(way).perUser.export(ADA).isEmpty()).isTrue();
    }

    @Test
    void thereAndBackAgain_asOftenAsTheApplicationLikes() {
        add(inStore(), "1");
        Duration passed = Duration.ZERO;
        for (int time = 2; time < 8; time += 2) {
            TestEngine records = inRecord();
            records.passes(passed);
            add(records, String.valueOf(time));
            TestEngine back = backInStore();
            back.passes(passed);
            add(back, String.valueOf(time + 1));
            passed = passed.plusHours(2);
        }
        TestEngine back = backInStore();
        back.passes(passed);
        back.browser().signIn("ada").seesCart("1", "2", "3", "4", "5", "6", "7");
    }

    static Stream<Arguments> rivals() {
        return Stream.of(Way.values())
                .flatMap(way -> Stream.of(Rival.values())
                        .filter(rival -> way == Way.INTO_THE_RECORD || rival != Rival.PLAIN_STORE)
                        .flatMap(rival -> IntStream.range(0, CALLS).mapToObj(call -> Arguments.of(way, rival, call))));
    }

    /** Another server that is asked for the same session. */
    enum Rival {
        PLAIN_STORE,
        RECORD,
        STORE_AND_FORMER_RECORD
    }

    private TestEngine rival(Rival rival) {
        return switch (rival) {
            case PLAIN_STORE -> inStore();
            case RECORD -> inRecord();
            case STORE_AND_FORMER_RECORD -> backInStore();
        };
    }

    /** A server without a word of records is none that runs beside those that come back from them. */
    @ParameterizedTest
    @MethodSource("rivals")
    void anotherServerBetweenAnyTwoCalls_losesAndDoublesNothing(Way way, Rival rival, int call) {
        add(before(way), "tea");
        List<Object> acknowledged = new ArrayList<>(List.of("tea"));
        store.before(store.calls + call, () -> tryToAdd(rival(rival), "rival's", acknowledged));
        tryToAdd(after(way), "milk", acknowledged);
        assertThat(backInStore().browser().signIn("ada").cart()).containsExactlyInAnyOrderElementsOf(acknowledged);
    }

    private static void tryToAdd(TestEngine engine, String item, List<Object> acknowledged) {
        try {
            add(engine, item);
            acknowledged.add(item);
        } catch (PerUserException e) {
            assertThat(e).isNotNull();
        }
    }

    /** Servers of both kinds may see any state that the others leave. */
    @ParameterizedTest
    @MethodSource("crashes")
    void wayBackThatBeginsWhileTheWayThereWasCutShort_losesNothing(Way way, int call, boolean afterEffect) {
        add(before(way), "tea");
        store.crashAfter(call, afterEffect);
        tryToAdd(after(way), "milk", new ArrayList<>());
        store.recover();
        assertThat(backInStore().browser().signIn("ada").cart())
                .startsWith("tea")
                .doesNotHaveDuplicates();
    }

    @Test
    void accountWithoutARow_losesNothing_andHasItsSessionOnceTheRowIsThere() {
        add(inStore(), "tea");
        row.isThere = false;
        inRecord().browser().signIn("ada").seesNothing();
        row.isThere = true;
        inRecord().browser().signIn("ada").seesCart("tea");
    }

    @Test
    void expiredSession_isNotTakenOver() {
        add(inStore(), "tea");
        TestEngine engine = inRecord();
        engine.passes(Duration.ofDays(366));
        engine.browser().signIn("ada").seesNothing();
    }
}
