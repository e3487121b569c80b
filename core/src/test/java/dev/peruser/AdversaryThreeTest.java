package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.MergeReport.GuestPart;
import dev.peruser.SignInPolicy.Decision;
import dev.peruser.store.InMemorySessionStore;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import dev.peruser.store.Deadline;
import org.junit.jupiter.api.Test;

class AdversaryThreeTest extends SetAsideFixture {

    /** Each step killed at each call; then the same again by another engine; nothing lost, nothing twice. */
    @Test
    void steps_killedAnywhere() {
        Map<String, BiConsumer<UserSession, String>> steps = new LinkedHashMap<>();
        steps.put("drop", (s, id) -> s.dropSetAside(id));
        steps.put("carry", (s, id) -> s.carrySetAside(id));
        steps.put("undo", (s, id) -> s.undoMerge(id));
        steps.put("undoAside", (s, id) -> s.undoMerge(id, GuestPart.SET_ASIDE));
        for (Decision d : List.of(Decision.keepGuest(), Decision.keepAccount(), Decision.merge())) {
            steps.forEach((name, step) -> {
                String expected = null;
                for (int call = -1; call < 12; call++) {
                    InMemorySessionStore own = new InMemorySessionStore();
                    answer = d;
                    TestEngine e = declaring(own);
                    TestEngine.Browser ada = e.browser().signIn("ada");
                    ada.request(s -> add(s, "tea", 1));
                    TestEngine.Browser g = e.browser();
                    g.request(s -> add(s, "tea", 10));
                    g.signIn("ada").request(UserSession::names);
                    ada.request(s -> add(s, "tea", 100));
                    String id = ada.ask(s -> s.takeMergeReport().orElseThrow().undoId());
                    if (call >= 0) {
                        FaultyStore doomed = new FaultyStore(own).crashAt(call, call % 2 == 0);
                        try {
                            declaring(doomed).browser().signIn("ada").request(s -> step.accept(s, id));
                        } catch (StoreException | ConflictException killed) {
                            assertThat(killed).isNotNull();
                        }
                    }
                    ada.request(s -> add(s, "tea", 1000));
                    ada.request(s -> step.accept(s, id));
                    String was = ada.ask(s -> s.get(CART) + " " + s.setAside().stream()
                            .map(a -> a.ofGuest() + "" + a.ofAccount()).toList());
                    if (expected == null) {
                        expected = was;
                        System.out.println("KILL " + d + " " + name + " " + was);
                    } else {
                        assertThat(was).as(d + name + call).isEqualTo(expected);
                    }
                }
            });
        }
    }

    @Test
    void signIn_killed_finishedByAnEngineWithoutPolicyOrWithAnother() {
        for (Decision d : List.of(Decision.keepGuest(), Decision.keepAccount(), Decision.decideLater().about("cart"))) {
            for (Decision other : new Decision[] {Decision.merge(), Decision.keepAccount(), Decision.keepGuest()}) {
                for (int call = 0; call < 8; call++) {
                    for (boolean isAfter : List.of(true, false)) {
                        InMemorySessionStore own = new InMemorySessionStore();
                        FaultyStore doomed = new FaultyStore(own);
                        answer = d;
                        TestEngine dying = declaring(doomed);
                        declaring(own).browser().signIn("ada").request(s -> add(s, "tea", 1));
                        TestEngine.Browser g = dying.browser();
                        g.request(s -> add(s, "tea", 10));
                        List<GuestToken> tokens = g.tokens();
                        doomed.crashAfter(call, isAfter);
                        try {
                            g.signIn("ada").request(UserSession::names);
                        } catch (StoreException | ConflictException killed) {
                            assertThat(killed).isNotNull();
                        }
                        answer = other;
                        TestEngine.Browser next = declaring(own).browser().signIn("ada");
                        tokens.forEach(next::present);
                        next.request(s -> add(s, "tea", 100));
                        next.request(UserSession::names);
                        int visible = next.ask(s -> s.get(CART).get("tea"));
                        int aside = next.ask(s -> s.setAside().stream().mapToInt(a -> a.guestValue(CART).orElse(Map.of("tea", 0)).get("tea")
                                + a.accountValue(CART).orElse(Map.of("tea", 0)).get("tea")).sum());
                        assertThat(visible + aside).as(d + " " + other + call + isAfter).isEqualTo(111);
                        if (call > 5) {
                            assertThat(visible).isEqualTo(d.kind() == Decision.Kind.KEEP_GUEST ? 110 : 101);
                        }
                    }
                }
            }
        }
    }

