package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.internal.codec.UserKeys;
import dev.peruser.store.Deadline;
import dev.peruser.store.SessionChange;
import dev.peruser.store.StoredSession;
import dev.peruser.store.UserKey;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

/** What becomes of values: of old and newer classes, changed in place, by two requests at once, counted, at sign-in. */
class ValuesTest {
    private final FaultyStore store = new FaultyStore();

    record P1(String name) {}

    record P2(String name, int visits) {}

    static final Attribute<P2> NEWER = Attribute.of("p", P2.class);

    private TestEngine engineAfterTheOlder() {
        Attribute<P1> older = Attribute.of("p", P1.class);
        new TestEngine(store, b -> b.attribute(older))
                .browser()
                .signIn("ada")
                .request(s -> s.put(older, new P1("Ada")));
        return new TestEngine(store, b -> b.attribute(NEWER));
    }

    @Test
    void changeOfAFieldThatOldDataLacks_isSaved() {
        TestEngine e = engineAfterTheOlder();
        e.browser().signIn("ada").request(s -> s.put(NEWER, new P2("Ada", 7)));
        e.browser().signIn("ada").request(s -> assertThat(s.get(NEWER)).isEqualTo(new P2("Ada", 7)));
    }

    @Test
    void updateOfAFieldThatOldDataLacks_isSaved() {
        TestEngine e = engineAfterTheOlder();
        e.browser().signIn("ada").request(s -> s.update(NEWER, p -> new P2(p.name(), p.visits() + 1)));
        e.browser().signIn("ada").request(s -> assertThat(s.get(NEWER)).isEqualTo(new P2("Ada", 1)));
    }

    static final Attribute<Set<String>> SET = Attribute.builder("set", new TypeReference<Set<String>>() {})
            .defaultValue(() -> new LinkedHashSet<>())
            .build();

    @Test
    void elementInTheSetsOfBothSides_isGoneAfterOneRemoval_afterSignIn() {
        TestEngine e = new TestEngine(store, b -> b.attribute(SET));
        e.browser().signIn("ada").request(s -> s.get(SET).add("a"));
        TestEngine.Browser g = e.browser();
        g.request(s -> s.get(SET).add("a"));
        g.signIn("ada").request(s -> {});
        g.request(s -> s.get(SET).remove("a"));
        g.request(s -> assertThat(s.get(SET)).isEmpty());
    }

    @Test
    void elementAddedToASetByTwoRequests_isGoneAfterOneRemoval() {
        TestEngine e = new TestEngine(store, b -> b.attribute(SET));
        TestEngine.Browser p = e.browser().signIn("ada");
        p.request(s -> s.get(SET).add("z"));
        Visit v = p.begin();
        v.session().get(SET).add("a");
        p.request(s -> s.get(SET).add("a"));
        v.commit();
        p.request(s -> s.get(SET).remove("a"));
        p.request(s -> assertThat(s.get(SET)).containsExactly("z"));
    }

    @Test
    void reorder_survivesAChangeOfAnotherPartOfTheAttribute() {
        TestEngine e = new TestEngine(store);
        TestEngine.Browser p = e.browser().signIn("ada");
        p.request(s -> s.put("m", new LinkedHashMap<>(Map.of("l", List.of("a", "b", "c"), "x", 1))));
        Visit v = p.begin();
        v.session().map("m").put("l", List.of("c", "b", "a"));
        p.request(s -> s.map("m").put("x", 2));
        v.commit();
        p.request(s -> assertThat(s.map("m").get("l")).isEqualTo(List.of("c", "b", "a")));
    }

    record Preferences(String theme, String coupon) {}

    @Test
    void fieldThatWasNull_isSetByOneRequest_whileAnotherChangesAnotherField() {
        Attribute<Preferences> preferences = Attribute.of("preferences", Preferences.class);
        TestEngine engine = new TestEngine(store, builder -> builder.attribute(preferences));
        TestEngine.Browser device = engine.browser().signIn("ada");
        device.request(session -> session.put(preferences, new Preferences("light", null)));
        Visit visit = device.begin();
        visit.session().put(preferences, new Preferences("dark", null));
        device.request(session -> session.put(preferences, new Preferences("light", "SPRING")));
        visit.commit();
        device.request(session -> assertThat(session.get(preferences)).isEqualTo(new Preferences("dark", "SPRING")));
    }

