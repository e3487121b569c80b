package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.MergeReport.UndoOutcome;
import dev.peruser.SignInPolicy.Decision;
import dev.peruser.store.InMemorySessionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is set aside where other merges, changes, limits, rules and versions of the application come in between. */
class SetAsideRulesTest extends SetAsideFixture {

    private static TestEngine.Browser adaOf(TestEngine engine) {
        return engine.browser().signIn("ada");
    }

    // ---- names

    @Test
    void namesOfARequest_mayBeThereTwice_orNotAtAll() {
        answer = Decision.keepAccount();
        signInAfter(session -> add(session, "tea", 1));
        String id = id();
        assertThat(phone.<Object>ask(session -> session.carrySetAside(id, (String) null)))
                .isEqualTo(Set.of());
        assertThat(drop(id, "other", "other")).isEmpty();
        assertThat(carry(id, "cart", "cart")).containsExactly("cart");
        assertThat(Decision.keepGuest().about("a", "a").attributes()).containsExactly("a");
    }

    @Test
    void decisionAboutNothing_isAnOrdinaryMerge() {
        answer = Decision.keepAccount().about();
        signInAfter(session -> session.put("name", "G"));
        assertThat(adas()).isEqualTo(Map.of("name", "G"));
        assertThat(setAside()).isEmpty();
    }

    // ---- undo, and late changes

    @Test
    void undoOfKeptGuests_bringsTheAccountsBack_alsoOfAnEmptyOne() {
        phone.request(session -> add(session, "tea", 1));
        answer = Decision.keepGuest();
        signInAfter(session -> session.put(CART, new LinkedHashMap<>()));
        assertThat(cart()).isEmpty();
        String undoId = undoId();
        assertThat(phone.<Object>ask(session -> session.undoMerge(undoId).outcome()))
                .isEqualTo(UndoOutcome.UNDONE);
        assertThat(cart()).isEqualTo(Map.of("tea", 1));
    }

