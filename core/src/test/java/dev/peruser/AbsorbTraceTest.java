package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.HeaderCodec;
import dev.peruser.internal.codec.UserKeys;
import dev.peruser.store.Deadline;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionKey;
import dev.peruser.store.StoredSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the steps of an absorb leave in the store, also when it is killed between them, and whom they tell. */
class AbsorbTraceTest {
    private static final class Heard implements PerUserListener {
        private final List<MergeReport> absorbed = new ArrayList<>();
        private final List<RuntimeException> failed = new ArrayList<>();

        @Override
        public void absorbed(MergeReport report, Absorption how) {
            absorbed.add(report);
        }

        @Override
        public void absorbFailed(RuntimeException reason) {
            failed.add(reason);
        }
    }

    private static final SessionKey ADA = UserKeys.of(UserId.of("ada"));

    private final InMemorySessionStore shared = new InMemorySessionStore();
    private final FaultyStore doomed = new FaultyStore(shared);
    private final Heard heard = new Heard();
    private final TestEngine killed = new TestEngine(doomed, builder -> builder);
    private final TestEngine engine = new TestEngine(shared, builder -> builder.listener(heard));
    private final TestEngine.Browser guest = killed.browser();

    private StoredSession stored(SessionKey key) {
        return shared.load(key, Deadline.after(Duration.ofSeconds(1))).orElseThrow();
    }

    private Header header(SessionKey key) {
        return HeaderCodec.decode(stored(key).header());
    }

    /** A guest with an item, whose sign-in is killed at a call: 2 announces, 3 claims, 4 absorbs, 5 releases. */
    private GuestToken signInKilledAt(int call, boolean afterEffect) {
        engine.browser().signIn("ada").request(session -> session.list("cart").add("u"));
        guest.request(session -> session.list("cart").add("g"));
        GuestToken token = guest.tokens().get(0);
        doomed.crashAt = doomed.calls + call;
        doomed.after = afterEffect;
        guest.signIn("ada").request(session -> {}); // a sign-in does not fail because of us
        return token;
    }

    private List<Object> cart(String user) {
        return engine.browser().signIn(user).ask(session -> new ArrayList<>(session.list("cart")));
    }

    @ParameterizedTest
    @CsvSource({"2,true", "3,false", "3,true", "4,false", "4,true", "5,false", "5,true"})
    void killedSignIn_leavesNothingBehind_onceTheBrowserCameBack(int call, boolean afterEffect) {
        GuestToken token = signInKilledAt(call, afterEffect);
        TestEngine.Browser back = engine.browser().present(token).signIn("ada");
        back.request(UserSession::names);
        back.request(UserSession::names);
        assertThat(cart("ada")).containsExactly("u", "g");
        assertThat(header(token.key()).state()).isEqualTo(Header.State.MOVED);
        assertThat(stored(token.key()).attributes()).isEmpty();
        assertThat(header(ADA).pending()).isEmpty();
        assertThat(heard.failed).isEmpty();
        boolean isAbsorbedHere = call < 4 || (call == 4 && !afterEffect);
        assertThat(heard.absorbed).hasSize(isAbsorbedHere ? 1 : 0);
        if (isAbsorbedHere) {
            assertThat(heard.absorbed.get(0)).hasToString("MergeReport[cart COMBINED]");
        }
    }

    @Test
    void ledgerEntry_goesWithTheNextSave_afterTheReleaseWasAcknowledged() {
        GuestToken token = signInKilledAt(5, false);
        assertThat(header(ADA).ledger()).hasSize(1);
        engine.browser().signIn("ada").request(session -> session.put("a", 1));
        assertThat(header(ADA).ledger()).hasSize(1);
        engine.browser().present(token).signIn("ada").request(session -> session.put("a", 2));
        engine.browser().signIn("ada").request(session -> session.put("a", 3));
        assertThat(header(ADA).ledger()).isEmpty();
    }

