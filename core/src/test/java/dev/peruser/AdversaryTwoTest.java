package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.MergeReport.GuestPart;
import dev.peruser.SignInPolicy.Decision;
import dev.peruser.store.InMemorySessionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

/** What carry, drop and undo make must be what the sign-in would have made. */
class AdversaryTwoTest {
    record Line(int id, int quantity, String note) {}

    static final Attribute<List<Line>> LINES = Attribute.builder("lines", new TypeReference<List<Line>>() {})
            .itemIdentity("id").counts("quantity").build();
    static final Attribute<Integer> MAX = Attribute.builder("max", Integer.class).mergeBy(Merger.maximum()).build();
    static final Attribute<Integer> COUNT = Attribute.builder("count", Integer.class).counter().build();
    static final Attribute<Set<String>> UNION = Attribute.builder("union", new TypeReference<Set<String>>() {}).mergeBy(Merger.union()).build();
    static final Attribute<String> CUSTOM = Attribute.builder("custom", String.class).mergeBy((u, g) -> u + "+" + g).build();
    static final Attribute<Map<String, Integer>> PLAIN = Attribute.builder("plain", new TypeReference<Map<String, Integer>>() {}).build();

    static UnaryOperator<PerUser.Builder> all(MergeBehavior behavior, Decision decision) {
        return b -> b.attribute(LINES).attribute(MAX).attribute(COUNT).attribute(UNION).attribute(CUSTOM).attribute(PLAIN)
                .mergeBehavior(behavior).signInPolicy(s -> decision);
    }

    static String after(UnaryOperator<PerUser.Builder> options, String name, Object a, Object g, String how) {
        TestEngine e = new TestEngine(new InMemorySessionStore(), options);
        TestEngine.Browser ada = e.browser().signIn("ada");
        if (a != NONE) {
            ada.request(s -> put(s, name, a));
        }
        TestEngine.Browser br = e.browser();
        br.request(s -> put(s, name, g));
        br.signIn("ada").request(UserSession::names);
        String id = ada.ask(s -> s.takeMergeReport().map(MergeReport::undoId).orElse(""));
        for (String step : how.split(" ")) {
            ada.request(s -> {
                switch (step) {
                    case "carry" -> s.carrySetAside(id);
                    case "drop" -> s.dropSetAside(id);
                    case "undo" -> s.undoMerge(id);
                    case "undoAside" -> s.undoMerge(id, GuestPart.SET_ASIDE);
                    default -> {}
                }
            });
        }
        String text = ada.ask(s -> new TreeMap<>(s.asMap()).toString());
        String aside = ada.ask(s -> s.setAside().toString());
        return text + (how.endsWith("?") ? aside : "") ;
    }

    static final Object NONE = new Object();

    @SuppressWarnings("unchecked")
    static void put(UserSession s, String name, Object value) {
        switch (name) {
            case "lines" -> s.put(LINES, (List<Line>) value);
            case "max" -> s.put(MAX, (Integer) value);
            case "count" -> s.put(COUNT, (Integer) value);
            case "union" -> s.put(UNION, (Set<String>) value);
            case "custom" -> s.put(CUSTOM, (String) value);
            case "plain" -> s.put(PLAIN, (Map<String, Integer>) value);
            default -> s.put(name, value);
        }
    }

    private final List<String> wrong = new ArrayList<>();

    void same(String what, String expected, String was) {
        if (!expected.equals(was)) {
            wrong.add(what + ": expected " + expected + " was " + was);
        }
    }