    @Test
    void guestsOtherTabRemovesIt_theAccountsIsBack() {
        phone.request(session -> session.put("name", "Ada"));
        answer = Decision.keepGuest();
        TestEngine.Browser browser = engine.browser();
        browser.request(session -> session.put("name", "G"));
        Visit late = lateRequestOf(browser);
        late.session().remove("name");
        browser.signIn("ada").request(UserSession::names);
        late.commit();
        late.end();
        assertThat(adas()).isEqualTo(Map.of("name", "Ada"));
        assertThat(setAside()).isEmpty();
        String undoId = undoId();
        phone.request(session -> session.undoMerge(undoId));
        assertThat(adas()).isEqualTo(Map.of("name", "Ada"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void undoOfAMerge_whoseResultALaterSignInSetAside_leavesWhatTheAccountHasNow(boolean isDropped) {
        phone.request(session -> add(session, "tea", 1));
        signInAfter(session -> add(session, "tea", 2));
        String first = undoId();
        answer = Decision.keepGuest();
        signInAfter(session -> add(session, "tea", 5));
        if (isDropped) {
            drop(id());
        }
        MergeReport.Undo undone = phone.ask(session -> session.undoMerge(first));
        assertThat(undone.left()).containsExactly("cart");
        assertThat(cart()).isEqualTo(Map.of("tea", 5));
    }

    @Test
    void lateChangeOfAGuest_whoseMergeALaterSignInSetAside_isRefused() {
        phone.request(session -> add(session, "tea", 1));
        TestEngine.Browser browser = engine.browser();
        browser.request(session -> add(session, "mug", 1));
        Visit late = lateRequestOf(browser);
        add(late.session(), "mug", 1);
        browser.signIn("ada").request(UserSession::names);
        answer = Decision.keepGuest();
        signInAfter(session -> add(session, "jam", 5));
        assertThatExceptionOfType(ConflictException.class).isThrownBy(late::commit);
        late.end();
        assertThat(cart()).isEqualTo(Map.of("jam", 5));
        assertThat(setAside().get(0).ofAccount()).isEqualTo(Map.of("cart", Map.of("tea", 1, "mug", 1)));
    }

    // ---- carry

    @Test
    void carried_whereTheAccountChangedSince_losesNeither() {
        phone.request(session -> session.put("name", "Ada"));
        answer = Decision.keepAccount();
        signInAfter(session -> session.put("name", "G"));
        phone.request(session -> session.put("name", "Ada2"));
        assertThat(carry(id())).containsExactly("name");
        assertThat(adas()).isEqualTo(Map.of("name", List.of("Ada2", "G")));
    }

    @Test
    void severalCarried_whereTheAccountHadNone_losesNone() {
        answer = Decision.keepAccount();
        signInAfter(session -> session.put("name", "one"));
        signInAfter(session -> session.put("name", "two"));
        for (MergeReport.SetAside aside : setAside()) {
            assertThat(carry(aside.id())).containsExactly("name");
        }
        assertThat(adas()).isEqualTo(Map.of("name", List.of("one", "two")));
    }

    @Test
    void ofBothSides_carriedAfterEachOther_nothingIsLost() {
        phone.request(session -> session.put("name", "Ada"));
        answer = Decision.keepAccount();
        signInAfter(session -> session.put("name", "one"));
        String first = id();
        answer = Decision.keepGuest();
        signInAfter(session -> session.put("name", "two"));
        String second = id();
        assertThat(carry(first)).containsExactly("name");
        assertThat(carry(second)).isEmpty(); // the account has changed its name since
        assertThat(adas()).isEqualTo(Map.of("name", List.of("two", "one")));
        assertThat(setAside().get(0).ofAccount()).isEqualTo(Map.of("name", "Ada"));
    }

    @Test
    void ofTwoThatCarryTheSame_oneSaysSo() {
        answer = Decision.keepAccount();
        int metEachOther = 0;
        for (int call = 0; call < 8; call++) {
            signInAfter(session -> session.update(SCORE, score -> score + 10));
            String id = id();
            FaultyStore store = new FaultyStore(shared);
            List<Set<String>> carried = new ArrayList<>();
            store.before(call, () -> carried.add(carry(id)));
            adaOf(declaring(store)).request(session -> carried.add(session.carrySetAside(id)));
            if (carried.size() == 2) {
                metEachOther++;
                assertThat(carried.get(0).size() + carried.get(1).size())
                        .as("call " + call + " " + carried)
                        .isEqualTo(1);
            }
        }
        assertThat(metEachOther).isGreaterThan(2);
        assertThat(adas()).isEqualTo(Map.of("score", 80));
    }

    @Test
    void whatHasExpired_isNeitherListedNorCarried() {
        Attribute<String> code = TestEngine.expiring("code", Duration.ofHours(1));
        TestEngine own = new TestEngine(
                new InMemorySessionStore(),
                builder -> builder.attribute(code).signInPolicy(signIn -> Decision.keepAccount()));
        TestEngine.Browser browser = own.browser();
        browser.request(session -> {
            session.put(code, "X");
            session.put("other", 1);
        });
        browser.signIn("ada").request(UserSession::names);
        String id = browser.ask(session -> session.setAside().get(0).id());
        own.passes(Duration.ofHours(2));
        assertThat(browser.<Object>ask(session -> session.setAside().get(0).ofGuest()))
                .isEqualTo(Map.of("other", 1));
        assertThat(browser.<Object>ask(session -> session.carrySetAside(id))).isEqualTo(Set.of("other"));
    }

    @Test
    void itsTime_isThatOfTheSignIn() {
        answer = Decision.keepAccount();
        signInAfter(session -> {
            add(session, "tea", 1);
            session.put("coupon", "X");
        });
        Instant signedInAt = engine.now();
        engine.passes(Duration.ofHours(1));
        carry(id(), "cart");
        assertThat(setAside().get(0).at()).isEqualTo(signedInAt);
    }

    // ---- rules and limits

    @Test
    void ruleOfTheWholeSession_decidesOnlyWhatIsNotSetAside() {
        SessionMerger guests = (user, guest) -> guest;
        SessionMerger users = (user, guest) -> user;
        assertThat(afterSignIn(guests, Decision.keepAccount().about("cart")))
                .isEqualTo(Map.of("cart", "a", "coupon", "X"));
        assertThat(afterSignIn(users, Decision.keepGuest())).isEqualTo(Map.of("cart", "g"));
    }

    private static Map<String, Object> afterSignIn(SessionMerger rule, Decision decision) {
        TestEngine own = new TestEngine(
                new InMemorySessionStore(),
                builder -> builder.sessionMerger(rule).signInPolicy(signIn -> decision));
        adaOf(own).request(session -> session.put("cart", "a"));
        guestSignsIn(own, Map.of("cart", "g", "coupon", "X"));
        return adaOf(own).ask(session -> Map.copyOf(session.asMap()));
    }

    @Test
    void behaviorThatReplacesMaps_leavesTheAccountsOfWhatIsSetAside() {
        MergeBehavior replacing = MergeBehavior.builder("replacing")
                .on(MergeBehavior.Kind.MAP, MergeBehavior.Kind.MAP, MergeBehavior.Cell.right())
                .build();
        TestEngine own = new TestEngine(
                new InMemorySessionStore(),
                builder -> builder.mergeBehavior(replacing)
                        .signInPolicy(signIn -> Decision.keepAccount().about("cart")));
        adaOf(own).request(session -> session.put("cart", "a"));
        guestSignsIn(own, Map.of("cart", "g", "coupon", "X"));
        assertThat(adaOf(own).<Object>ask(session -> Map.copyOf(session.asMap())))
                .isEqualTo(Map.of("cart", "a", "coupon", "X"));
    }

    @Test
    void guestsThatIsTooLarge_leavesTheAccounts_andNothingIsSetAside() {
        TestEngine own = new TestEngine(
                new InMemorySessionStore(),
                builder -> builder.limits(Limits.DEFAULT.withSessionBytes(1_500).withAttributeBytes(1_200))
                        .signInPolicy(signIn -> Decision.keepGuest()));
        TestEngine.Browser ada = adaOf(own);
        ada.request(session -> {
            session.put("filler", "x".repeat(1_000));
            session.put("cart", "small");
        });
        guestSignsIn(own, Map.of("cart", "y".repeat(700)));
        assertThat(ada.<Object>ask(session -> session.get("cart").orElseThrow().toString()))
                .isEqualTo("small");
        assertThat(ada.<Object>ask(session -> session.setAside().size())).isEqualTo(0);
        assertThat(ada.<Object>ask(session ->
                        session.takeMergeReport().orElseThrow().entries().get(0).outcome()))
                .isEqualTo(MergeReport.Outcome.TOO_LARGE);
    }

    @Test
    void decisionHolds_forWhatTheAccountGetsWhileItIsClaimed() {
        answer = Decision.keepGuest();
        int added = 0;
        for (int call = 0; call < 8; call++) {
            InMemorySessionStore own = new InMemorySessionStore();
            adaOf(declaring(own)).request(session -> session.put("other", "a"));
            FaultyStore store = new FaultyStore(own);
            TestEngine.Browser browser = declaring(store).browser();
            browser.request(session -> {
                session.put("name", "G");
                session.put("other", "g");
            });
            Visit open = adaOf(declaring(own)).begin();
            open.session().put("name", "Ada");
            store.calls = 0;
            boolean[] isCommitted = {false};
            store.before(call, () -> {
                open.commit();
                isCommitted[0] = true;
            });
            browser.signIn("ada").request(UserSession::names);
            open.end();
            if (!isCommitted[0]) {
                break; // so many calls there are not
            }
            Map<String, Object> ofAccount = adaOf(declaring(own))
                    .ask(session -> session.setAside().get(0).ofAccount());
            boolean isBefore = ofAccount.containsKey("name");
            added += isBefore ? 1 : 0;
            assertThat(adaOf(declaring(own)).<Object>ask(session -> Map.copyOf(session.asMap())))
                    .as("call " + call)
                    .isEqualTo(Map.of("name", isBefore ? "G" : "Ada", "other", "g"));
        }
        assertThat(added).isGreaterThan(3);
    }

    // ---- other versions, other accounts

    @Test
    void serverWithoutTheDeclaration_drops_andCarriesNothing() {
        TestEngine older = new TestEngine(shared);
        answer = Decision.keepAccount();
        signInAfter(session -> add(session, "tea", 1));
        String first = id();
        assertThat(adaOf(older).<Object>ask(session -> session.carrySetAside(first)))
                .isEqualTo(Set.of());
        assertThat(adaOf(older).<Object>ask(session -> session.dropSetAside(first)))
                .isEqualTo(Set.of("cart"));
        phone.request(session -> add(session, "tea", 2));
        answer = Decision.keepGuest();
        signInAfter(session -> add(session, "tea", 5));
        String second = id();
        assertThat(adaOf(older).<Object>ask(session -> session.dropSetAside(second)))
                .isEqualTo(Set.of("cart"));
        assertThat(cart()).isEqualTo(Map.of("tea", 5));
    }

    @Test
    void whatIsUndecidedOfTheAccounts_isSetAsideWithIt() {
        phone.request(session -> add(session, "tea", 1));
        TestEngine older = new TestEngine(shared, builder -> builder.signInPolicy(signIn -> answer));
        for (String item : List.of("jam", "mug")) {
            TestEngine.Browser browser = engine.browser();
            browser.request(session -> add(session, item, 1));
            TestEngine.Browser there = older.browser();
            browser.tokens().forEach(there::present);
            there.signIn("ada").request(UserSession::names);
            answer = Decision.keepGuest();
        }
        assertThat(cart()).isEqualTo(Map.of("mug", 1));
        assertThat(carry(id())).containsExactly("cart");
        assertThat(cart()).isEqualTo(Map.of("tea", 1, "jam", 1, "mug", 1));
    }

    @Test
    void oldCookieOfTheGuest_showsNothingOfIt_toNobody() {
        answer = Decision.keepAccount();
        TestEngine.Browser browser = engine.browser();
        browser.request(session -> add(session, "tea", 1));
        List<GuestToken> tokens = browser.tokens();
        browser.signIn("ada").request(UserSession::names);
        TestEngine.Browser again = engine.browser();
        tokens.forEach(again::present);
        again.request(session -> {
            assertThat(session.names()).isEmpty();
            session.put("note", "of whoever has the cookie");
        });
        again.signIn("eve").request(session -> assertThat(session.setAside()).isEmpty());
        assertThat(setAside().get(0).guestValue(CART)).contains(Map.of("tea", 1));
    }
}
