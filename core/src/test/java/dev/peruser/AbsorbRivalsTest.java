package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.UserKeys;
import dev.peruser.store.Deadline;
import dev.peruser.store.SessionChange;
import dev.peruser.store.StoredSession;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What becomes of a sign-in when others work on the same sessions between two of its calls, and which calls it makes.
 */
class AbsorbRivalsTest extends AbsorbFixture {
    @Test
    void accountChangedBeforeTheAnnouncement_itBeginsAgain_withoutAClaim() {
        store.before(ANNOUNCES, () -> phone.request(session -> add(session, "u2")));
        signIn(racing, "ada");
        assertThat(cart("ada")).containsExactly("u", "u2", "g");
        assertThat(calls())
                .containsExactly(
                        "load g", "load u", "save u", "load u", "load g", "load u", "save u", "save g", "save u",
                        "save g");
    }

    @Test
    void guestChangedBeforeTheClaim_itBeginsAgain_andTakesTheChangeAlong() {
        store.before(CLAIMS, () -> guest.request(session -> add(session, "g2")));
        signIn(racing, "ada");
        assertThat(cart("ada")).containsExactly("u", "g", "g2");
        assertThat(header(ADA).pending()).isEmpty();
        assertMoved(token.key());
        assertThat(reports).hasSize(1);
    }

    @Test
    void guestThatAnotherUserGotBeforeTheClaim_isTheirsAlone() {
        store.before(CLAIMS, () -> signIn(engine, "bob"));
        signIn(racing, "ada");
        assertThat(reports).isEmpty();
        assertThat(cart("ada")).containsExactly("u");
        assertThat(cart("bob")).containsExactly("g");
        assertThat(header(ADA).pending()).isEmpty();
    }

    @Test
    void accountChangedAfterTheClaim_isClaimedAnew_andAbsorbsOnce() {
        store.before(ABSORBS, () -> changeWithoutOpening("u2"));
        signIn(racing, "ada");
        assertThat(calls().subList(ABSORBS, store.calls))
                .containsExactly("save u", "load u", "load g", "load u", "save g", "save u", "save g");
        assertThat(cart("ada")).containsExactly("u", "u2", "g");
        assertThat(reports).hasSize(1);
        assertMoved(token.key());
    }

    @Test
    void absorbThatTheUsersOtherDeviceFinishedMeanwhile_isNotMadeAgain() {
        store.before(ABSORBS, () -> phone.request(UserSession::names));
        signIn(racing, "ada");
        assertThat(failed).isEmpty();
        assertThat(cart("ada")).containsExactly("u", "g");
        assertThat(reports).isEmpty();
        assertThat(calls().subList(ABSORBS, store.calls)).containsExactly("save u", "load u", "load g", "load u");
    }

    /** Who was not told that its release was made must keep the entry. */
    @Test
    void releaseThatAnotherMadeMeanwhile_leavesTheLedgerEntry() {
        store.before(RELEASES, () -> signIn(engine, "ada"));
        signIn(racing, "ada");
        racing.browser().signIn("ada").request(session -> session.put("a", 1));
        assertThat(header(ADA).ledger()).hasSize(1);
        assertMoved(token.key());
    }

    @ParameterizedTest
    @CsvSource({"2,false", "2,true", "3,false", "3,true", "4,false", "4,true", "5,false", "5,true"})
    void answerOfOneCallLost_isLookedUp_andTheGuestsDataIsCarriedOnce(int call, boolean afterEffect) {
        store.failAt(call, afterEffect);
        TestEngine.Browser browser = racing.browser().present(token).signIn("ada");
        browser.request(session -> {});
        assertThat(failed).isEmpty();
        assertThat(browser.tokens()).isEmpty();
        assertThat(reports).hasSize(1);
        assertThat(cart("ada")).containsExactly("u", "g");
        assertMoved(token.key());
    }

