package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.store.Deadline;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.StoredSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What becomes of an absorb when others work on the same sessions between two of its calls, and which calls it makes.
 */
class AbsorbRivalsTest {
    private static final UserId ADA = UserId.of("ada");
    private static final UserId OLD = UserId.of("ada.old");

    /** The calls of a sign-in: 0 and 1 load, 2 announces, 3 claims, 4 absorbs, 5 releases. */
    private static final int ANNOUNCES = 2;

    private static final int CLAIMS = 3;
    private static final int ABSORBS = 4;
    private static final int RELEASES = 5;

    private final List<MergeReport> reports = new ArrayList<>();
    private final List<RuntimeException> failed = new ArrayList<>();
    private final InMemorySessionStore shared = new InMemorySessionStore();
    private final HookStore store = new HookStore(shared);
    private final TestEngine racing = new TestEngine(
            store,
            builder -> builder.listener(new PerUserListener() {
                @Override
                public void absorbed(MergeReport report) {
                    reports.add(report);
                }

                @Override
                public void absorbFailed(RuntimeException reason) {
                    failed.add(reason);
                }
            }));
    private final TestEngine engine = new TestEngine(shared, builder -> builder);
    private final TestEngine.Browser phone = engine.browser().signIn("ada");
    private final TestEngine.Browser guest = engine.browser();
    private GuestToken token;

    @BeforeEach
    void accountAndGuest() {
        phone.request(session -> add(session, "u"));
        guest.request(session -> add(session, "g"));
        token = guest.tokens().get(0);
    }

    private static void add(UserSession session, String item) {
        session.list("cart").add(item);
    }

    private Optional<StoredSession> stored(SessionKey key) {
        return shared.load(key, Deadline.after(Duration.ofSeconds(1)));
    }

    private Header header(SessionKey key) {
        return HeaderCodec.decode(stored(key).orElseThrow().header());
    }

    private Header header(UserId user) {
        return header(UserKeys.of(user));
    }

    private List<Object> cart(String user) {
        return engine.browser().signIn(user).ask(session -> new ArrayList<>(session.list("cart")));
    }

    private List<String> calls() {
        return store.trace.stream()
                .map(call -> call.substring(0, "save u".length()))
                .toList();
    }

    private void signIn(TestEngine own, String name) {
        own.browser().present(token).signIn(name).request(session -> {});
    }

    /** A sign-in of another process with the same token, which is killed after the effect of a call. */
    private void signInKilledAt(int call, String name) {
        HookStore doomed = new HookStore(shared);
        doomed.crashAt = call;
        doomed.after = true;
        signIn(new TestEngine(doomed, builder -> builder), name);
        assertThat(doomed.calls).isGreaterThan(call);
    }

    /** A join of two accounts by another process, killed after the claim. */
    private void joinKilledAfterTheClaim(UserId from, UserId into) {
        HookStore doomed = new HookStore(shared);
        doomed.crashAt = CLAIMS;
        doomed.after = true;
        TestEngine killed = new TestEngine(doomed, builder -> builder);
        assertThatExceptionOfType(FaultyStore.Crash.class).isThrownBy(() -> killed.perUser.absorb(from, into));
        assertThat(header(from).state()).isEqualTo(Header.State.CLAIMED);
    }

    /** What a user's request sees that has something to finish, and finishes it. */
    private List<Object> cartOfFinisher(String user) {
        List<Object> seen = racing.browser().signIn(user).ask(session -> new ArrayList<>(session.list("cart")));
        assertThat(failed).isEmpty();
        return seen;
    }

    private void assertMoved(SessionKey key) {
        assertThat(header(key).state()).isEqualTo(Header.State.MOVED);
        assertThat(stored(key).orElseThrow().attributes()).isEmpty();
    }

