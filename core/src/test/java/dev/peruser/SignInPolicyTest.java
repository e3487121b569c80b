package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.MergeReport.Outcome;
import dev.peruser.SignInPolicy.Decision;
import dev.peruser.SignInPolicy.SignIn;
import dev.peruser.store.InMemorySessionStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a policy is asked at a sign-in, and what becomes of its answer. */
class SignInPolicyTest extends SetAsideFixture {

    @BeforeEach
    void adaHasACart() {
        phone.request(session -> {
            add(session, "tea", 1);
            session.put(THEME, "dark");
            session.put("name", "Ada");
        });
    }

    private void guestSignsIn() {
        signInAfter(session -> {
            add(session, "tea", 2);
            add(session, "mug", 1);
            session.put("coupon", "X");
        });
    }

    @Test
    void itIsAsked_oncePerGuest_andKnowsWhatBothHave() {
        guestSignsIn();
        assertThat(asked)
                .containsExactly(
                        new SignIn(Optional.empty(), Set.of("cart", "theme", "name"), Set.of("cart", "coupon")));
        assertThat(asked.get(0).inBoth()).containsExactly("cart");
        laptop.request(UserSession::names);
        signInAfter(session -> session.put("seen", 1));
        assertThat(asked).hasSize(2);
    }

    @Test
    void itIsNotAsked_ifThereIsNothingToMerge_orNobodySignsIn() {
        engine.browser().signIn("ada").request(session -> session.put("a", 1));
        signInAfter(session -> session.put("__token", 1));
        engine.browser().request(session -> session.put("a", 1));
        engine.perUser.absorb(UserId.of("ada"), UserId.of("eve"));
        assertThat(asked).isEmpty();
    }

    @Test
    void merge_isWhatHappensWithoutAPolicy() {
        guestSignsIn();
        assertThat(cart()).isEqualTo(Map.of("tea", 3, "mug", 1));
        assertThat(setAside()).isEmpty();
    }

    @Test
    void keepAccount_leavesItAsItIs_andSetsTheGuestsAside() {
        Map<String, Object> before = adas();
        answer = Decision.keepAccount();
        guestSignsIn();
        assertThat(adas()).isEqualTo(before);
        assertThat(setAside()).singleElement().satisfies(aside -> {
            assertThat(aside.ofGuest()).isEqualTo(Map.of("cart", Map.of("tea", 2, "mug", 1), "coupon", "X"));
            assertThat(aside.guestValue(CART)).contains(Map.of("tea", 2, "mug", 1));
            assertThat(aside.ofAccount()).isEmpty();
            assertThat(aside.isUndecided()).isFalse();
            assertThat(aside.at()).isEqualTo(engine.now());
            assertThat(aside.expiresAt()).isAfter(engine.now());
        });
        assertThat(report()).containsExactlyInAnyOrder("cart SET_ASIDE", "coupon SET_ASIDE");
    }

    private List<String> report() {
        return laptop.ask(session -> session.takeMergeReport().orElseThrow().entries().stream()
                .map(entry -> entry.attribute() + " " + entry.outcome())
                .toList());
    }

    @Test
    void keepGuest_showsTheGuests_ofWhatBothHave_andSetsTheAccountsAside() {
        answer = Decision.keepGuest();
        guestSignsIn();
        assertThat(adas())
                .isEqualTo(Map.of("cart", Map.of("tea", 2, "mug", 1), "theme", "dark", "name", "Ada", "coupon", "X"));
        assertThat(setAside()).singleElement().satisfies(aside -> {
            assertThat(aside.ofGuest()).isEmpty();
            assertThat(aside.accountValue(CART)).contains(Map.of("tea", 1));
        });
        MergeReport report = laptop.ask(session -> session.takeMergeReport().orElseThrow());
        assertThat(report.entry("cart")).hasValueSatisfying(entry -> {
            assertThat(entry.outcome()).isEqualTo(Outcome.REPLACED);
            assertThat(entry.userValue()).contains(Map.of("tea", 1));
        });
    }

    @Test
    void decideLater_isAsKeepAccount_andSaysThatTheQuestionIsOpen() {
        answer = Decision.decideLater();
        guestSignsIn();
        assertThat(cart()).isEqualTo(Map.of("tea", 1));
        assertThat(setAside())
                .singleElement()
                .satisfies(aside -> assertThat(aside.isUndecided()).isTrue());
    }

    @Test
    void aboutSomeAttributes_theOthersAreMerged() {
        answer = Decision.decideLater().about("cart", "nothing");
        guestSignsIn();
        assertThat(adas()).containsEntry("coupon", "X").containsEntry("cart", Map.of("tea", 1));
        assertThat(setAside())
                .singleElement()
                .satisfies(aside -> assertThat(aside.ofGuest()).containsOnlyKeys("cart"));

        answer = Decision.keepGuest().about("name");
        guestSignsIn();
        assertThat(cart()).isEqualTo(Map.of("tea", 3, "mug", 1));
        assertThat(setAside()).hasSize(1);
    }

    @Test
    void placeOfTheSignIn_isTheVisits() {
        TestEngine.Browser browser = engine.browser();
        browser.request(session -> session.put("a", 1));
        Visit visit = engine.perUser
                .newVisit(() -> Visitor.user(UserId.of("ada")))
                .presenting(browser.tokens())
                .signInPlace(() -> "/checkout/pay")
                .begin();
        visit.session().names();
        visit.end();
        assertThat(asked).singleElement().satisfies(signIn -> {
            assertThat(signIn.isAt("/checkout")).isTrue();
            assertThat(signIn.isAt("/checkout/")).isTrue();
            assertThat(signIn.isAt("/checkout/pay")).isTrue();
            assertThat(signIn.isAt("/check")).isFalse();
        });
    }

    @Test
    void policyThatThrows_letsTheSignInThrough_losesNothing_andIsAskedAgain() {
        AtomicInteger calls = new AtomicInteger();
        InMemorySessionStore store = new InMemorySessionStore();
        for (RuntimeException thrown : List.of(new IllegalStateException("on purpose"), new NullPointerException())) {
            calls.set(0);
            TestEngine own = new TestEngine(
                    store,
                    builder -> builder.signInPolicy(signIn -> {
                        if (calls.incrementAndGet() == 1) {
                            throw thrown;
                        }
                        return Decision.merge();
                    }));
            TestEngine.Browser browser = own.browser();
            browser.request(session -> session.list("seen").add("tea"));
            browser.signIn("ada").request(session -> session.list("seen").add("mug"));
            assertThat(calls).hasValue(1);
            TestEngine later = new TestEngine(store);
            Visit next = later.perUser.visit(() -> Visitor.user(UserId.of("ada")), browser.tokens());
            assertThat(next.session().list("seen")).contains("tea", "mug");
            next.end();
        }
    }

    @Test
    void policyThatReturnsNull_countsAsOneThatThrows() {
        TestEngine own = new TestEngine(builder -> builder.signInPolicy(signIn -> null));
        TestEngine.Browser browser = own.browser();
        browser.request(session -> session.put("a", 1));
        browser.signIn("ada").request(session -> assertThat(session.names()).isEmpty());
        assertThat(browser.tokens()).hasSize(1);
    }
}
