package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.FaultyStore.Fault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

/** The rules of the rebase as properties of generated requests through the whole engine. */
class RebasePropertiesTest {
    private static final Attribute<Integer> COUNT =
            Attribute.builder("count", Integer.class).defaultValue(0).build();

    private static final Attribute<Map<String, Integer>> STOCK = Attribute.builder(
                    "stock", new TypeReference<Map<String, Integer>>() {})
            .defaultValue(HashMap::new)
            .counter()
            .build();

    private static final Attribute<Set<String>> SET = Attribute.builder("set", new TypeReference<Set<String>>() {})
            .defaultValue(LinkedHashSet::new)
            .build();

    private record Request(String kind, Consumer<UserSession> work) {}

    /**
     * The oracle: the one request after the other. What a request does while another is saved must be what it would
     * have done had it come after that one.
     */
    @Test
    void concurrentRequests_doWhatTheyWouldHaveDoneOneAfterTheOther() {
        TestEngine engine = new TestEngine(builder -> builder.attribute(COUNT).attribute(STOCK));
        String kinds = "put during put; append during append; entry during entry; delta during delta;"
                + " update during update; update of several during update; update of several during delta;"
                + " update during put of the number; put of the number during update;"
                + " removed element during append; removed entry during entry; removed during put;"
                + " changes before and after an update";
        Cases.check(5_000, kinds, cases -> {
            List<Request> before = new ArrayList<>(requests(cases, false));
            before.add(new Request("what may be removed", RebasePropertiesTest::putWhatMayBeRemoved));
            List<Request> theirs = requests(cases, false);
            List<Request> mine = requests(cases, true);
            String name = cases.fresh();
            TestEngine.Browser atOnce = engine.browser().signIn("at once " + name);
            TestEngine.Browser inTurn = engine.browser().signIn("in turn " + name);
            List.of(atOnce, inTurn).forEach(device -> device.request(session -> run(before, session)));
            Visit visit = atOnce.begin();
            int early = cases.below(mine.size() + 1);
            visit.session().names();
            run(mine.subList(0, early), visit.session());
            atOnce.request(session -> run(theirs, session));
            run(mine.subList(early, mine.size()), visit.session());
            visit.commit();
            inTurn.request(session -> run(theirs, session));
            inTurn.request(session -> run(mine, session));
            assertThat(contents(atOnce))
                    .as("before %s, theirs %s, mine %s", kinds(before), kinds(theirs), kinds(mine))
                    .isEqualTo(contents(inTurn));
            kinds(mine).forEach(my -> kinds(theirs).forEach(their -> cases.hit(my + " during " + their)));
            cases.hitIf(
                    mine.size() == 3
                            && mine.get(1).kind().startsWith("update")
                            && !mine.get(0).kind().equals(mine.get(2).kind()),
                    "changes before and after an update");
        });
    }

    private static void putWhatMayBeRemoved(UserSession session) {
        for (String key : List.of("k0", "k1")) {
            session.put(key, "before");
            session.map("map").put(key, "before");
            session.list("list").addAll(0, List.of("before " + key, "and"));
        }
    }

    private static void run(List<Request> requests, UserSession session) {
        requests.forEach(request -> request.work().accept(session));
    }

    private static List<String> kinds(List<Request> requests) {
        return requests.stream().map(Request::kind).toList();
    }

    private static Map<String, Object> contents(TestEngine.Browser device) {
        return device.ask(session -> new TreeMap<>(session.asMap()));
    }

    private static List<Request> requests(Cases cases, boolean mayRemove) {
        List<Request> requests = new ArrayList<>();
        for (int i = cases.between(1, 3); i > 0; i--) {
            requests.add(request(cases, mayRemove));
        }
        return requests;
    }