    // ---- a sign-in

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
    void accountChangedAfterTheClaim_targetIsReadBeforeTheSource_andAbsorbsOnce() {
        store.before(ABSORBS, () -> changeWithoutOpening("u2"));
        signIn(racing, "ada");
        assertThat(calls().subList(ABSORBS, store.calls))
                .containsExactly("save u", "load u", "load u", "load g", "save u", "save g");
        assertThat(cart("ada")).containsExactly("u", "u2", "g");
        assertThat(reports).hasSize(1);
        assertMoved(token.key());
    }

    /** A request of the account that had opened its session before the announcement, so that it finishes nothing. */
    private void changeWithoutOpening(String item) {
        StoredSession before = stored(UserKeys.of(ADA)).orElseThrow();
        Header announced = HeaderCodec.decode(before.header());
        Snapshot opened = Snapshot.of(Place.of(ADA, Optional.empty()), before, engine.now());
        assertThat(announced.pending()).hasSize(1);
        Attributes attributes = new Attributes(
                new AttributeRegistry(List.of()), new JsonCodec(Limits.DEFAULT), engine.now(), opened.attributes());
        attributes.put("cart", List.of("u", item));
        attributes.flush();
        StoredSession changed =
                new StoredSession(before.version().next(), before.expiresAt(), before.header(), attributes.toStored());
        shared.save(UserKeys.of(ADA), SessionChange.replace(before, changed), Deadline.after(Duration.ofSeconds(1)));
    }

    @Test
    void absorbThatTheUsersOtherDeviceFinishedMeanwhile_isNotMadeAgain() {
        store.before(ABSORBS, () -> phone.request(UserSession::names));
        signIn(racing, "ada");
        assertThat(cart("ada")).containsExactly("u", "g");
        assertThat(reports).isEmpty();
        assertThat(calls().subList(ABSORBS, store.calls)).containsExactly("save u", "load u", "load u", "load g");
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
        store.crashAt = call;
        store.after = afterEffect;
        store.stayDown = false;
        TestEngine.Browser browser = racing.browser().present(token).signIn("ada");
        browser.request(session -> {});
        assertThat(failed).isEmpty();
        assertThat(browser.tokens()).isEmpty();
        assertThat(reports).hasSize(1);
        assertThat(cart("ada")).containsExactly("u", "g");
        boolean isReleased = call != RELEASES || afterEffect;
        assertThat(header(token.key()).state()).isEqualTo(isReleased ? Header.State.MOVED : Header.State.CLAIMED);
    }

