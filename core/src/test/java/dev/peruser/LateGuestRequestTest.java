package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.UserKeys;
import dev.peruser.store.InMemorySessionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** S7: where the changes of a guest's request go, whose session was absorbed while it ran. */
class LateGuestRequestTest {
    private final InMemorySessionStore shared = new InMemorySessionStore();
    private final FaultyStore store = new FaultyStore(shared);
    private final TestEngine engine = new TestEngine(shared);
    private final TestEngine.Browser phone = engine.browser().signIn("ada");

    private static void add(UserSession session, String item) {
        session.list("cart").add(item);
    }

    private Map<String, Object> adas() {
        return phone.ask(session -> Map.copyOf(session.asMap()));
    }

    /** A guest's request that has changed something, and the sign-in of its browser, which it does not know of. */
    private Visit late(TestEngine own, Consumer<UserSession> changes) {
        TestEngine.Browser guest = engine.browser();
        guest.request(session -> {
            add(session, "g");
            session.put("__nav", "guest's");
        });
        GuestToken token = guest.tokens().get(0);
        Visit visit = own.browser().present(token).begin();
        changes.accept(visit.session());
        engine.browser().present(token).signIn("ada").request(UserSession::names);
        store.trace.clear();
        return visit;
    }

    private Visit late(Consumer<UserSession> changes) {
        return late(new TestEngine(store), changes);
    }

    private List<String> calls() {
        return store.trace.stream()
                .map(call -> call.substring(0, "save u".length()))
                .toList();
    }

    @Test
    void lateChangesToAttributesThatAreNotCarried_stayBehind() {
        phone.request(session -> session.put("__nav", "hers"));
        Visit late = late(session -> {
            session.put("__nav", "guest's, late");
            session.put("__step", 2);
            add(session, "late");
        });
        late.commit();
        assertThat(adas()).isEqualTo(Map.of("__nav", "hers", "cart", List.of("g", "late")));
    }

    @Test
    void lateRemovalOfAnAttributeThatIsNotCarried_staysBehind_too() {
        phone.request(session -> session.put("__nav", "guest's"));
        Visit late = late(session -> {
            session.remove("__nav");
            add(session, "late");
        });
        late.commit();
        assertThat(adas()).isEqualTo(Map.of("__nav", "guest's", "cart", List.of("g", "late")));
    }

    /** Each within the limits on the guest's own copy, and beyond one of them on the account. */
    @ParameterizedTest
    @CsvSource({"attribute-bytes,100,10000,10", "session-bytes,200,120,10", "attributes,200,10000,3"})
    void lateChangesBeyondALimit_areRefused_andNothingOfThemIsStored(
            String limit, int attributeBytes, int sessionBytes, int attributes) {
        phone.request(session -> {
            add(session, "u".repeat(60));
            session.put("a", 1);
            session.put("b", 1);
        });
        TestEngine small = new TestEngine(
                store,
                builder -> builder.limits(Limits.DEFAULT
                        .withAttributeBytes(attributeBytes)
                        .withSessionBytes(sessionBytes)
                        .withAttributes(attributes)
                        .withDepth(10)));
        Visit late = late(small, session -> {
            add(session, "l".repeat(60));
            session.put("note", 1);
        });
        Map<String, Object> before = adas();
        assertThatExceptionOfType(SessionLimitException.class)
                .isThrownBy(late::commit)
                .withMessageContaining("peruser.limits." + limit);
        assertThat(adas()).isEqualTo(before);
        assertThat(calls()).containsExactly("save g", "load g", "load u");
    }

    @Test
    void lateChange_whileThePhoneSaves_isAppliedAgainOnTheNewest() {
        Visit late = late(session -> add(session, "late"));
        store.before(store.calls + 4, () -> phone.request(session -> add(session, "phone")));
        late.commit();
        assertThat(adas().get("cart")).isEqualTo(List.of("g", "late", "phone"));
        assertThat(calls())
                .containsExactly("save g", "load g", "load u", "save g", "save u", "load u", "load u", "save u");
    }

    @Test
    void lateChange_whoseSaveWasMadeThoughTheAnswerWasLost_isMadeOnce() {
        Visit late = late(session -> add(session, "late"));
        store.failOnceAfter(4, true);
        late.commit();
        assertThat(adas().get("cart")).isEqualTo(List.of("g", "late"));
        assertThat(calls()).containsExactly("save g", "load g", "load u", "save g", "save u", "load u");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void lateChange_toAnAccountThatWasErasedSince_isRefused_alsoIfItsNameIsUsedAgain(boolean isUsedAgain) {
        Visit late = late(session -> add(session, "late"));
        engine.perUser.erase(UserId.of("ada"));
        Map<String, Object> expected = isUsedAgain ? Map.of("new", 1) : Map.of();
        if (isUsedAgain) {
            phone.request(session -> session.put("new", 1));
        }
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(late::commit)
                .withMessageContaining("can no longer be reached");
        assertThat(adas()).isEqualTo(expected);
    }

    /** The account is claimed by another, and the process that did so was killed. */
    @Test
    void lateChange_toAnAccountThatIsOnItsWayIntoAnother_finishesThat_andReachesThatOne() {
        Visit late = late(session -> add(session, "late"));
        // after the claim: it also looks whether the guest was released, since it doesn't know
        FaultyStore doomed = new FaultyStore(shared).crashAt(4, true);
        TestEngine killed = new TestEngine(doomed);
        assertThatExceptionOfType(FaultyStore.Crash.class)
                .isThrownBy(() -> killed.perUser.absorb(UserId.of("ada"), UserId.of("bob")));
        late.commit();
        assertThat(store.header(UserKeys.of(UserId.of("ada"))).state()).isEqualTo(Header.State.MOVED);
        engine.browser().signIn("bob").seesCart("g", "late");
    }

    @Test
    void lateChange_followsAsManyJoinsOfAccounts_asAChainMayHave() {
        Visit late = late(session -> add(session, "late"));
        String last = join("ada", Header.Target.MOST_LINKS - 1);
        late.commit();
        engine.browser().signIn(last).seesCart("g", "late");
    }

    @Test
    void lateChange_isRefused_beyondTheLongestChainOfJoins() {
        Visit late = late(session -> add(session, "late"));
        String last = join("ada", Header.Target.MOST_LINKS);
        assertThatExceptionOfType(ConflictException.class).isThrownBy(late::commit);
        engine.browser().signIn(last).seesCart("g");
    }

    /** Joins an account to another, that to a third, and so on; says which has the data in the end. */
    private String join(String first, int times) {
        List<String> names = new ArrayList<>(List.of(first));
        IntStream.range(0, times).forEach(number -> {
            String next = "account" + number;
            engine.perUser.absorb(UserId.of(names.get(number)), UserId.of(next));
            names.add(next);
        });
        return names.get(times);
    }

    @Test
    void lateChangeThatOthersDisturbUntilTheDeadline_hasAnUnknownOutcome() {
        Visit late = late(TestEngine.hurried(store), session -> add(session, "late"));
        store.before(store.calls + 4, () -> phone.request(session -> add(session, "phone")));
        store.before(store.calls + 5, store::letTheDeadlinePass);
        assertThatExceptionOfType(StoreException.class).isThrownBy(late::commit).withMessageContaining("unknown");
        assertThat(adas().get("cart")).isEqualTo(List.of("g", "phone"));
    }
}