    void pairs(MergeBehavior b, String name, List<Object> values) {
        for (Object a : values) {
            for (Object g : values) {
                if (g == NONE) {
                    continue;
                }
                String what = b + " " + name + " a=" + (a == NONE ? "none" : a) + " g=" + g;
                String merged = after(all(b, Decision.merge()), name, a, g, "");
                String account = a == NONE ? "{}" : after(all(b, Decision.keepAccount()), name, a, g, "");
                String guest = after(all(b, Decision.keepGuest()), name, NONE, g, "");
                same(what + " keepAccount", account, after(all(b, Decision.keepAccount()), name, a, g, ""));
                same(what + " keepGuest", guest, after(all(b, Decision.keepGuest()), name, a, g, ""));
                same(what + " keepAccount carry", merged, after(all(b, Decision.keepAccount()), name, a, g, "carry"));
                same(what + " keepAccount drop", account, after(all(b, Decision.keepAccount()), name, a, g, "drop"));
                same(what + " keepGuest carry", merged, after(all(b, Decision.keepGuest()), name, a, g, "carry"));
                same(what + " keepGuest drop", guest, after(all(b, Decision.keepGuest()), name, a, g, "drop"));
                same(what + " keepGuest undo", account, after(all(b, Decision.keepGuest()), name, a, g, "undo"));
                same(what + " keepGuest undoAside", account, after(all(b, Decision.keepGuest()), name, a, g, "undoAside"));
                same(what + " keepGuest undoAside carry", merged, after(all(b, Decision.keepGuest()), name, a, g, "undoAside carry"));
                same(what + " merge undoAside", account, after(all(b, Decision.merge()), name, a, g, "undoAside"));
                same(what + " merge undoAside carry", merged, after(all(b, Decision.merge()), name, a, g, "undoAside carry"));
                same(what + " merge undo", account, after(all(b, Decision.merge()), name, a, g, "undo"));
                same(what + " keepAccount carry undo", account, after(all(b, Decision.keepAccount()), name, a, g, "carry undo"));
                same(what + " keepGuest carry undo", account, after(all(b, Decision.keepGuest()), name, a, g, "carry undo"));
                same(what + " keepAccount carry undoAside drop", account, after(all(b, Decision.keepAccount()), name, a, g, "carry undoAside drop"));
                same(what + " keepGuest drop undo", "{}", after(all(b, Decision.keepGuest()), name, a, g, "drop undo").replace(a == NONE ? "" : "~", ""));
            }
        }
    }

    @Test
    void undeclared() {
        for (MergeBehavior b : List.of(MergeBehavior.RETAINMENT_PRECEDENT, MergeBehavior.LEFT_PRECEDENT,
                MergeBehavior.RIGHT_PRECEDENT, MergeBehavior.STORAGE_PRECEDENT)) {
            List<Object> values = new ArrayList<>(List.of(NONE, "s", List.of("l"), List.of(), Map.of("m", 1), Map.of()));
            values.add(null);
            pairs(b, "x", values);
        }
        wrong.stream().filter(x -> !x.contains(" undo:")).forEach(x -> System.out.println("WRONG " + x));
        wrong.stream().filter(x -> x.contains(" undo:")).limit(400).forEach(x -> System.out.println("UNDO " + x));
        assertThat(wrong).isEmpty();
    }

    @Test
    void declared() {
        MergeBehavior b = MergeBehavior.RETAINMENT_PRECEDENT;
        pairs(b, "lines", List.of(NONE, List.of(), List.of(new Line(1, 2, "a")), List.of(new Line(1, 3, "b"), new Line(2, 1, "c"))));
        pairs(b, "max", List.of(NONE, 0, 3, 5));
        pairs(b, "count", List.of(NONE, 0, 3, 5));
        pairs(b, "union", List.of(NONE, Set.of(), Set.of("a"), new LinkedHashSet<>(List.of("a", "b"))));
        pairs(b, "custom", List.of(NONE, "", "a", "b"));
        pairs(b, "plain", List.of(NONE, Map.of(), Map.of("a", 1), Map.of("a", 2)));
        wrong.forEach(x -> System.out.println("WRONG " + x));
        assertThat(wrong).isEmpty();
    }

    @Test
    void expiry() {
        Attribute<String> code = TestEngine.expiring("code", Duration.ofHours(10));
        for (Decision d : List.of(Decision.keepAccount(), Decision.keepGuest())) {
            TestEngine e = new TestEngine(new InMemorySessionStore(), b -> b.attribute(code).signInPolicy(s -> d));
            TestEngine.Browser ada = e.browser().signIn("ada");
            ada.request(s -> s.put(code, "a"));
            e.passes(Duration.ofHours(4));
            TestEngine.Browser br = e.browser();
            br.request(s -> s.put(code, "g"));
            br.signIn("ada").request(UserSession::names);
            String id = ada.ask(s -> s.setAside().get(0).id());
            System.out.println("EXP " + d + ada.<Object>ask(s -> s.get("code")) + ada.<Object>ask(UserSession::setAside));
            e.passes(Duration.ofHours(7)); // the account's is gone
            System.out.println("EXP " + d + ada.<Object>ask(s -> s.get("code")) + ada.<Object>ask(UserSession::setAside));
            System.out.println("EXP carried " + ada.<Object>ask(s -> s.carrySetAside(id)) + ada.<Object>ask(s -> s.get("code")));
            e.passes(Duration.ofHours(4));
            System.out.println("EXP " + d + ada.<Object>ask(s -> s.get("code")) + ada.<Object>ask(UserSession::setAside));
        }
    }