    @Test
    void claimedSession_livesAsLongAsItsTarget() {
        GuestToken token = signInKilledAt(3, true);
        assertThat(header(token.key()).state()).isEqualTo(Header.State.CLAIMED);
        assertThat(stored(token.key()).expiresAt()).isEqualTo(stored(ADA).expiresAt());
    }

    /** Announced, not claimed: only whoever presents the token may take it. */
    @Test
    void announcedSession_staysTheGuests_ifTheUserComesWithoutTheToken() {
        GuestToken token = signInKilledAt(2, true);
        assertThat(header(ADA).pending()).containsExactly(token.key().text());
        long counter = stored(token.key()).version().counter();
        assertThat(cart("ada")).containsExactly("u");
        assertThat(header(ADA).pending()).isEmpty();
        assertThat(header(token.key()).state()).isEqualTo(Header.State.ACTIVE);
        // A claim that is still on its way finds another version.
        assertThat(stored(token.key()).version().counter()).isEqualTo(counter + 1);
        engine.browser()
                .present(token)
                .request(session -> assertThat(session.list("cart")).containsExactly("g"));
    }

    /** Announced to ada, then claimed by bob, whose sign-in is killed, too: it is bob's, whoever comes first. */
    @Test
    void sessionAnnouncedToOne_andClaimedByAnother_isFinishedForTheLatter() {
        GuestToken token = signInKilledAt(2, true);
        FaultyStore second = new FaultyStore(shared);
        TestEngine.Browser bob =
                new TestEngine(second, builder -> builder).browser().present(token);
        second.crashAt = 3;
        second.after = true;
        bob.signIn("bob").request(session -> {});
        assertThat(header(token.key()).state()).isEqualTo(Header.State.CLAIMED);
        assertThat(cart("ada")).containsExactly("u");
        assertThat(header(ADA).pending()).isEmpty();
        assertThat(header(token.key()).state()).isEqualTo(Header.State.MOVED);
        assertThat(cart("bob")).containsExactly("g");
    }

    @Test
    void sessionClaimedByAUserThatWasErased_isReleased_andNotInherited() {
        GuestToken token = signInKilledAt(3, true);
        // The tombstone is over, the announcement with it.
        shared.delete(ADA, stored(ADA).version(), Deadline.after(Duration.ofSeconds(1)));
        engine.browser().signIn("ada").request(session -> session.put("new", 1));
        engine.browser().present(token).signIn("ada").request(UserSession::names);
        assertThat(cart("ada")).isEmpty();
        assertThat(header(token.key()).state()).isEqualTo(Header.State.MOVED);
        assertThat(heard.absorbed).isEmpty();
    }

    @Test
    void claimedSession_isFinishedByAGuest_whoIsShownNothing_andLosesTheCookie() {
        GuestToken token = signInKilledAt(3, true);
        TestEngine.Browser anybody = engine.browser().present(token);
        anybody.request(session -> assertThat(session.names()).isEmpty());
        assertThat(anybody.tokens()).isEmpty();
        assertThat(header(token.key()).state()).isEqualTo(Header.State.MOVED);
        assertThat(cart("ada")).containsExactly("u", "g");
    }

    @Test
    void absorbThatAGuestCanNotFinish_isReported() {
        GuestToken token = signInKilledAt(3, true);
        FaultyStore failing = new FaultyStore(shared);
        TestEngine unlucky = new TestEngine(failing, builder -> builder.listener(heard));
        failing.crashAt = 1;
        failing.stayDown = false;
        unlucky.browser()
                .present(token)
                .request(session -> assertThat(session.names()).isEmpty());
        assertThat(heard.failed).singleElement().isInstanceOf(FaultyStore.Crash.class);
    }