    @Test
    void elementPutInFrontOfAReorderedList_staysInFront_afterAConflict() {
        TestEngine engine = new TestEngine(store);
        TestEngine.Browser device = engine.browser().signIn("ada");
        device.request(session -> session.put("list", List.of("a", "b")));
        Visit visit = device.begin();
        visit.session().put("list", List.of("first", "b", "a"));
        device.request(session -> session.put("list", List.of("a", "b", "c")));
        visit.commit();
        device.request(session -> assertThat(session.list("list")).containsExactly("first", "b", "a", "c"));
    }

    @Test
    void putBetweenTwoUpdatesOfOneAttribute_holds_afterAConflict() {
        Attribute<Integer> count =
                Attribute.builder("count", Integer.class).defaultValue(0).build();
        TestEngine engine = new TestEngine(store, builder -> builder.attribute(count));
        TestEngine.Browser device = engine.browser().signIn("ada");
        Visit visit = device.begin();
        visit.session().update(count, number -> number + 1);
        device.request(session -> session.put("theirs", true));
        visit.session().put(count, 100);
        visit.session().update(count, number -> number + 1);
        visit.commit();
        device.request(session -> assertThat(session.get(count)).isEqualTo(101));
    }

    record L1(String sku) {}

    record L2(String sku, String note) {}

    @Test
    void reorderOfATypedListWithUnknownFields_isSaved() {
        Attribute<List<L1>> older =
                Attribute.builder("l", new TypeReference<List<L1>>() {}).build();
        Attribute<List<L2>> newer =
                Attribute.builder("l", new TypeReference<List<L2>>() {}).build();
        new TestEngine(store, b -> b.attribute(newer))
                .browser()
                .signIn("ada")
                .request(s -> s.put(newer, List.of(new L2("a", "n"), new L2("b", "m"))));
        TestEngine e = new TestEngine(store, b -> b.attribute(older));
        e.browser().signIn("ada").request(s -> s.put(older, List.of(new L1("b"), new L1("a"))));
        e.browser().signIn("ada").request(s -> assertThat(s.get(older)).containsExactly(new L1("b"), new L1("a")));
    }

    @Test
    void sessionMerger_keepsFieldsUnknownToThisVersion() {
        Attribute<P1> older = Attribute.of("p", P1.class);
        new TestEngine(store, b -> b.attribute(NEWER))
                .browser()
                .signIn("ada")
                .request(s -> s.put(NEWER, new P2("Ada", 5)));
        TestEngine e = new TestEngine(
                store,
                b -> b.attribute(older).sessionMerger((u, g) -> {
                    Map<String, Object> m = new LinkedHashMap<>(u);
                    g.forEach(m::putIfAbsent);
                    return m;
                }));
        TestEngine.Browser g = e.browser();
        g.request(s -> s.put("x", 1));
        g.signIn("ada").request(s -> {});
        new TestEngine(store, b -> b.attribute(NEWER))
                .browser()
                .signIn("ada")
                .request(s -> assertThat(s.get(NEWER)).isEqualTo(new P2("Ada", 5)));
    }

    @Test
    void sessionMerger_keepsTheOwnExpiry() {
        Attribute<String> flash = TestEngine.expiring("flash", Duration.ofMinutes(5));
        TestEngine e = new TestEngine(
                store,
                b -> b.attribute(flash).sessionMerger((u, g) -> {
                    Map<String, Object> m = new LinkedHashMap<>(u);
                    g.forEach(m::putIfAbsent);
                    return m;
                }));
        e.browser().signIn("ada").request(s -> s.put(flash, "hi"));
        TestEngine.Browser g = e.browser();
        g.request(s -> s.put("x", 1));
        e.passes(Duration.ofMinutes(4));
        g.signIn("ada").request(s -> {});
        e.passes(Duration.ofMinutes(2));
        g.request(s -> assertThat(s.find(flash)).isEmpty());
    }

    @Test
    void mutableDefaultGivenAsAValue_isEachVisitorsOwn() {
        Attribute<List<String>> cart = Attribute.builder("c", new TypeReference<List<String>>() {})
                .defaultValue(new ArrayList<>())
                .build();
        TestEngine e = new TestEngine(store, b -> b.attribute(cart));
        e.browser().signIn("ada").request(s -> s.get(cart).add("ada's secret"));
        e.browser().signIn("eve").request(s -> assertThat(s.get(cart)).isEmpty());
    }

    @Test
    void changeInPlaceAfterAFailedUpdate_isSaved() {
        TestEngine e = new TestEngine(store);
        TestEngine.Browser p = e.browser().signIn("ada");
        p.request(s -> {
            List<Object> l = s.list("l");
            l.add("a");
            try {
                s.update(x -> {
                    throw new IllegalStateException("no");
                });
            } catch (IllegalStateException x) {
                // the application goes on
            }
            l.add("b");
        });
        p.request(s -> assertThat(s.list("l")).containsExactly("a", "b"));
    }