    @Test
    void keepGuest_conflictBetweenClaimAndAbsorb() {
        InMemorySessionStore own = new InMemorySessionStore();
        UnaryOperator<PerUser.Builder> policy = b -> b.signInPolicy(s -> Decision.keepGuest());
        TestEngine other = new TestEngine(own, policy);
        other.browser().signIn("ada").request(s -> s.put("cart", "a"));
        FaultyStore store = new FaultyStore(own);
        TestEngine e = new TestEngine(store, policy);
        TestEngine.Browser br = e.browser();
        br.request(s -> {
            s.put("name", "G");
            s.put("cart", "g");
        });
        Visit open = other.browser().signIn("ada").begin();
        open.session().put("name", "Ada");
        store.calls = 0;
        store.before(4, open::commit);
        br.signIn("ada").request(UserSession::names);
        open.end();
        TestEngine.Browser ada = other.browser().signIn("ada");
        System.out.println("K " + store.trace + ada.<Object>ask(s -> Map.copyOf(s.asMap())) + ada.<Object>ask(UserSession::setAside)
                + ada.<Object>ask(s -> s.takeMergeReport()));
        assertThat(ada.<Object>ask(s -> s.get("name").orElseThrow().toString())).isEqualTo("G");
    }

    @Test
    void mapsThatReplace_keepTheAccountsOfWhatIsAside() {
        MergeBehavior replace = MergeBehavior.builder("replace").on(MergeBehavior.Kind.MAP, MergeBehavior.Kind.MAP, MergeBehavior.Cell.right()).build();
        TestEngine e = new TestEngine(new InMemorySessionStore(), b -> b.mergeBehavior(replace).signInPolicy(s -> Decision.keepAccount().about("cart")));
        TestEngine.Browser ada = e.browser().signIn("ada");
        ada.request(s -> s.put("cart", "a"));
        TestEngine.Browser br = e.browser();
        br.request(s -> {
            s.put("cart", "g");
            s.put("coupon", "X");
        });
        br.signIn("ada").request(UserSession::names);
        System.out.println("REPL " + ada.<Object>ask(s -> Map.copyOf(s.asMap())) + ada.<Object>ask(UserSession::setAside) + ada.<Object>ask(s -> s.takeMergeReport()));
        assertThat(ada.<Object>ask(s -> s.names().contains("cart"))).isEqualTo(true);
    }

    @Test
    void carryTooLarge_changesNothing() {
        TestEngine own = new TestEngine(new InMemorySessionStore(), b -> b.limits(
                        Limits.DEFAULT.withSessionBytes(1500).withAttributeBytes(1200))
                .signInPolicy(s -> Decision.keepAccount()));
        TestEngine.Browser ada = own.browser().signIn("ada");
        ada.request(s -> s.put("filler", "x".repeat(1000)));
        TestEngine.Browser br = own.browser();
        br.request(s -> s.put("cart", "y".repeat(700)));
        br.signIn("ada").request(UserSession::names);
        String id = ada.ask(s -> s.setAside().get(0).id());
        ada.request(s -> org.assertj.core.api.Assertions.assertThatExceptionOfType(SessionLimitException.class)
                .isThrownBy(() -> s.carrySetAside(id)));
        assertThat(ada.<Object>ask(s -> s.setAside().get(0).ofGuest().containsKey("cart"))).isEqualTo(true);
        assertThat(ada.<Object>ask(s -> s.names().size())).isEqualTo(1);
    }

    @Test
    void joinedAndErased_leavesNothing() {
        InMemorySessionStore own = new InMemorySessionStore();
        TestEngine e = new TestEngine(own, b -> b.signInPolicy(s -> Decision.keepAccount()));
        TestEngine.Browser br = e.browser();
        br.request(s -> s.put("cart", "secret"));
        GuestToken t = br.tokens().get(0);
        br.signIn("ada").request(UserSession::names);
        e.perUser.absorb(UserId.of("ada"), UserId.of("eve"));
        e.perUser.erase(UserId.of("eve"));
        System.out.println("ERASE " + own.load(t.key(), dev.peruser.store.Deadline.after(Duration.ofSeconds(1))).map(x -> x.attributes().keySet()));
    }

    @Test
    void hiddenAndMerged_policyIsAsked_andSeveralTokens() {
        TestEngine e = new TestEngine(new InMemorySessionStore(), b -> b.hideGuestData().signInPolicy(s -> Decision.keepAccount()));
        TestEngine.Browser one = e.browser();
        one.request(s -> s.put("a", 1));
        TestEngine.Browser two = e.browser();
        two.request(s -> s.put("a", 2));
        two.tokens().forEach(one::present);
        one.signIn("ada").request(s -> {
            assertThat(s.names()).isEmpty();
            assertThat(s.mergeGuest()).isTrue();
            assertThat(s.names()).isEmpty();
            System.out.println("HIDE " + s.setAside());
        });
    }
}