    private static Request request(Cases cases, boolean mayRemove) {
        String value = cases.fresh();
        String key = "k" + cases.below(2);
        int delta = cases.between(1, 9);
        int number = 1_000 + Integer.parseInt(value.substring(1));
        return switch (cases.below(mayRemove ? 10 : 7)) {
            case 0 -> new Request("put", session -> session.put(key, value));
            case 1 -> new Request("append", session -> session.list("list").add(value));
            case 2 -> new Request("entry", session -> session.map("map").put(key, value));
            case 3 -> new Request("delta", session -> session.get(STOCK).merge(key, delta, Integer::sum));
            case 4 -> new Request("update", session -> session.update(COUNT, count -> count % 100_000 * 2 + delta));
            case 5 ->
                new Request(
                        "update of several",
                        session -> session.update(inner -> {
                            inner.put(COUNT, inner.get(COUNT) % 100_000 * 3);
                            inner.list("list").add(inner.get(COUNT));
                            inner.map("map").put("stock", inner.get(STOCK).getOrDefault(key, 0));
                        }));
            case 6 -> new Request("put of the number", session -> session.put(COUNT, number));
            case 7 ->
                new Request("removed element", session -> session.list("list").remove(0));
            case 8 -> new Request("removed entry", session -> session.map("map").remove(key));
            default -> new Request("removed", session -> session.remove(key));
        };
    }

    /** A list finds each element exactly once that was acknowledged, and at most once one whose fate is unknown. */
    @Test
    void commit_isMadeOnce_whateverBecomesOfASave() {
        String kinds = "SENT_TWICE; FAILS_BEFORE_EFFECT; FAILS_AFTER_EFFECT; LATE_BEFORE_LOAD; LATE_AFTER_LOAD;"
                + " late, and a conflict; sent twice, and a conflict";
        Cases.check(2_000, kinds, cases -> {
            List<TestEngine.Browser> desk = new ArrayList<>();
            String theirs = cases.fresh();
            List<Fault> script = new ArrayList<>();
            List<Fault> met = new ArrayList<>();
            FaultyStore store = new FaultyStore(() -> {
                Fault fault = script.isEmpty() ? Fault.NONE : script.remove(0);
                met.add(fault);
                if (fault == Fault.CONFLICT) {
                    List<Fault> rest = List.copyOf(script);
                    script.clear();
                    desk.forEach(device -> device.request(session -> append(session, theirs)));
                    script.addAll(rest);
                }
                return fault;
            });
            TestEngine engine = new TestEngine(store, builder -> builder.attribute(STOCK));
            TestEngine.Browser phone = engine.browser().signIn("ada");
            // Another process: within one, the desk would wait for the phone.
            TestEngine other = new TestEngine(store, builder -> builder.attribute(STOCK));
            desk.add(other.browser().signIn("ada"));
            if (cases.oneIn(2)) {
                phone.request(session -> append(session, "base"));
            }
            List<String> acknowledged = new ArrayList<>();
            List<String> unknown = new ArrayList<>();
            for (int i = cases.between(1, 3); i > 0; i--) {
                String element = cases.fresh();
                script.clear();
                for (int faults = cases.between(1, 2); faults > 0; faults--) {
                    script.add(cases.oneOf(List.of(Fault.values())));
                }
                try {
                    phone.request(session -> append(session, element));
                    acknowledged.add(element);
                } catch (StoreException e) {
                    unknown.add(element);
                }
            }
            script.clear();
            List<Object> stored = phone.ask(session -> new ArrayList<>(session.list("list")));
            Map<String, Integer> stock = phone.ask(session -> session.get(STOCK));
            String text = met + ": acknowledged " + acknowledged + ", unknown " + unknown + ", stored " + stored;
            acknowledged.forEach(element ->
                    assertThat(Collections.frequency(stored, element)).as(text).isEqualTo(1));
            unknown.forEach(element ->
                    assertThat(Collections.frequency(stored, element)).as(text).isLessThanOrEqualTo(1));
            assertThat(Collections.frequency(stored, theirs))
                    .as(text)
                    .isEqualTo(Collections.frequency(met, Fault.CONFLICT));
            assertThat(stock).as(text).containsEntry("all", stored.size());
            met.forEach(fault -> cases.hit(fault.name()));
            cases.hitIf(met.containsAll(List.of(Fault.CONFLICT, Fault.LATE_AFTER_LOAD)), "late, and a conflict");
            cases.hitIf(met.containsAll(List.of(Fault.CONFLICT, Fault.SENT_TWICE)), "sent twice, and a conflict");
        });
    }

    private static void append(UserSession session, String element) {
        session.list("list").add(element);
        session.get(STOCK).merge("all", 1, Integer::sum);
    }