    static final Attribute<String> FLASH = TestEngine.expiring("flash", Duration.ofMinutes(5));

    @Test
    void putOnAnAttributeThatExpiresBeforeTheRebase_holds() {
        TestEngine e = new TestEngine(store, b -> b.attribute(FLASH));
        TestEngine.Browser p = e.browser().signIn("ada");
        p.request(s -> s.put(FLASH, "old"));
        e.passes(Duration.ofSeconds(299));
        Visit v = p.begin();
        v.session().put(FLASH, "new");
        e.passes(Duration.ofSeconds(2));
        p.request(s -> s.put("x", 1)); // any conflict
        v.commit();
        p.request(s -> assertThat(s.find(FLASH)).contains("new"));
    }

    @Test
    void counterOfMixedNumbers_addsThemAsDecimals() {
        Attribute<Map<String, Object>> m = Attribute.builder("m", new TypeReference<Map<String, Object>>() {})
                .counter()
                .build();
        TestEngine e = new TestEngine(store, b -> b.attribute(m));
        TestEngine.Browser p = e.browser().signIn("ada");
        p.request(s -> s.put(m, new HashMap<>(Map.of("a", new BigDecimal("1.5")))));
        Visit v = p.begin();
        v.session().get(m).put("a", 2);
        p.request(s -> s.get(m).put("a", 3));
        v.commit();
        p.request(s -> assertThat(s.get(m)).containsEntry("a", new BigDecimal("3.5")));
    }

    @Test
    void counterOfInts_neverGoesBeyondAnInt() {
        Attribute<Integer> n = Attribute.builder("n", Integer.class).counter().build();
        TestEngine e = new TestEngine(store, b -> b.attribute(n));
        TestEngine.Browser p = e.browser().signIn("ada");
        p.request(s -> s.put(n, 0));
        Visit v = p.begin();
        v.session().put(n, 2_000_000_000);
        p.request(s -> s.put(n, 2_000_000_000));
        v.commit();
        p.request(s -> assertThat(s.get(n)).isEqualTo(2_000_000_000));
    }

    @Test
    void counterWithoutRule_isAddedAtSignIn() {
        Attribute<Integer> n = Attribute.builder("n", Integer.class).counter().build();
        TestEngine e = new TestEngine(store, b -> b.attribute(n));
        e.browser().signIn("ada").request(s -> s.put(n, 5));
        TestEngine.Browser g = e.browser();
        g.request(s -> s.put(n, 3));
        g.signIn("ada").request(s -> assertThat(s.get(n)).isEqualTo(8));
    }

    @Test
    void attributeBeyondALoweredLimit_mayShrink() {
        new TestEngine(store)
                .browser()
                .signIn("ada")
                .request(s -> s.put("l", List.of("x".repeat(100), "y".repeat(100), "z".repeat(100))));
        TestEngine small = new TestEngine(
                store,
                b -> b.limits(Limits.DEFAULT
                        .withAttributeBytes(150)
                        .withSessionBytes(1000)
                        .withAttributes(10)
                        .withDepth(10)));
        small.browser().signIn("ada").request(s -> s.list("l").remove(0));
        small.browser().signIn("ada").request(s -> assertThat(s.list("l")).hasSize(2));
    }

    @Test
    void inPlaceChange_whileANewerVersionRewritesInANewerFormat_keepsTheirs() {
        TestEngine e = new TestEngine(store);
        TestEngine.Browser p = e.browser().signIn("ada");
        p.request(s -> s.put("l", List.of("a")));
        Visit v = p.begin();
        v.session().list("l").add("b");
        UserKey key = UserKeys.of(UserId.of("ada"));
        StoredSession s0 =
                store.store.load(key, Deadline.after(Duration.ofSeconds(1))).orElseThrow();
        Map<String, byte[]> attrs = new LinkedHashMap<>(s0.attributes());
        attrs.put("l", new byte[] {2, 1, 2, 3});
        store.store.save(
                key,
                SessionChange.replace(s0, new StoredSession(s0.version().next(), s0.expiresAt(), s0.header(), attrs)),
                Deadline.after(Duration.ofSeconds(1)));
        try {
            v.commit();
        } catch (SessionDataException x) {
            // fine too
        }
        assertThat(store.store
                        .load(key, Deadline.after(Duration.ofSeconds(1)))
                        .orElseThrow()
                        .attributes())
                .containsKey("l");
    }
}