    /** Announced, the answer lost; before that is looked up, the account changes: what is stored is another's. */
    @Test
    void announcementOvertakenBeforeItIsLookedUp_isNotTakenForTheLatest() {
        store.crashAt = ANNOUNCES;
        store.after = true;
        store.stayDown = false;
        store.before(ANNOUNCES + 1, () -> changeWithoutOpening("u2"));
        signIn(racing, "ada");
        assertThat(failed).isEmpty();
        assertThat(cart("ada")).containsExactly("u", "u2", "g");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stepThatCanNotBeLookedUp_isReportedAsTheStoresFailure_andTheTokenIsBound(boolean isStale) {
        if (isStale) {
            store.before(ANNOUNCES, () -> phone.request(session -> add(session, "u2")));
        }
        store.crashAt = isStale ? ANNOUNCES + 1 : ANNOUNCES;
        TestEngine.Browser browser = racing.browser().present(token).signIn("ada");
        browser.request(session -> {});
        assertThat(failed).singleElement().isInstanceOf(FaultyStore.Crash.class);
        assertThat(browser.tokens()).singleElement().isEqualTo(token.boundTo(UserKeys.of(ADA)));
    }

    /** So many processes save the account meanwhile that the trace of the announcement is gone from it. */
    @Test
    void stepWhoseTraceIsGone_isOfUnknownOutcome_andTheGuestsDataStaysTheirs() {
        store.crashAt = ANNOUNCES;
        store.after = true;
        store.stayDown = false;
        store.before(
                ANNOUNCES + 1,
                () -> IntStream.range(0, Header.MOST_WRITERS)
                        .forEach(number -> new TestEngine(shared, builder -> builder)
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
        guest.request(session -> assertThat(session.list("cart")).containsExactly("g"));
    }

    /** The store lost the claim and the release: the source is there again as it was before. */
    @Test
    void sourceThatCameBack_isReleased_andNotCarriedTwice() {
        StoredSession before = stored(token.key()).orElseThrow();
        HookStore doomed = new HookStore(shared);
        doomed.crashAt = RELEASES;
        signIn(new TestEngine(doomed, builder -> builder), "ada");
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
        HookStore doomed = new HookStore(shared);
        TestEngine killed = new TestEngine(
                doomed, builder -> builder.guestIdle(Duration.ofDays(guestDays)).userIdle(Duration.ofDays(userDays)));
        TestEngine.Browser own = killed.browser();
        own.request(session -> add(session, "g"));
        GuestToken its = own.tokens().get(0);
        killed.browser().signIn("bob").request(session -> add(session, "u"));
        doomed.crashAt = doomed.calls + RELEASES;
        own.signIn("bob").request(session -> {});
        StoredSession claimed = stored(its.key()).orElseThrow();
        assertThat(header(its.key()).state()).isEqualTo(Header.State.CLAIMED);
        assertThat(claimed.expiresAt()).isEqualTo(killed.now().plus(Duration.ofDays(365)));
        assertThat(header(UserId.of("bob")).ledger())
                .containsExactly(new Header.Absorbed(claimed.version().incarnation(), claimed.expiresAt()));
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
        guest.request(session -> assertThat(session.list("cart")).containsExactly("g", "g2"));
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
        assertThat(header(ADA).pending()).isEmpty();
        assertThat(header(token.key()).isActive()).isTrue();
    }

    // ---- several sessions of one guest

    private TestEngine.Browser withSurplus(GuestToken surplus) {
        return racing.browser().present(surplus).present(token);
    }

    private GuestToken laterGuest() {
        racing.passes(Duration.ofSeconds(1));
        engine.passes(Duration.ofSeconds(1));
        TestEngine.Browser later = engine.browser();
        later.request(session -> add(session, "later"));
        return later.tokens().get(0);
    }

    @Test
    void surplus_meetsTheOldestAsTwoRequestsOfOneGuestWould_withoutAReport() {
        GuestToken surplus = laterGuest();
        engine.browser().present(surplus).request(session -> session.put("__nav", 1));
        Visit visit = withSurplus(surplus).begin();
        assertThat(visit.session().list("cart")).containsExactly("g", "later");
        assertThat(visit.session().get("__nav")).contains(1); // a sign-in would not carry it
        assertThat(reports)
                .singleElement()
                .satisfies(report -> assertThat(report.entries()).isEmpty());
        visit.commit();
        Visit.TokenChanges changes = visit.takeTokenChanges();
        assertThat(changes.toRemove()).containsExactly(surplus);
        assertThat(changes.toSet()).containsExactly(token); // it may live longer now
    }

    @Test
    void oldestGuestSignsIn_whileASurplusIsAbsorbed_itGoesAlong_andTheGuestBeginsAnew() {
        GuestToken surplus = laterGuest();
        store.before(2, () -> signIn(engine, "ada"));
        TestEngine.Browser both = withSurplus(surplus);
        both.request(session -> {
            assertThat(session.names()).isEmpty();
            session.put("fresh", 1);
        });
        assertThat(cart("ada")).containsExactly("u", "g", "later");
        assertMoved(token.key());
        assertMoved(surplus.key());
        assertThat(both.tokens())
                .singleElement()
                .satisfies(fresh -> assertThat(fresh).isNotIn(token, surplus));
        both.request(session -> assertThat(session.names()).containsExactly("fresh"));
    }

    /** Whoever comes first, and in whatever order the browser sends its cookies, they agree on which stays. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofTwoSessionsMadeInTheSameMillisecond_theSmallerKeyStays(boolean isSmallerFirst) {
        TestEngine.Browser twin = engine.browser();
        twin.request(session -> add(session, "twin"));
        List<GuestToken> tokens = new ArrayList<>(List.of(token, twin.tokens().get(0)));
        tokens.sort(Comparator.comparing(one -> one.key().text()));
        TestEngine.Browser both = racing.browser()
                .present(tokens.get(isSmallerFirst ? 0 : 1))
                .present(tokens.get(isSmallerFirst ? 1 : 0));
        both.request(session -> assertThat(session.list("cart")).containsExactlyInAnyOrder("g", "twin"));
        assertThat(both.tokens()).containsExactly(tokens.get(0));
    }

    @Test
    void guestWithASession_maySave_alsoWhereNewGuestsAreRefused() {
        Visit visit = racing.perUser.visit(Visitor::guest, List.of(token), Visit.NewGuests.REFUSED);
        add(visit.session(), "g2");
        visit.commit();
        guest.request(session -> assertThat(session.list("cart")).containsExactly("g", "g2"));
    }

    // ---- accounts

    @Test
    void joinOfAnAccountThatHasNothing_readsItOnce() {
        racing.perUser.absorb(UserId.of("nobody"), ADA);
        assertThat(calls()).containsExactly("load u");
        assertThat(cart("ada")).containsExactly("u");
    }

    @Test
    void joinOfAnAccountWithAnUnfinishedSignIn_takesTheGuestsDataAlong() {
        signInKilledAt(CLAIMS, "ada.old");
        racing.perUser.absorb(OLD, ADA);
        assertThat(cart("ada")).containsExactly("u", "g");
        assertThat(cart("ada.old")).isEmpty();
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
        assertThat(cart("ada")).isEmpty();
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
        browser.request(session -> assertThat(session.names()).isEmpty());
        assertThat(browser.tokens()).isEmpty();
        assertThat(cart("ada")).containsExactly("u", "old", "g");
        assertThat(cart("ada.old")).isEmpty();
    }

    @Test
    void accountFoundOnItsWayIntoAnother_isFinishedAtOnce_andBeginsAnew() {
        engine.browser().signIn("ada.old").request(session -> add(session, "old"));
        joinKilledAfterTheClaim(OLD, ADA);
        racing.browser().signIn("ada.old").request(session -> {
            assertThat(session.names()).isEmpty();
            assertMoved(UserKeys.of(OLD));
            assertThat(header(ADA).pending()).isEmpty();
            session.put("anew", 1);
        });
        assertThat(failed).isEmpty();
        assertThat(cart("ada")).containsExactly("u", "old");
        engine.browser()
                .signIn("ada.old")
                .request(session -> assertThat(session.names()).containsExactly("anew"));
    }

    @Test
    void joinThatOthersDisturbUntilTheDeadline_isAConflict_andLosesNothing() {
        engine.browser().signIn("ada.old").request(session -> add(session, "old"));
        store.before(ANNOUNCES, () -> phone.request(session -> add(session, "u2")));
        store.before(ANNOUNCES + 1, store::letTheDeadlinePass);
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> racing.perUser.absorb(OLD, ADA))
                .withMessageContaining("peruser.deadline");
        assertThat(cart("ada")).containsExactly("u", "u2");
        assertThat(cart("ada.old")).containsExactly("old");
    }

    @Test
    void eraseThatOthersDisturbUntilTheDeadline_isAConflict_andErasesNothing() {
        store.before(1, () -> phone.request(session -> add(session, "u2")));
        store.before(2, store::letTheDeadlinePass);
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> racing.perUser.erase(ADA))
                .withMessageContaining("peruser.deadline");
        assertThat(cart("ada")).containsExactly("u", "u2");
    }

    // ---- erasing

    @Test
    void eraseOfAUserToWhomAGuestWasOnlyAnnounced_leavesTheGuestItsOwn() {
        signInKilledAt(ANNOUNCES, "ada");
        assertThat(racing.perUser.erase(ADA)).isTrue();
        assertThat(calls()).containsExactly("load u", "load g", "save u");
        guest.request(session -> assertThat(session.list("cart")).containsExactly("g"));
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
}
