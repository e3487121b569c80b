package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.UserKeys;
import dev.peruser.internal.commit.Settings;
import dev.peruser.store.Deadline;
import dev.peruser.store.SessionKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the steps of an absorb leave in the store, also when it is killed between them, and whom they tell. */
class AbsorbTraceTest extends AbsorbFixture {
    private static final SessionKey ADAS = UserKeys.of(ADA);

    /** Also whoever is asked for the cart is listened to. */
    @Override
    List<Object> cart(String user) {
        return racing.browser().signIn(user).cart();
    }

    /** The sign-in of the guest, killed at a call. */
    private void signInKilledAt(int call, boolean afterEffect) {
        signIn(new TestEngine(new FaultyStore(shared).crashAt(call, afterEffect)), "ada");
    }

    @ParameterizedTest
    @CsvSource({"2,true", "3,false", "3,true", "4,false", "4,true", "5,false", "5,true"})
    void killedSignIn_leavesNothingBehind_onceTheBrowserCameBack(int call, boolean afterEffect) {
        signInKilledAt(call, afterEffect);
        TestEngine.Browser back = racing.browser().present(token).signIn("ada");
        back.request(UserSession::names);
        back.request(UserSession::names);
        assertThat(cart("ada")).containsExactly("u", "g");
        assertMoved(token.key());
        assertThat(header(ADA).pending()).isEmpty();
        assertThat(failed).isEmpty();
        boolean isAbsorbedHere = call < 4 || (call == 4 && !afterEffect);
        assertThat(reports).hasSize(isAbsorbedHere ? 1 : 0);
        if (isAbsorbedHere) {
            assertThat(reports.get(0)).hasToString("MergeReport[cart COMBINED]");
        }
    }

    @Test
    void ledgerEntry_goesWithTheNextSave_afterTheReleaseWasAcknowledged_andTheRecordIsOver() {
        signInKilledAt(RELEASES, false);
        assertThat(header(ADA).ledger()).hasSize(1);
        racing.browser().signIn("ada").request(session -> session.put("a", 1));
        assertThat(header(ADA).ledger()).hasSize(1);
        racing.browser().present(token).signIn("ada").request(session -> session.put("a", 2));
        racing.browser().signIn("ada").request(session -> session.put("a", 3));
        assertThat(header(ADA).ledger()).hasSize(1);
        racing.passes(Settings.Lifetimes.LONGEST_RECORD);
        racing.browser().signIn("ada").request(session -> session.put("a", 4));
        assertThat(header(ADA).ledger()).isEmpty();
    }

    @Test
    void claimedSession_livesAsLongAsItsTarget() {
        signInKilledAt(CLAIMS, true);
        assertThat(header(token.key()).state()).isEqualTo(Header.State.CLAIMED);
        assertThat(stored(token.key()).orElseThrow().expiresAt())
                .isEqualTo(stored(ADAS).orElseThrow().expiresAt());
    }

    /** Announced, not claimed: only whoever presents the token may take it. */
    @Test
    void announcedSession_staysTheGuests_ifTheUserComesWithoutTheToken() {
        signInKilledAt(ANNOUNCES, true);
        assertThat(header(ADA).pending()).containsExactly(token.key().text());
        long counter = stored(token.key()).orElseThrow().version().counter();
        assertThat(cart("ada")).containsExactly("u");
        assertThat(header(ADA).pending()).isEmpty();
        assertThat(header(token.key()).state()).isEqualTo(Header.State.ACTIVE);
        // A claim that is still on its way finds another version.
        assertThat(stored(token.key()).orElseThrow().version().counter()).isEqualTo(counter + 1);
        racing.browser().present(token).seesCart("g");
    }

    /** Announced to ada, then claimed by bob, whose sign-in is killed, too: it is bob's, whoever comes first. */
    @Test
    void sessionAnnouncedToOne_andClaimedByAnother_isFinishedForTheLatter() {
        signInKilledAt(ANNOUNCES, true);
        signInKilledAt(CLAIMS, "bob");
        assertThat(header(token.key()).state()).isEqualTo(Header.State.CLAIMED);
        assertThat(cart("ada")).containsExactly("u");
        assertThat(header(ADA).pending()).isEmpty();
        assertThat(header(token.key()).state()).isEqualTo(Header.State.MOVED);
        assertThat(cart("bob")).containsExactly("g");
    }