    @Test
    void twoGuests_everyPairOfDecisions_carriedInEitherOrder_addUp() {
        List<Decision> all = List.of(Decision.merge(), Decision.keepAccount(), Decision.keepGuest());
        for (Decision one : all) {
            for (Decision two : all) {
                for (boolean isReversed : List.of(false, true)) {
                    InMemorySessionStore own = new InMemorySessionStore();
                    TestEngine e = declaring(own);
                    TestEngine.Browser ada = e.browser().signIn("ada");
                    ada.request(s -> add(s, "tea", 1));
                    for (int i = 0; i < 2; i++) {
                        answer = i == 0 ? one : two;
                        int n = i == 0 ? 10 : 100;
                        TestEngine.Browser g = e.browser();
                        g.request(s -> add(s, "tea", n));
                        g.signIn("ada").request(UserSession::names);
                    }
                    ada.request(s -> add(s, "tea", 1000));
                    List<String> ids = new java.util.ArrayList<>(ada.ask(s -> s.setAside().stream().map(MergeReport.SetAside::id).toList()));
                    if (isReversed) {
                        java.util.Collections.reverse(ids);
                    }
                    ids.forEach(id -> ada.request(s -> s.carrySetAside(id)));
                    assertThat(ada.<Object>ask(s -> s.get(CART).get("tea"))).as(one + " " + two + isReversed).isEqualTo(1111);
                }
            }
        }
    }

    @Test
    void secondKeepsGuests_firstIsUndone_listedAsUndone() {
        phone.request(s -> s.put("x", List.of("a")));
        signInAfter(s -> s.put("x", List.of("b")));
        String first = laptop.ask(s -> s.takeMergeReport().orElseThrow().undoId());
        answer = Decision.keepGuest();
        signInAfter(s -> s.put("x", List.of("c")));
        System.out.println("UND " + phone.<Object>ask(s -> s.undoMerge(first)) + adas() + setAside().get(0).ofAccount());
        assertThat(setAside().get(0).ofAccount().toString()).doesNotContain("b");
    }

    @Test
    void joinedAndErased_ordinaryMerge() {
        TestEngine.Browser br = engine.browser();
        br.request(s -> s.put("cart2", "secret"));
        GuestToken t = br.tokens().get(0);
        br.signIn("ada").request(UserSession::names);
        engine.perUser.absorb(UserId.of("ada"), UserId.of("eve"));
        engine.perUser.erase(UserId.of("eve"));
        System.out.println("ERASE2 " + shared.load(t.key(), Deadline.after(java.time.Duration.ofSeconds(1))).map(x -> x.attributes().keySet()));
        engine.perUser.erase(UserId.of("ada"));
        System.out.println("ERASE3 " + shared.load(t.key(), Deadline.after(java.time.Duration.ofSeconds(1))).map(x -> x.attributes().keySet()));
    }

    private static final class Row implements UserRecord.Versioned {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        long version;
        public Optional<Snapshot> loadSessionData(Deadline deadline) {
            return Optional.of(new Snapshot(data, version));
        }
        public boolean storeSessionData(Map<String, @Nullable Object> d, long expected, Deadline deadline) {
            if (version != expected) {
                return false;
            }
            data = d;
            version++;
            return true;
        }
    }

    @Test
    void userRecords() {
        Map<UserId, Row> rows = new HashMap<>();
        TestEngine e = new TestEngine(new InMemorySessionStore(), b -> b.attribute(CART).signInPolicy(s -> answer)
                .userRecords(u -> Optional.of(rows.computeIfAbsent(u, k -> new Row()))));
        TestEngine.Browser ada = e.browser().signIn("ada");
        ada.request(s -> add(s, "tea", 1));
        for (Decision d : List.of(Decision.keepAccount(), Decision.keepGuest())) {
            answer = d;
            TestEngine.Browser g = e.browser();
            g.request(s -> add(s, "mug", 1));
            g.signIn("ada").request(UserSession::names);
            String id = ada.ask(s -> s.setAside().get(0).id());
            Set<String> carried = ada.ask(s -> s.carrySetAside(id));
            assertThat(carried).containsExactly("cart");
        }
        assertThat(ada.<Object>ask(s -> s.get(CART))).isEqualTo(Map.of("tea", 1, "mug", 2));
    }
}