    @Test
    void ofTwoGuestSessions_theOldestComesFirst_andOneNewTokenIsLeft() {
        TestEngine.Browser first = engine.browser();
        first.request(session -> session.list("cart").add("first"));
        engine.passes(Duration.ofSeconds(1));
        TestEngine.Browser second = engine.browser();
        second.request(session -> session.list("cart").add("second"));
        GuestToken oldest = first.tokens().get(0);
        TestEngine.Browser both =
                engine.browser().present(second.tokens().get(0)).present(oldest);
        both.request(session -> assertThat(session.list("cart")).containsExactly("first", "second"));
        assertThat(both.tokens())
                .containsExactly(
                        GuestToken.derivedFrom(List.of(oldest, second.tokens().get(0))));
        assertThat(header(oldest.key()).state()).isEqualTo(Header.State.MOVED);
        assertThat(header(second.tokens().get(0).key()).state()).isEqualTo(Header.State.MOVED);
    }

    @Test
    void surplusThatCanNotBeAbsorbed_isReported_andTheOldestIsShown() {
        FaultyStore failing = new FaultyStore(shared);
        TestEngine unlucky = new TestEngine(failing, builder -> builder.listener(heard));
        TestEngine.Browser first = engine.browser();
        first.request(session -> session.put("first", 1));
        engine.passes(Duration.ofSeconds(1));
        TestEngine.Browser second = engine.browser();
        second.request(session -> session.put("second", 1));
        TestEngine.Browser both = unlucky.browser()
                .present(first.tokens().get(0))
                .present(second.tokens().get(0));
        failing.crashAt = 2;
        failing.stayDown = false;
        both.request(session -> assertThat(session.names()).containsExactly("first"));
        assertThat(heard.failed).singleElement().isInstanceOf(FaultyStore.Crash.class);
        assertThat(both.tokens()).hasSize(2);
        both.request(session -> assertThat(session.names()).containsExactly("first", "second"));
    }

    /** An account that is being joined to another, killed after the claim. */
    private void joinKilledAfterTheClaim() {
        engine.browser().signIn("ada").request(session -> session.list("cart").add("u"));
        engine.browser()
                .signIn("ada.old")
                .request(session -> session.list("cart").add("old"));
        doomed.crashAt = doomed.calls + 3;
        doomed.after = true;
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> killed.perUser.absorb(UserId.of("ada.old"), UserId.of("ada")));
    }

    @Test
    void accountFoundClaimed_isFinishedFirst_andShowsNothing() {
        joinKilledAfterTheClaim();
        assertThat(cart("ada.old")).isEmpty();
        assertThat(cart("ada")).containsExactly("u", "old");
    }

    @Test
    void accountFoundClaimed_thatCanNotBeFinished_isReported_showsNothing_andTakesNothing() {
        joinKilledAfterTheClaim();
        FaultyStore failing = new FaultyStore(shared);
        failing.crashAt = 1;
        failing.stayDown = false;
        Visit visit = new TestEngine(failing, builder -> builder.listener(heard))
                .browser()
                .signIn("ada.old")
                .begin();
        assertThat(visit.session().names()).isEmpty();
        assertThat(heard.failed).singleElement().isInstanceOf(FaultyStore.Crash.class);
        visit.session().put("a", 1);
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(visit::commit)
                .withMessageContaining("being moved");
        assertThat(cart("ada")).containsExactly("u", "old");
    }

    @Test
    void changeOfAGuest_whoseAccountWasJoinedToAnotherMeanwhile_reachesThatOne() {
        TestEngine.Browser slow = engine.browser();
        slow.request(session -> session.list("cart").add("g"));
        Visit visit = slow.begin();
        visit.session().list("cart").add("late");
        engine.browser().present(slow.tokens().get(0)).signIn("ada.old").request(UserSession::names);
        engine.perUser.absorb(UserId.of("ada.old"), UserId.of("ada"));
        visit.commit();
        slow.end(visit);
        assertThat(cart("ada")).containsExactly("g", "late");
        assertThat(cart("ada.old")).isEmpty();
    }
}