    /** Announced, the answer lost; before that is looked up, the account changes: what is stored is another's. */
    @Test
    void announcementOvertakenBeforeItIsLookedUp_isNotTakenForTheLatest() {
        store.failAt(ANNOUNCES, true);
        store.before(ANNOUNCES + 1, () -> changeWithoutOpening("u2"));
        signIn(racing, "ada");
        assertThat(failed).isEmpty();
        assertThat(cart("ada")).containsExactly("u", "u2", "g");
    }

    /** Absorbed, the answer lost; before that is looked up, the account changes: the ledger says that it was made. */
    @Test
    void absorbOvertakenBeforeItIsLookedUp_isFoundInTheLedger_andOnlyReleased() {
        store.failAt(ABSORBS, true);
        store.before(ABSORBS + 1, () -> phone.request(session -> add(session, "u2")));
        signIn(racing, "ada");
        assertThat(failed).isEmpty();
        assertThat(calls().subList(ABSORBS, store.calls))
                .containsExactly("save u", "load u", "load g", "load u", "save g");
        assertThat(cart("ada")).containsExactly("u", "g", "u2");
        assertMoved(token.key());
    }

    @Test
    void absorbThatAnotherBegan_isFinishedByTheUsersNextRequest_withoutACallMoreThanNeeded() {
        signInKilledAt(CLAIMS, "ada");
        assertThat(cartOfFinisher("ada")).containsExactly("u", "g");
        assertThat(calls()).containsExactly("load u", "load g", "load g", "load u", "save u", "save g");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stepThatCanNotBeLookedUp_isReportedAsTheStoresFailure_andTheTokenIsBound(boolean isStale) {
        if (isStale) {
            store.before(ANNOUNCES, () -> phone.request(session -> add(session, "u2")));
        }
        store.crashAt(isStale ? ANNOUNCES + 1 : ANNOUNCES, false);
        TestEngine.Browser browser = racing.browser().present(token).signIn("ada");
        browser.request(session -> {});
        assertThat(failed).singleElement().isInstanceOf(FaultyStore.Crash.class);
        assertThat(browser.tokens()).singleElement().isEqualTo(token.boundTo(UserKeys.of(ADA)));
    }

    /** So many processes save the account meanwhile that the trace of the announcement is gone from it. */
    @Test
    void stepWhoseTraceIsGone_isOfUnknownOutcome_andTheGuestsDataStaysTheirs() {
        store.failAt(ANNOUNCES, true);
        store.before(
                ANNOUNCES + 1,
                () -> IntStream.range(0, Header.MOST_WRITERS)
                        .forEach(number -> new TestEngine(shared)
                                .browser()
                                .signIn("ada")
                                .request(session -> session.put("number", number))));
        TestEngine.Browser browser = racing.browser().present(token).signIn("ada");
        browser.request(session -> {});
        assertThat(failed)
                .singleElement()
                .isInstanceOfSatisfying(
                        StoreException.class, unknown -> assertThat(unknown).hasMessageContaining("unknown"));
        assertThat(browser.tokens()).singleElement().isEqualTo(token.boundTo(UserKeys.of(ADA)));
        guest.seesCart("g");
    }

    /** The store lost the claim and the release: the source is there again as it was before. */
    @Test
    void sourceThatCameBack_isReleased_andNotCarriedTwice() {
        StoredSession before = stored(token.key()).orElseThrow();
        FaultyStore doomed = new FaultyStore(shared).crashAt(RELEASES, false);
        signIn(new TestEngine(doomed), "ada");
        StoredSession claimed = stored(token.key()).orElseThrow();
        shared.delete(token.key(), claimed.version(), Deadline.after(Duration.ofSeconds(1)));
        shared.save(token.key(), SessionChange.create(before), Deadline.after(Duration.ofSeconds(1)));

        signIn(racing, "ada");

        assertThat(reports).isEmpty();
        assertThat(calls()).containsExactly("load g", "load u", "save g");
        assertMoved(token.key());
        assertThat(cart("ada")).containsExactly("u", "g");
    }

    @ParameterizedTest
    @CsvSource({"30,365", "365,30"})
    void claim_livesAsLongAsTheLongerLivedOfBoth_andSoDoesTheLedgersEntry(int guestDays, int userDays) {
        FaultyStore doomed = new FaultyStore(shared);
        TestEngine killed = new TestEngine(
                doomed, builder -> builder.guestIdle(Duration.ofDays(guestDays)).userIdle(Duration.ofDays(userDays)));
        TestEngine.Browser own = killed.browser();
        own.request(session -> add(session, "g"));
        GuestToken its = own.tokens().get(0);
        killed.browser().signIn("bob").request(session -> add(session, "u"));
        doomed.crashAfter(RELEASES, false);
        own.signIn("bob").request(session -> {});
        StoredSession claimed = stored(its.key()).orElseThrow();
        assertThat(header(its.key()).state()).isEqualTo(Header.State.CLAIMED);
        assertThat(claimed.expiresAt()).isEqualTo(killed.now().plus(Duration.ofDays(365)));
        assertThat(header(UserId.of("bob")).ledger())
                .containsExactly(new Header.Absorbed(
                        claimed.version().incarnation(),
                        claimed.expiresAt(),
                        its.key().text(),
                        1));
    }

    // ---- an announcement that nobody claimed

    @Test
    void announcementForgotten_whileTheGuestSaves_isWithdrawnAfterwards_andTheGuestKeepsAll() {
        signInKilledAt(ANNOUNCES, "ada");
        long counter = stored(token.key()).orElseThrow().version().counter();
        store.before(2, () -> guest.request(session -> add(session, "g2")));
        assertThat(cartOfFinisher("ada")).containsExactly("u");
        assertThat(calls()).containsExactly("load u", "load g", "save g", "load g", "load g", "save g", "save u");
        assertThat(header(ADA).pending()).isEmpty();
        StoredSession kept = stored(token.key()).orElseThrow();
        assertThat(kept.version().counter()).isEqualTo(counter + 2);
        guest.seesCart("g", "g2");
    }

    @Test
    void withdrawal_leavesTheGuestsExpiry() {
        signInKilledAt(ANNOUNCES, "ada");
        StoredSession before = stored(token.key()).orElseThrow();
        racing.passes(Duration.ofDays(20));
        racing.browser().signIn("ada").request(UserSession::names);
        assertThat(stored(token.key()).orElseThrow().expiresAt()).isEqualTo(before.expiresAt());
        assertThat(stored(token.key()).orElseThrow().version()).isNotEqualTo(before.version());
    }

    @Test
    void announcementForgotten_whileAnotherUserClaims_isFinishedForThatOne() {
        signInKilledAt(ANNOUNCES, "ada");
        store.before(2, () -> signInKilledAt(CLAIMS, "bob"));
        assertThat(cartOfFinisher("ada")).containsExactly("u");
        assertMoved(token.key());
        assertThat(stored(UserKeys.of(UserId.of("bob"))).orElseThrow().attributes())
                .containsKey("cart");
        assertThat(header(ADA).pending()).isEmpty();
        assertThat(cart("bob")).containsExactly("g");
    }

    @Test
    void announcementForgotten_whileItIsClaimedForTheSameUser_isFinishedAndShown() {
        signInKilledAt(ANNOUNCES, "ada");
        store.before(2, () -> signInKilledAt(CLAIMS, "ada"));
        assertThat(cartOfFinisher("ada")).containsExactly("u", "g");
        assertMoved(token.key());
        assertThat(header(ADA).pending()).isEmpty();
    }

    /** Announced to ada, then a stranger's: the announcement is forgotten while ada's phone saves. */
    @Test
    void announcementForgotten_whileThePhoneSaves_isLeftToTheNextLook() {
        signInKilledAt(ANNOUNCES, "ada");
        store.before(3, () -> changeWithoutOpening("u2"));
        assertThat(cartOfFinisher("ada")).containsExactly("u", "u2");
        assertThat(header(ADA).pending()).hasSize(1);
        assertThat(cart("ada")).containsExactly("u", "u2");
        assertThat(header(ADA).pending()).isEmpty();
        assertThat(header(token.key()).isActive()).isTrue();
    }
}