    @Test
    void orderOfAttributes_doesNotMatter() {
        TestEngine engine = new TestEngine(builder -> builder.attribute(STOCK));
        Cases.check(2_000, "several of each side; removed", cases -> {
            List<Consumer<UserSession>> before = new ArrayList<>();
            List<Consumer<UserSession>> mine = new ArrayList<>();
            List<Consumer<UserSession>> theirs = new ArrayList<>();
            for (int i = cases.between(2, 5); i > 0; i--) {
                String name = "a" + i;
                Object base = cases.tree(2);
                addUnlessSeldom(cases, before, session -> session.put(name, Cases.copy(base)));
                Object myValue = cases.changed(base);
                Object theirValue = cases.changed(base);
                addUnlessSeldom(cases, mine, session -> session.put(name, Cases.copy(myValue)));
                addUnlessSeldom(cases, theirs, session -> session.put(name, Cases.copy(theirValue)));
                if (cases.oneIn(5)) {
                    mine.removeIf(change -> mine.indexOf(change) == mine.size() - 1);
                    mine.add(session -> session.remove(name));
                    cases.hit("removed");
                }
            }
            before.add(session -> session.get(STOCK).merge("x", 10, Integer::sum));
            mine.add(session -> session.get(STOCK).merge("x", 3, Integer::sum));
            theirs.add(session -> session.get(STOCK).merge("x", -2, Integer::sum));
            List<Map<String, Object>> results = new ArrayList<>();
            for (int order = 0; order < 2; order++) {
                TestEngine.Browser device = engine.browser().signIn(cases.fresh());
                device.request(session -> before.forEach(change -> change.accept(session)));
                Visit visit = device.begin();
                mine.forEach(change -> change.accept(visit.session()));
                device.request(session -> theirs.forEach(change -> change.accept(session)));
                visit.commit();
                results.add(contents(device));
                List.of(before, mine, theirs).forEach(changes -> Collections.shuffle(changes, cases.random()));
            }
            assertThat(results.get(0)).isEqualTo(results.get(1));
            cases.hitIf(mine.size() > 2 && theirs.size() > 2, "several of each side");
        });
    }

    private static void addUnlessSeldom(
            Cases cases, List<Consumer<UserSession>> changes, Consumer<UserSession> change) {
        if (!cases.oneIn(5)) {
            changes.add(change);
        }
    }

    @Test
    void elementOfASet_isThereOnce_andRemovedForGood() {
        TestEngine engine = new TestEngine(builder -> builder.attribute(SET));
        Cases.check(2_000, "added by both; removed", cases -> {
            TestEngine.Browser device = engine.browser().signIn(cases.fresh());
            Set<String> base = elements(cases);
            device.request(session -> session.get(SET).addAll(base));
            Set<String> myAdded = elements(cases);
            Set<String> myRemoved = elements(cases);
            Set<String> theirAdded = elements(cases);
            Set<String> theirRemoved = elements(cases);
            myRemoved.removeAll(myAdded);
            theirRemoved.removeAll(theirAdded);
            Visit visit = device.begin();
            change(visit.session(), myAdded, myRemoved);
            device.request(session -> change(session, theirAdded, theirRemoved));
            visit.commit();
            Set<String> expected = new TreeSet<>(base);
            expected.removeAll(myRemoved);
            expected.removeAll(theirRemoved);
            myAdded.removeAll(base);
            theirAdded.removeAll(base);
            expected.addAll(myAdded);
            expected.addAll(theirAdded);
            List<?> stored = device.ask(session -> List.copyOf(session.get(SET)));
            assertThat(stored)
                    .as("base %s, mine +%s -%s, theirs +%s -%s", base, myAdded, myRemoved, theirAdded, theirRemoved)
                    .isEqualTo(stored.stream().distinct().toList());
            assertThat(new TreeSet<Object>(stored)).isEqualTo(expected);
            cases.hitIf(!Collections.disjoint(myAdded, theirAdded), "added by both");
            cases.hitIf(!Collections.disjoint(myRemoved, base), "removed");
        });
    }

    private static void change(UserSession session, Set<String> added, Set<String> removed) {
        session.get(SET).addAll(added);
        session.get(SET).removeAll(removed);
    }

    private static Set<String> elements(Cases cases) {
        Set<String> elements = new TreeSet<>();
        for (int i = cases.below(3); i > 0; i--) {
            elements.add("e" + cases.below(5));
        }
        return elements;
    }
}