    @Test
    void sessionClaimedByAUserThatWasErased_isReleased_andNotInherited() {
        signInKilledAt(CLAIMS, true);
        // The tombstone is over, the announcement with it.
        shared.delete(ADAS, stored(ADAS).orElseThrow().version(), Deadline.after(Duration.ofSeconds(1)));
        racing.browser().signIn("ada").request(session -> session.put("new", 1));
        racing.browser().present(token).signIn("ada").request(UserSession::names);
        assertThat(cart("ada")).isEmpty();
        assertThat(header(token.key()).state()).isEqualTo(Header.State.MOVED);
        assertThat(reports).isEmpty();
    }

    @Test
    void claimedSession_isFinishedByAGuest_whoIsShownNothing_andLosesTheCookie() {
        signInKilledAt(CLAIMS, true);
        TestEngine.Browser anybody = racing.browser().present(token);
        anybody.seesNothing();
        assertThat(anybody.tokens()).isEmpty();
        assertThat(header(token.key()).state()).isEqualTo(Header.State.MOVED);
        assertThat(cart("ada")).containsExactly("u", "g");
    }

    @Test
    void absorbThatAGuestCanNotFinish_isReported() {
        signInKilledAt(CLAIMS, true);
        store.failAt(1, false);
        racing.browser().present(token).seesNothing();
        assertThat(failed).singleElement().isInstanceOf(FaultyStore.Crash.class);
    }

    @Test
    void ofTwoGuestSessions_theOldestComesFirst_andOneNewTokenIsLeft() {
        TestEngine.Browser first = racing.browser();
        first.request(session -> session.list("cart").add("first"));
        racing.passes(Duration.ofSeconds(1));
        TestEngine.Browser second = racing.browser();
        second.request(session -> session.list("cart").add("second"));
        GuestToken oldest = first.tokens().get(0);
        TestEngine.Browser both =
                racing.browser().present(second.tokens().get(0)).present(oldest);
        both.seesCart("first", "second");
        assertThat(both.tokens())
                .containsExactly(
                        GuestToken.derivedFrom(List.of(oldest, second.tokens().get(0))));
        assertThat(header(oldest.key()).state()).isEqualTo(Header.State.MOVED);
        assertThat(header(second.tokens().get(0).key()).state()).isEqualTo(Header.State.MOVED);
    }

    @Test
    void surplusThatCanNotBeAbsorbed_isReported_andTheOldestIsShown() {
        TestEngine.Browser first = engine.browser();
        first.request(session -> session.put("first", 1));
        engine.passes(Duration.ofSeconds(1));
        TestEngine.Browser second = engine.browser();
        second.request(session -> session.put("second", 1));
        TestEngine.Browser both = racing.browser()
                .present(first.tokens().get(0))
                .present(second.tokens().get(0));
        store.failAt(2, false);
        both.request(session -> assertThat(session.names()).containsExactly("first"));
        assertThat(failed).singleElement().isInstanceOf(FaultyStore.Crash.class);
        assertThat(both.tokens()).hasSize(2);
        both.request(session -> assertThat(session.names()).containsExactly("first", "second"));
    }

    @Test
    void accountFoundClaimed_thatCanNotBeFinished_isReported_showsNothing_andTakesNothing() {
        engine.browser().signIn("ada.old").request(session -> add(session, "old"));
        joinKilledAfterTheClaim(OLD, ADA);
        store.failAt(1, false);
        Visit visit = racing.browser().signIn("ada.old").begin();
        assertThat(visit.session().names()).isEmpty();
        assertThat(failed).singleElement().isInstanceOf(FaultyStore.Crash.class);
        visit.session().put("a", 1);
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(visit::commit)
                .withMessageContaining("being moved");
        assertThat(cart("ada")).containsExactly("u", "old");
    }

    @Test
    void changeOfAGuest_whoseAccountWasJoinedToAnotherMeanwhile_reachesThatOne() {
        TestEngine.Browser slow = racing.browser();
        slow.request(session -> session.list("cart").add("g"));
        Visit visit = slow.begin();
        visit.session().list("cart").add("late");
        racing.browser().present(slow.tokens().get(0)).signIn("ada.old").request(UserSession::names);
        racing.perUser.absorb(OLD, UserId.of("eve"));
        visit.commit();
        slow.end(visit);
        assertThat(cart("eve")).containsExactly("g", "late");
        assertThat(cart("ada.old")).containsExactly("g", "late"); // where the visitor goes on
    }
}
