package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.peruser.MergeReport.GuestPart;
import dev.peruser.SignInPolicy.Decision;
import dev.peruser.store.InMemorySessionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AdversaryOneTest extends SetAsideFixture {

    private Set<String> carry(String id, String... names) {
        return phone.ask(session -> session.carrySetAside(id, names));
    }

    private Set<String> drop(String id, String... names) {
        return phone.ask(session -> session.dropSetAside(id, names));
    }

    private String undoId() {
        return laptop.ask(session -> session.takeMergeReport().orElseThrow().undoId());
    }

    @Test
    void a1_duplicateNames_fromARequest() {
        answer = Decision.keepAccount();
        signInAfter(s -> add(s, "tea", 1));
        String id = id();
        assertThatCode(() -> carry(id, "x", "x")).doesNotThrowAnyException();
        assertThatCode(() -> drop(id, "x", "x")).doesNotThrowAnyException();
    }

    @Test
    void a2_aboutTwice() {
        assertThatCode(() -> Decision.keepGuest().about("a", "a")).doesNotThrowAnyException();
    }

    @Test
    void a3_aboutNone_isNotAboutAll() {
        TestEngine own = new TestEngine(new InMemorySessionStore(), b -> b.signInPolicy(
                s -> Decision.keepAccount().about(s.inBoth().toArray(String[]::new))));
        TestEngine.Browser br = own.browser();
        br.request(s -> s.put("a", 1));
        br.signIn("ada").request(s -> assertThat(s.names()).containsExactly("a"));
    }

    @Test
    void b1_undoOfKeepGuest_whereTheGuestsIsEmpty_bringsTheAccountsBack() {
        phone.request(s -> add(s, "tea", 1));
        answer = Decision.keepGuest();
        signInAfter(s -> s.put(CART, new LinkedHashMap<>()));
        assertThat(cart()).isEmpty();
        String undo = undoId();
        MergeReport.Undo done = phone.ask(s -> s.undoMerge(undo));
        assertThat(cart()).as(done.toString()).isEqualTo(Map.of("tea", 1));
    }

    @Test
    void b2_undoOfKeepGuest_twoGuests_first() {
        phone.request(s -> add(s, "tea", 1));
        signInAfter(s -> add(s, "tea", 2));
        String first = undoId();
        answer = Decision.keepGuest();
        signInAfter(s -> add(s, "tea", 5));
        assertThat(cart()).isEqualTo(Map.of("tea", 5));
        MergeReport.Undo undone = phone.ask(s -> s.undoMerge(first));
        assertThat(cart()).as(undone + " " + setAside().get(0).ofAccount()).isEqualTo(Map.of("tea", 5));
    }

    @Test
    void b3_lateChangeOfTheFirstGuest_isNotShown_onceTheAccountsIsAside() {
        phone.request(s -> add(s, "tea", 1));
        TestEngine.Browser browser = engine.browser();
        browser.request(s -> add(s, "mug", 1));
        Visit late = engine.browser().present(browser.tokens().get(0)).begin();
        add(late.session(), "mug", 1);
        browser.signIn("ada").request(UserSession::names);
        answer = Decision.keepGuest();
        signInAfter(s -> add(s, "jam", 5));
        assertThat(cart()).isEqualTo(Map.of("jam", 5));
        try {
            late.commit();
            late.end();
        } catch (ConflictException refused) {
            assertThat(refused).isNotNull();
        }
        assertThat(cart()).as("aside " + setAside().get(0).ofAccount()).isEqualTo(Map.of("jam", 5));
    }

    @Test
    void b4_dropTheAccounts_afterUndoOfFirst_losesOfTheSecond() {
        phone.request(s -> add(s, "tea", 1));
        signInAfter(s -> add(s, "tea", 2));
        String first = undoId();
        answer = Decision.keepGuest();
        signInAfter(s -> add(s, "tea", 5));
        phone.request(s -> s.undoMerge(first));
        drop(id());
        assertThat(cart()).isEqualTo(Map.of("tea", 5));
    }

    @Test
    void c1_at_isTheSignIns() {
        answer = Decision.keepAccount();
        signInAfter(s -> {
            add(s, "tea", 1);
            s.put("coupon", "X");
        });
        var at = engine.now();
        engine.passes(Duration.ofHours(1));
        carry(id(), "cart");
        assertThat(setAside().get(0).at()).isEqualTo(at);
    }

    @Test
    void c2_loserOfTwoCarries_saysNothing() {
        answer = Decision.keepAccount();
        for (int call = 0; call < 8; call++) {
            signInAfter(s -> s.update(SCORE, x -> x + 10));
            String id = id();
            FaultyStore store = new FaultyStore(shared);
            List<Set<String>> all = new ArrayList<>();
            store.before(call, () -> all.add(carry(id)));
            declaring(store).browser().signIn("ada").request(s -> all.add(s.carrySetAside(id)));
            if (all.size() < 2) {
                continue;
            }
            assertThat(all.get(0).size() + all.get(1).size()).as("call " + call + all).isEqualTo(1);
        }
    }

    @Test
    void c3_expiredIsNotCarried() {
        Attribute<String> code = TestEngine.expiring("code", Duration.ofHours(1));
        TestEngine own = new TestEngine(new InMemorySessionStore(),
                b -> b.attribute(code).signInPolicy(s -> Decision.keepAccount()));
        TestEngine.Browser br = own.browser();
        br.request(s -> {
            s.put(code, "c");
            s.put("b", 1);
        });
        br.signIn("ada").request(UserSession::names);
        String id = br.ask(s -> s.setAside().get(0).id());
        own.passes(Duration.ofHours(2));
        assertThat(br.<Set<String>>ask(s -> s.setAside().get(0).ofGuest().keySet())).containsExactly("b");
        assertThat(br.<Set<String>>ask(s -> s.carrySetAside(id))).containsExactly("b");
    }

    @Test
    void d1_engineWithoutDeclaration_drops() {
        answer = Decision.keepAccount();
        signInAfter(s -> add(s, "tea", 1));
        String id = id();
        TestEngine old = new TestEngine(shared);
        TestEngine.Browser b = old.browser().signIn("ada");
        assertThat(b.<Set<String>>ask(s -> s.carrySetAside(id))).isEmpty();
        assertThat(b.<Set<String>>ask(s -> s.dropSetAside(id))).containsExactly("cart");
    }

    @Test
    void d2_engineWithoutDeclaration_dropsTheAccounts() {
        phone.request(s -> add(s, "tea", 2));
        answer = Decision.keepGuest();
        signInAfter(s -> add(s, "tea", 1));
        String id = id();
        TestEngine old = new TestEngine(shared);
        TestEngine.Browser b = old.browser().signIn("ada");
        assertThat(b.<Set<String>>ask(s -> s.carrySetAside(id))).isEmpty();
        assertThat(b.<Set<String>>ask(s -> s.dropSetAside(id))).containsExactly("cart");
        assertThat(cart()).isEqualTo(Map.of("tea", 1));
    }

    @Test
    void d3_undecidedOfTheAccount_keepGuest_onEngineWithoutDeclaration() {
        phone.request(s -> add(s, "tea", 1));
        TestEngine old = new TestEngine(shared, b -> b.signInPolicy(s -> answer));
        for (String item : List.of("jam", "mug")) {
            TestEngine.Browser g = engine.browser();
            g.request(s -> add(s, item, 1));
            TestEngine.Browser there = old.browser();
            g.tokens().forEach(there::present);
            there.signIn("ada").request(UserSession::names);
            answer = Decision.keepGuest();
        }
        assertThat(cart()).as(String.valueOf(setAside())).isEqualTo(Map.of("mug", 1));
        System.out.println("D3 aside " + setAside().get(0).ofAccount());
        assertThat(carry(id())).containsExactly("cart");
        assertThat(cart()).isEqualTo(Map.of("tea", 1, "jam", 1, "mug", 1));
    }

    @Test
    void e1_join_keepsWhatWasSetAside() {
        answer = Decision.keepAccount();
        signInAfter(s -> add(s, "tea", 1));
        engine.perUser.absorb(UserId.of("ada"), UserId.of("eve"));
        TestEngine.Browser eve = engine.browser().signIn("eve");
        System.out.println("E1 " + phone.<Object>ask(UserSession::setAside) + eve.<Object>ask(UserSession::setAside));
        System.out.println("E1 export " + engine.perUser.export(UserId.of("eve")).toJson().contains("tea"));
        assertThat(eve.<Object>ask(s -> s.setAside().size())).isEqualTo(1);
    }

    @Test
    void e2_join_keepGuest() {
        phone.request(s -> add(s, "tea", 1));
        answer = Decision.keepGuest();
        signInAfter(s -> add(s, "tea", 5));
        engine.perUser.absorb(UserId.of("ada"), UserId.of("eve"));
        TestEngine.Browser eve = engine.browser().signIn("eve");
        assertThat(eve.<Object>ask(s -> s.get(CART))).isEqualTo(Map.of("tea", 5));
        assertThat(eve.<Object>ask(s -> s.setAside().size())).isEqualTo(1);
    }

    @Test
    void f1_limits_keepGuest_tooLarge() {
        TestEngine own = new TestEngine(new InMemorySessionStore(), b -> b.limits(
                        Limits.DEFAULT.withSessionBytes(1500).withAttributeBytes(1200))
                .signInPolicy(s -> Decision.keepGuest()));
        TestEngine.Browser ada = own.browser().signIn("ada");
        ada.request(s -> {
            s.put("filler", "x".repeat(1000));
            s.put("cart", "small");
        });
        TestEngine.Browser br = own.browser();
        br.request(s -> s.put("cart", "y".repeat(700)));
        br.signIn("ada").request(UserSession::names);
        MergeReport report = ada.ask(s -> s.takeMergeReport().orElseThrow());
        System.out.println("F1 " + report + ada.ask(UserSession::names) + ada.<Object>ask(UserSession::setAside));
        assertThat(ada.ask(UserSession::names)).as(report.toString()).contains("cart");
    }

    @Test
    void f2_sessionMergerThatTakesTheGuests_keepsTheAccounts() {
        SessionMerger guests = (user, guest) -> guest;
        TestEngine own = new TestEngine(new InMemorySessionStore(), b -> b.sessionMerger(guests)
                .signInPolicy(s -> Decision.keepAccount().about("cart")));
        TestEngine.Browser ada = own.browser().signIn("ada");
        ada.request(s -> s.put("cart", "a"));
        TestEngine.Browser br = own.browser();
        br.request(s -> {
            s.put("cart", "g");
            s.put("coupon", "X");
        });
        br.signIn("ada").request(UserSession::names);
        assertThat(String.valueOf(ada.<Object>ask(s -> s.get("cart")))).isEqualTo("Optional[" + "a" + "]");
    }

    @Test
    void f3_sessionMergerThatTakesTheUsers_keepGuest() {
        SessionMerger users = (user, guest) -> user;
        TestEngine own = new TestEngine(new InMemorySessionStore(), b -> b.sessionMerger(users)
                .signInPolicy(s -> Decision.keepGuest()));
        TestEngine.Browser ada = own.browser().signIn("ada");
        ada.request(s -> s.put("cart", "a"));
        TestEngine.Browser br = own.browser();
        br.request(s -> s.put("cart", "g"));
        br.signIn("ada").request(UserSession::names);
        System.out.println("F3 " + ada.<Object>ask(s -> s.takeMergeReport()));
        assertThat(String.valueOf(ada.<Object>ask(s -> s.get("cart")))).isEqualTo("Optional[" + "g" + "]");
    }

    @Test
    void g1_undoOfTypeConflict() {
        for (Decision d : List.of(Decision.merge(), Decision.keepGuest())) {
            for (Object value : List.of(Map.of("x", 1), List.of("l"))) {
                TestEngine own = new TestEngine(new InMemorySessionStore(), b -> b.signInPolicy(s -> d));
                TestEngine.Browser ada = own.browser().signIn("ada");
                ada.request(s -> s.put("name", "Ada"));
                TestEngine.Browser br = own.browser();
                br.request(s -> s.put("name", value));
                br.signIn("ada").request(UserSession::names);
                String id = ada.ask(s -> s.takeMergeReport().orElseThrow().undoId());
                ada.request(s -> s.undoMerge(id));
                System.out.println("G1 " + d + value + ada.<Object>ask(s -> s.get("name")));
            }
        }
    }

    @Test
    void g2_carry_whereTheAccountChangedSince() {
        phone.request(s -> s.put("name", "Ada"));
        answer = Decision.keepAccount();
        signInAfter(s -> s.put("name", "G"));
        phone.request(s -> s.put("name", "Ada2"));
        System.out.println("G2 " + carry(id()) + adas() + setAside());
    }

    @Test
    void g3_keepGuest_whereTheAccountGetsMore_betweenClaimAndAbsorb() {
        answer = Decision.keepGuest();
        for (int call = 0; call < 8; call++) {
            InMemorySessionStore own = new InMemorySessionStore();
            declaring(own).browser().signIn("ada").request(s -> s.put("cart2", "a"));
            FaultyStore store = new FaultyStore(own);
            TestEngine e = declaring(store);
            TestEngine.Browser br = e.browser();
            br.request(s -> {
                s.put("name", "G");
                s.put("cart2", "g");
            });
            store.calls = 0;
            store.before(call, () -> declaring(own).browser().signIn("ada").request(s -> s.put("name", "Ada")));
            br.signIn("ada").request(UserSession::names);
            TestEngine.Browser ada = declaring(own).browser().signIn("ada");
            System.out.println("G3 " + call + ada.<Object>ask(s -> Map.copyOf(s.asMap())) + ada.<Object>ask(UserSession::setAside));
        }
    }

    @Test
    void h1_laterSetAside_didNotMeet() {
        phone.request(s -> s.put(THEME, "dark"));
        answer = Decision.keepAccount();
        signInAfter(s -> s.put(THEME, "light"));
        String first = id();
        signInAfter(s -> s.put(THEME, "blue"));
        assertThat(carry(first)).containsExactly("theme");
    }

    @Test
    void h2_presentingTheOldToken_asAGuest() {
        answer = Decision.keepAccount();
        TestEngine.Browser br = engine.browser();
        br.request(s -> add(s, "tea", 1));
        List<GuestToken> tokens = br.tokens();
        br.signIn("ada").request(UserSession::names);
        TestEngine.Browser again = engine.browser();
        tokens.forEach(again::present);
        again.request(s -> {
            assertThat(s.names()).isEmpty();
            s.put("x", 1);
        });
        assertThat(setAside()).hasSize(1);
        again.signIn("eve").request(s -> assertThat(s.setAside()).doesNotHaveToString("tea"));
        System.out.println("H2 " + engine.browser().signIn("eve").<Object>ask(UserSession::setAside) + setAside());
        assertThat(setAside().get(0).guestValue(CART)).contains(Map.of("tea", 1));
    }
}
