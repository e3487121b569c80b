package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.internal.codec.UserKeys;
import dev.peruser.store.StoredSession;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reports of merges, and limits that a merge or its report would exceed. */
class MergeReportTest {
    private final FaultyStore store = new FaultyStore();

    static void add(UserSession s, String item) {
        s.list("cart").add(item);
    }

    @Test
    void lowDepthLimit_blocksNoSignIn_alsoWithAReport() {
        TestEngine e = new TestEngine(
                store,
                b -> b.limits(Limits.DEFAULT
                        .withAttributeBytes(10_000)
                        .withSessionBytes(10_000)
                        .withAttributes(10)
                        .withDepth(4)));
        TestEngine.Browser g = e.browser();
        g.request(s -> s.put("cart", List.of("g")));
        g.signIn("ada").request(s -> assertThat(s.get("cart")).contains(List.of("g")));
    }

    @Test
    void valueAtTheDefaultDepthLimit_blocksNoAbsorb() {
        TestEngine e = new TestEngine(store);
        TestEngine.Browser g = e.browser();
        Object deep = "x";
        for (int i = 0; i < 98; i++) {
            deep = List.of(deep);
        }
        Object value = deep;
        g.request(s -> {
            s.put("deep", value);
            add(s, "g");
        });
        g.signIn("ada").seesCart("g");
    }

    @Test
    void mergeThatNestsDeeperThanTheLimit_blocksNoAbsorb() {
        TestEngine e = new TestEngine(
                store,
                b -> b.limits(Limits.DEFAULT
                        .withAttributeBytes(10_000)
                        .withSessionBytes(10_000)
                        .withAttributes(10)
                        .withDepth(6)));
        Object[] deep = {"u", "g"};
        for (int k = 0; k < 2; k++) {
            for (int i = 0; i < 6; i++) {
                deep[k] = Map.of("m", deep[k]);
            }
        }
        e.browser().signIn("ada").request(s -> s.put("deep", deep[0]));
        TestEngine.Browser g = e.browser();
        g.request(s -> {
            s.put("deep", deep[1]);
            add(s, "g");
        });
        g.signIn("ada").seesCart("g");
    }

    @Test
    void reportOfSeveralSignIns_hasTheValuesOfAllTheirGuests() {
        Attribute<String> picked = Attribute.of("picked", String.class);
        TestEngine e = new TestEngine(store, b -> b.attribute(picked));
        for (String value : List.of("tea", "milk")) {
            TestEngine.Browser guest = e.browser();
            guest.request(s -> s.put(picked, value));
            guest.signIn("ada").request(s -> assertThat(s.find(picked)).isPresent());
        }
        e.browser().signIn("ada").request(s -> {
            MergeReport report = s.takeMergeReport().orElseThrow();
            assertThat(report.guestValues(picked)).containsExactly("tea", "milk");
            assertThat(report.guestValue(picked)).contains("tea");
        });
    }

    @Test
    void reportsNobodyTakes_stayWithinBounds() {
        TestEngine e = new TestEngine(store);
        TestEngine.Browser g = e.browser();
        String big = "x".repeat(100_000);
        g.signIn("ada").request(s -> s.map("doc").put("text", big));
        g.signOut();
        for (int i = 0; i < 40; i++) {
            int n = i;
            g.request(s -> s.map("doc").put("k" + n, n));
            g.signIn("ada").request(s -> {});
            g.signOut();
        }
        StoredSession stored = store.stored(UserKeys.of(UserId.of("ada"))).orElseThrow();
        long size =
                stored.attributes().values().stream().mapToLong(x -> x.length).sum();
        assertThat(size).isLessThan(2L * Limits.DEFAULT.sessionBytes());
    }

    @Test
    void reportThatArrivesWhileAnotherIsTaken_isKept() {
        TestEngine e = new TestEngine(store);
        TestEngine.Browser one = e.browser();
        one.request(s -> s.put("a", 1));
        one.signIn("ada").request(s -> {});
        Visit v = one.begin();
        assertThat(v.session().takeMergeReport()).isPresent();
        TestEngine.Browser two = e.browser();
        two.request(s -> s.put("b", 2));
        two.signIn("ada").request(s -> {});
        v.commit();
        one.end(v);
        assertThat(one.ask(UserSession::takeMergeReport).orElseThrow().entry("b"))
                .isPresent();
    }
}
