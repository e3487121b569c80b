package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.HeaderCodec;
import dev.peruser.internal.codec.UserKeys;
import dev.peruser.internal.signin.AbsorbLedger;
import dev.peruser.store.Deadline;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.StoredSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts that are joined or erased while a sign-in, another join, or a save is under way. */
class JoinAndEraseTest extends AbsorbFixture {
    /**
     * The calls of a guest's request with two tokens: 0 and 1 look, 2 and 3 make one for both, 4 to 9 and 10 to 15
     * absorb.
     */
    private static final int GUESTS_ABSORB = 14 + 2;

    @Test
    void joinOfAnAccountThatHasNothing_leadsWhoComesUnderItsName_toTheOther() {
        racing.perUser.absorb(UserId.of("nobody"), ADA);
        assertThat(calls()).containsExactly("load u", "load u", "load u", "save u");
        assertThat(cart("ada")).containsExactly("u");
        assertThat(cart("nobody")).containsExactly("u");
    }

    @Test
    void joinOfAnAccountThatHasNothing_withItself_isNone() {
        racing.perUser.absorb(UserId.of("nobody"), UserId.of("nobody"));
        assertThat(cart("nobody")).isEmpty();
    }

    @Test
    void joinOfAnAccountWithAnUnfinishedSignIn_takesTheGuestsDataAlong() {
        signInKilledAt(CLAIMS, "ada.old");
        racing.perUser.absorb(OLD, ADA);
        assertThat(cart("ada")).containsExactly("u", "g");
        assertMoved(UserKeys.of(OLD));
        assertThat(cart("ada.old")).containsExactly("u", "g"); // under the old name the visitor goes on in the new one
        assertMoved(token.key());
    }

    @Test
    void joinOfAnAccountThatIsOnItsWayIntoAnother_finishesThat_andTakesNothing() {
        joinKilledAfterTheClaim(ADA, OLD);
        racing.perUser.absorb(ADA, UserId.of("eve"));
        assertThat(stored(UserKeys.of(UserId.of("eve")))).isEmpty();
        assertMoved(UserKeys.of(ADA));
        assertThat(cart("ada.old")).containsExactly("u");
    }

    @Test
    void joinIntoAnAccountWhoseJoinIntoTheOtherIsUnfinished_finishesThatFirst() {
        engine.browser().signIn("ada.old").request(session -> add(session, "old"));
        joinKilledAfterTheClaim(OLD, ADA);
        racing.perUser.absorb(ADA, OLD);
        assertThat(cart("ada.old")).containsExactly("u", "old");
        assertThat(cart("ada")).containsExactly("u", "old");
    }

    @Test
    void joinIntoAnAccountThatTheOtherClaimsMeanwhile_finishesThat_andClaimsNothing() {
        engine.browser().signIn("ada.old").request(session -> add(session, "old"));
        store.before(1, () -> joinKilledAfterTheClaim(OLD, ADA));
        racing.perUser.absorb(ADA, OLD);
        assertThat(header(ADA).isActive()).isTrue();
        assertMoved(UserKeys.of(OLD));
        assertThat(cart("ada")).containsExactly("u", "old");
    }

    @Test
    void signInToAnAccountThatIsOnItsWayIntoAnother_bringsTheGuestsDataThere() {
        engine.browser().signIn("ada.old").request(session -> add(session, "old"));
        joinKilledAfterTheClaim(OLD, ADA);
        TestEngine.Browser browser = racing.browser().present(token).signIn("ada.old");
        browser.seesCart("u", "old", "g");
        assertThat(browser.tokens()).isEmpty();
        assertThat(cart("ada")).containsExactly("u", "old", "g");
        assertMoved(UserKeys.of(OLD));
    }

    @Test
    void accountFoundOnItsWayIntoAnother_isFinishedAtOnce_andGoesOnThere() {
        engine.browser().signIn("ada.old").request(session -> add(session, "old"));
        joinKilledAfterTheClaim(OLD, ADA);
        racing.browser().signIn("ada.old").request(session -> {
            assertThat(session.get("cart")).contains(List.of("u", "old"));
            assertMoved(UserKeys.of(OLD));
            assertThat(header(ADA).pending()).isEmpty();
            session.put("anew", 1);
        });
        assertThat(failed).isEmpty();
        assertThat(cart("ada")).containsExactly("u", "old");
        engine.browser()
                .signIn("ada.old")
                .request(session -> assertThat(session.names()).containsExactly("cart", "anew"));
        assertMoved(UserKeys.of(OLD));
    }

