package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Sign-ins, guests and other devices at the same time: one actor runs as a whole before each store call of another, a
 * third before each call of the second, and one of them is killed before or after each of its calls. Then everybody
 * comes again. What was acknowledged is somewhere exactly once, nothing is there twice, and no guest has seen what is
 * the user's.
 */
class InterleavingTest {
    InMemorySessionStore shared;
    GuestToken t1;
    GuestToken t2;
    Set<String> acked;
    Map<String, Set<String>> seenBy;

    TestEngine engine(SessionStore s) {
        return new TestEngine(s, b -> b.deadline(Duration.ofSeconds(20)));
    }

    void see(String who, UserSession s) {
        s.get("cart")
                .ifPresent(x -> ((List<?>) x)
                        .forEach(i -> seenBy.computeIfAbsent(who, k -> new TreeSet<>())
                                .add((String) i)));
    }

    void signIn(String name, HookStore hs) {
        engine(hs).browser().present(t1).signIn(name).request(s -> {});
    }

    int n;

    void signInUse(String name, HookStore hs, String base) {
        String item = base + n++;
        engine(hs).browser().present(t1).signIn(name).request(s -> {
            see(name, s);
            s.list("cart").add(item);
        });
        acked.add(item);
    }

    void guestAdd(HookStore hs, String base, GuestToken... tokens) {
        String item = base + n++;
        TestEngine.Browser b = engine(hs).browser();
        for (GuestToken t : tokens) {
            b.present(t);
        }
        b.request(s -> {
            see("guest", s);
            s.list("cart").add(item);
        });
        acked.add(item);
        extra.addAll(b.tokens());
    }

    final Set<GuestToken> extra = new LinkedHashSet<>();

    void phone(HookStore hs, String base) {
        String item = base + n++;
        engine(hs).browser().signIn("ada").request(s -> {
            see("ada", s);
            s.list("cart").add(item);
        });
        acked.add(item);
    }

    Map<String, Consumer<HookStore>> actors() {
        Map<String, Consumer<HookStore>> m = new LinkedHashMap<>();
        m.put("signInAda", hs -> signIn("ada", hs));
        m.put("signInAdaUse", hs -> signInUse("ada", hs, "s"));
        m.put("signInEve", hs -> signIn("eve", hs));
        m.put("guest", hs -> guestAdd(hs, "x", t1));
        m.put("guest2", hs -> guestAdd(hs, "y", t1, t2));
        m.put("guest2r", hs -> guestAdd(hs, "z", t2, t1));
        m.put("phone", hs -> phone(hs, "p"));
        m.put(
                "signInBoth",
                hs -> engine(hs).browser().present(t1).present(t2).signIn("ada").request(s -> s.names()));
        return m;
    }

    void setUp() {
        shared = new InMemorySessionStore();
        acked = new TreeSet<>();
        seenBy = new TreeMap<>();
        extra.clear();
        n = 0;
        TestEngine e = engine(shared);
        e.browser().signIn("ada").request(s -> s.list("cart").add("u"));
        TestEngine.Browser b = e.browser();
        b.request(s -> s.list("cart").add("g"));
        t1 = b.tokens().get(0);
        TestEngine e2 = new TestEngine(shared, x -> x);
        if (!inTheSameMillisecond) {
            e2.passes(Duration.ofMillis(1));
        }
        TestEngine.Browser b2 = e2.browser();
        b2.request(s -> s.list("cart").add("h"));
        t2 = b2.tokens().get(0);
        acked.addAll(List.of("u", "g", "h"));
    }

    private boolean inTheSameMillisecond;
    List<String> failures = new ArrayList<>();
    int runs;