    @Test
    void joinThatOthersDisturbUntilTheDeadline_isAConflict_andLosesNothing() {
        engine.browser().signIn("ada.old").request(session -> add(session, "old"));
        store.before(ANNOUNCES, () -> phone.request(session -> add(session, "u2")));
        store.before(ANNOUNCES + 1, store::letTheDeadlinePass);
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> TestEngine.hurried(store).perUser.absorb(OLD, ADA))
                .withMessageContaining("peruser.deadline");
        assertThat(cart("ada")).containsExactly("u", "u2");
        assertThat(cart("ada.old")).containsExactly("old");
    }

    /** Each merge leaves a copy with its record, and the marker of an account is all that names those of its own. */
    @Test
    void eraseOfAnAccountThatOthersWereJoinedInto_leavesNoCopyOfWhatTheyHadAbsorbed() {
        TestEngine engine = new TestEngine();
        for (String name : List.of("ada", "eve")) {
            TestEngine.Browser browser = engine.browser();
            browser.request(session -> session.put("guests", "secret"));
            browser.signIn(name).request(UserSession::names);
        }
        engine.perUser.absorb(UserId.of("ada"), UserId.of("eve"));
        engine.perUser.absorb(UserId.of("eve"), UserId.of("bob"));
        InMemorySessionStore store = (InMemorySessionStore) engine.store;
        Deadline later = Deadline.after(Duration.ofDays(1));
        Supplier<List<Map<String, byte[]>>> copies = () -> store.keys(Optional.empty(), 100, later).keys().stream()
                .map(key -> store.load(key, later).orElseThrow().attributes())
                .filter(attributes -> !attributes.isEmpty())
                .toList();
        assertThat(copies.get()).hasSizeGreaterThan(3);
        engine.perUser.erase(UserId.of("bob"));
        assertThat(copies.get()).isEmpty();
    }

    @Test
    void eraseThatOthersDisturbUntilTheDeadline_isAConflict_andErasesNothing() {
        store.before(1, () -> phone.request(session -> add(session, "u2")));
        store.before(2, store::letTheDeadlinePass);
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> TestEngine.hurried(store).perUser.erase(ADA))
                .withMessageContaining("peruser.deadline");
        assertThat(cart("ada")).containsExactly("u", "u2");
    }

    @Test
    void eraseOfAUserToWhomAGuestWasOnlyAnnounced_leavesTheGuestItsOwn() {
        signInKilledAt(ANNOUNCES, "ada");
        assertThat(racing.perUser.erase(ADA)).isTrue();
        assertThat(calls()).containsExactly("load u", "save u", "load g", "save g", "save u");
        guest.seesCart("g");
        assertThat(cart("ada")).isEmpty();
    }

    @Test
    void eraseOfAUserToWhomAGuestWasAnnounced_thatAnotherClaimed_leavesItToThatOne() {
        signInKilledAt(ANNOUNCES, "ada");
        signInKilledAt(CLAIMS, "bob");
        assertThat(racing.perUser.erase(ADA)).isTrue();
        assertThat(header(token.key()).state()).isEqualTo(Header.State.CLAIMED);
        assertThat(cart("bob")).containsExactly("g");
    }

    @Test
    void eraseOfAUserThatSavesMeanwhile_erasesThat_too() {
        store.before(1, () -> phone.request(session -> add(session, "u2")));
        assertThat(racing.perUser.erase(ADA)).isTrue();
        assertThat(calls()).containsExactly("load u", "save u", "load u", "load u", "save u");
        assertThat(header(ADA).state()).isEqualTo(Header.State.ERASED);
        assertThat(stored(UserKeys.of(ADA)).orElseThrow().attributes()).isEmpty();
    }

    @Test
    void eraseAfterASignInThatWasKilledBeforeTheRelease_leavesTheGuestsCopyOfTheData() {
        signInKilledAt(ABSORBS, "ada");
        assertThat(stored(token.key()).orElseThrow().attributes()).isNotEmpty();
        assertThat(racing.perUser.erase(ADA)).isTrue();
        assertThat(calls()).containsExactly("load u", "save u", "load g", "save g", "save u");
        assertMoved(token.key());
        assertNothingIsStored();
    }

    @Test
    void eraseAfterASignInOfAGuestWhoseOwnJoinWasKilledBeforeTheRelease_leavesTheSurplusGuestsCopy() {
        TestEngine.Browser second = engine.browser();
        second.request(session -> add(session, "g2"));
        FaultyStore doomed = new FaultyStore(shared).crashAt(GUESTS_ABSORB, true);
        TestEngine.Browser joining = new TestEngine(doomed).browser().present(token);
        second.tokens().forEach(joining::present);
        joining.request(UserSession::names);
        assertThat(shared.keys(Optional.empty(), 10, Deadline.after(Duration.ofSeconds(1)))
                        .keys())
                .filteredOn(key -> header(key).state() == Header.State.CLAIMED)
                .hasSize(1);
        TestEngine.Browser browser = racing.browser().present(token).signIn("ada");
        second.tokens().forEach(browser::present);
        browser.request(session -> {});
        assertThat(cart("ada")).containsExactlyInAnyOrder("u", "g", "g2");
        assertThat(racing.perUser.erase(ADA)).isTrue();
        assertNothingIsStored();
    }

    /** 0 loads, 1 saves the tombstone, 2 and 3 load and release the source, 4 saves the tombstone without its name. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void eraseThatIsKilled_isFinishedByTheNext(int killedAfter) {
        signInKilledAt(ABSORBS, "ada");
        killedErasure(killedAfter);
        racing.perUser.erase(ADA);
        assertNothingIsStored();
        assertThat(header(ADA).pending()).isEmpty();
    }

    @Test
    void eraseThatIsKilled_isFinishedByTheAccountThatBeginsAnew() {
        signInKilledAt(ABSORBS, "ada");
        killedErasure(1);
        assertThat(header(ADA).pending()).containsExactly(token.key().text());
        phone.request(session -> session.put("anew", 1));
        phone.request(session -> assertThat(session.names()).containsExactly("anew"));
        assertMoved(token.key());
        phone.request(UserSession::names);
        assertThat(header(ADA).pending()).isEmpty();
    }

    private void killedErasure(int killedAfter) {
        FaultyStore doomed = new FaultyStore(shared).crashAt(killedAfter, true);
        PerUser killed = new TestEngine(doomed).perUser;
        assertThatExceptionOfType(FaultyStore.Crash.class).isThrownBy(() -> killed.erase(ADA));
    }

    @Test
    void eraseWhileAClaimIsOnItsWay_preventsIt_andTheGuestKeepsItsOwn() {
        FaultyStore late = new FaultyStore(shared);
        late.before(CLAIMS, () -> {
            assertThat(engine.perUser.erase(ADA)).isTrue();
            late.crashAt(CLAIMS + 1, false);
        });
        signIn(new TestEngine(late), "ada");
        assertThat(header(token.key()).isActive()).isTrue();
        assertThat(header(ADA).state()).isEqualTo(Header.State.ERASED);
        guest.seesCart("g");
    }

    /** As after a fail-over of a store that acknowledged the claim, and lost it. */
    private void bringBack(GuestToken lost) {
        StoredSession claimed = stored(lost.key()).orElseThrow();
        byte[] active = HeaderCodec.encode(header(lost.key()).withState(Header.State.ACTIVE, null));
        StoredSession back =
                new StoredSession(claimed.version().next(), claimed.expiresAt(), active, claimed.attributes());
        shared.save(lost.key(), SessionChange.replace(claimed, back), Deadline.after(Duration.ofSeconds(1)));
    }

    @Test
    void erase_alsoEmptiesAnAbsorbedSession_thatALostWriteBroughtBack() {
        signInKilledAt(ABSORBS, "ada");
        bringBack(token);
        assertThat(racing.perUser.erase(ADA)).isTrue();
        assertNothingIsStored();
    }

    @Test
    void longLedger_keepsTheEntryOfASession_thatALostWriteBroughtBack() {
        signInKilledAt(ABSORBS, "ada");
        bringBack(token);
        for (int signIns = 0; signIns < 2 * AbsorbLedger.LONG_LEDGER; signIns++) {
            TestEngine other = new TestEngine(shared);
            TestEngine.Browser browser = other.browser();
            browser.request(session -> session.put("other", 1));
            browser.signIn("ada").request(session -> {});
        }
        racing.browser().present(token).signIn("ada").request(session -> {});
        assertThat(cart("ada")).containsExactly("u", "g");
        assertMoved(token.key());
    }

    @Test
    void manySignInsOfOtherProcesses_leaveALedgerThatStaysShort() {
        for (int signIns = 0; signIns < 3 * AbsorbLedger.LONG_LEDGER; signIns++) {
            TestEngine other = new TestEngine(shared);
            TestEngine.Browser browser = other.browser();
            browser.request(session -> add(session, "more"));
            browser.signIn("ada").request(session -> {});
        }
        assertThat(header(ADA).ledger()).hasSizeBetween(2, AbsorbLedger.LONG_LEDGER);
        assertThat(cart("ada")).hasSize(1 + 3 * AbsorbLedger.LONG_LEDGER);
    }

    private void assertNothingIsStored() {
        assertThat(shared.keys(Optional.empty(), 10, Deadline.after(Duration.ofSeconds(1)))
                        .keys())
                .allSatisfy(key ->
                        assertThat(stored(key).orElseThrow().attributes()).isEmpty());
    }
}