    void check(String where) {
        runs++;
        List<String> all = new ArrayList<>();
        TestEngine e = engine(shared);
        try {
            // everybody comes again, twice; with all tokens
            TestEngine.Browser b = e.browser();
            b.present(t1).present(t2);
            extra.forEach(b::present);
            b.request(s -> s.names());
            for (String n : List.of("ada", "eve")) {
                e.browser().signIn(n).request(s -> s.names());
            }
            b.request(s -> s.get("cart").ifPresent(x -> ((List<?>) x).forEach(i -> all.add((String) i))));
            for (String n : List.of("ada", "eve")) {
                e.browser()
                        .signIn(n)
                        .request(s -> s.get("cart").ifPresent(x -> ((List<?>) x).forEach(i -> all.add((String) i))));
            }
        } catch (Throwable x) {
            failures.add(where + ": afterwards " + x);
            return;
        }
        for (String item : acked) {
            if (Collections.frequency(all, item) != 1) {
                failures.add(where + ": acknowledged " + item + " in " + all);
            }
        }
        for (String item : new TreeSet<>(all)) {
            if (Collections.frequency(all, item) > 1) {
                failures.add(where + ": doubled " + item + " in " + all);
            }
        }
        Set<String> g = seenBy.getOrDefault("guest", Set.of());
        if (g.stream().anyMatch(i -> i.matches("u|[ps]\\d+"))) {
            failures.add(where + ": guest saw " + g);
        }
    }

    void quietly(String who, Consumer<HookStore> actor, HookStore hs, boolean mayFail, String where) {
        try {
            actor.accept(hs);
        } catch (PerUserException x) {
            if (!mayFail) {
                failures.add(where + ": " + who + " failed with " + x);
            }
        } catch (Throwable x) {
            failures.add(where + ": " + who + " threw " + x);
        }
    }

    @Test
    void pairs_withACrashAtEachCall() {
        pairs();
        inTheSameMillisecond = true;
        pairs();
        report("two, with a crash at each call");
    }

    private void pairs() {
        Map<String, Consumer<HookStore>> actors = actors();
        for (String a : actors.keySet()) {
            for (String b : actors.keySet()) {
                for (int at = 0; at < 14; at++) {
                    for (int crash = -1; crash < 10; crash++) {
                        for (boolean after : crash < 0 ? new boolean[] {false} : new boolean[] {false, true}) {
                            for (boolean crashA : crash < 0 ? new boolean[] {false} : new boolean[] {false, true}) {
                                setUp();
                                HookStore ha = new HookStore(shared);
                                HookStore hb = new HookStore(shared);
                                HookStore dying = crashA ? ha : hb;
                                dying.crashAt = crash;
                                dying.after = after;
                                String where = a + " with " + b + " before call " + at
                                        + (crash < 0
                                                ? ""
                                                : ", " + (crashA ? a : b) + " killed " + (after ? "after " : "before ")
                                                        + crash);
                                boolean[] ran = {false};
                                ha.before(at, () -> {
                                    ran[0] = true;
                                    quietly(b, actors.get(b), hb, true, where);
                                });
                                quietly(a, actors.get(a), ha, true, where);
                                if (ran[0]) {
                                    check(where);
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    @Test
    void triples() {
        Map<String, Consumer<HookStore>> actors = actors();
        for (String a : actors.keySet()) {
            for (String b : actors.keySet()) {
                for (String c : actors.keySet()) {
                    for (int at = 0; at < 12; at++) {
                        for (int in = 0; in < 12; in++) {
                            setUp();
                            HookStore ha = new HookStore(shared);
                            HookStore hb = new HookStore(shared);
                            HookStore hc = new HookStore(shared);
                            String where = a + " / " + b + " @" + at + " / " + c + " @" + in;
                            boolean[] ran = {false};
                            hb.before(in, () -> {
                                ran[0] = true;
                                quietly(c, actors.get(c), hc, true, where);
                            });
                            ha.before(at, () -> quietly(b, actors.get(b), hb, true, where));
                            quietly(a, actors.get(a), ha, true, where);
                            if (ran[0]) {
                                check(where);
                            }
                        }
                    }
                }
            }
        }
        report("three");
    }

    private void report(String what) {
        System.out.println("interleavings of " + what + ": " + runs + ", violations: " + failures.size());
        assertThat(runs).isGreaterThan(10_000);
        assertThat(failures).isEmpty();
    }
}
