package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.Cases.Replay;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

/** The rules of the replay as properties of generated lists: with and without identity, nested, with duplicates. */
class ListMergePropertiesTest {
    private static final Attribute<List<Object>> BY_ID = Attribute.builder("l", new TypeReference<List<Object>>() {})
            .itemIdentity("id")
            .build();
    private static final Attribute<Map<String, Object>> BY_PATH = Attribute.builder(
                    "m", new TypeReference<Map<String, Object>>() {})
            .itemIdentityIn("cart.lines", "id", "size")
            .build();
    private static final Attribute<Map<String, Object>> MAP_OF_LISTS = Attribute.builder(
                    "m", new TypeReference<Map<String, Object>>() {})
            .itemIdentity("id")
            .build();

    @Test
    void additions_areOccurrences_equalOnesOfBothAreThereTwice() {
        Cases.check(
                20_000,
                cases -> {
                    List<Object> base = scalars(cases);
                    List<Object> mine = new ArrayList<>(base);
                    List<Object> theirs = new ArrayList<>(base);
                    List<Object> expected = new ArrayList<>(base);
                    List<Object> added = new ArrayList<>();
                    for (List<Object> side : List.of(mine, theirs)) {
                        for (int i = cases.below(3); i > 0; i--) {
                            Object element = cases.below(4);
                            cases.hitIf(added.contains(element) && side == theirs, "equal additions");
                            cases.hitIf(base.contains(element), "equal to one of the base");
                            side.add(cases.below(side.size() + 1), element);
                            added.add(element);
                        }
                    }
                    expected.addAll(added);
                    Replay replay = Replay.of(null, base, mine, theirs);
                    assertThat(counted(replay.list())).as(replay.toString()).isEqualTo(counted(expected));
                },
                "equal additions",
                "equal to one of the base");
    }

    private static List<Object> scalars(Cases cases) {
        List<Object> list = new ArrayList<>();
        for (int size = cases.below(5); size > 0; size--) {
            list.add(cases.below(4));
        }
        return list;
    }

    private static Map<String, Integer> counted(Collection<?> elements) {
        Map<String, Integer> counts = new TreeMap<>();
        elements.forEach(element -> counts.merge(String.valueOf(element), 1, Integer::sum));
        return counts;
    }

    /** Each side removes and adds; the elements of the base are all different, so it is known which one was seen. */
    @Test
    void removals_removeWhatWasSeen_andNotAnEqualOneThatTheOtherAdded() {
        Cases.check(
                20_000,
                cases -> {
                    List<Object> base = new ArrayList<>(List.of(0, 1, 2, 3, 4).subList(0, cases.between(1, 5)));
                    Collections.shuffle(base, cases.random());
                    List<Object> mine = new ArrayList<>(base);
                    List<Object> theirs = new ArrayList<>(base);
                    List<Object> expected = new ArrayList<>(base);
                    List<Object> removed = new ArrayList<>();
                    List<Object> added = new ArrayList<>();
                    for (List<Object> side : List.of(mine, theirs)) {
                        List<Object> kept = new ArrayList<>(base);
                        for (int i = cases.below(3); i > 0 && !kept.isEmpty(); i--) {
                            Object element = kept.remove(cases.below(kept.size()));
                            side.remove(element);
                            expected.remove(element);
                            cases.hitIf(side == theirs && removed.contains(element), "removed by both");
                            removed.add(element);
                        }
                        for (int i = cases.below(3); i > 0; i--) {
                            Object element = cases.oneOf(List.of(0, 1, 2, 3, "x", "y"));
                            // What a side removed and added again, it moved.
                            if (kept.contains(element) || !base.contains(element)) {
                                side.add(cases.below(side.size() + 1), element);
                                added.add(element);
                                cases.hitIf(
                                        side == theirs && removed.contains(element),
                                        "removed by one, an equal one added by the other");
                            }
                        }
                    }
                    expected.addAll(added);
                    Replay replay = Replay.of(null, base, mine, theirs);
                    assertThat(counted(replay.list())).as(replay.toString()).isEqualTo(counted(expected));
                },
                "removed by both",
                "removed by one, an equal one added by the other");
    }

    @Test
    void duplicates_asManyAreRemovedAsWereSeenToGo() {
        Cases.check(
                20_000,
                cases -> {
                    List<Object> base = scalars(cases);
                    List<Object> mine = edited(cases, base);
                    List<Object> theirs = edited(cases, base);
                    Replay replay = Replay.of(null, base, mine, theirs);
                    for (int value = 0; value < 4; value++) {
                        int before = Collections.frequency(base, value);
                        int myChange = Collections.frequency(mine, value) - before;
                        int theirChange = Collections.frequency(theirs, value) - before;
                        int mostRemoved = Math.min(before, -Math.min(0, myChange) - Math.min(0, theirChange));
                        int leastRemoved = Math.max(-Math.min(0, myChange), -Math.min(0, theirChange));
                        int added = Math.max(0, myChange) + Math.max(0, theirChange);
                        assertThat(Collections.frequency(replay.list(), value))
                                .as("%s in %s", value, replay)
                                .isBetween(before - mostRemoved + added, before - leastRemoved + added);
                        cases.hitIf(before > 1 && myChange < 0 && theirChange < 0, "some of several removed by both");
                        cases.hitIf(before > 1 && myChange < 0 && theirChange == 0, "some of several removed by one");
                    }
                },
                "some of several removed by both",
                "some of several removed by one");
    }

    /** Removes, adds, moves. */
    private static List<Object> edited(Cases cases, List<Object> base) {
        List<Object> list = new ArrayList<>(base);
        for (int i = cases.below(3); i > 0; i--) {
            switch (cases.below(3)) {
                case 0 -> {
                    if (!list.isEmpty()) {
                        list.remove(cases.below(list.size()));
                    }
                }
                case 1 -> list.add(cases.below(list.size() + 1), cases.below(4));
                default -> Collections.shuffle(list, cases.random());
            }
        }
        return list;
    }

    /** Elements that have nothing in common, each changed in another property by each side. */
    @Test
    void elementsWithoutIdentity_pairWithWhatTheyWere_andMergeInside() {
        Cases.check(
                20_000,
                cases -> {
                    List<Object> base = new ArrayList<>();
                    for (int i = cases.between(1, 4); i > 0; i--) {
                        base.add(element(cases));
                    }
                    Map<Object, Map<String, Object>> expected = new LinkedHashMap<>();
                    base.forEach(element -> expected.put(name(element), new TreeMap<>(Cases.asMap(element))));
                    Set<Object> changedByMe = new LinkedHashSet<>();
                    List<List<Object>> sides = new ArrayList<>();
                    for (String property : List.of("mine", "theirs")) {
                        List<Object> side = Cases.asList(Cases.copy(base));
                        boolean isRemoving = cases.oneIn(2);
                        for (Object element : List.copyOf(side)) {
                            Object name = name(element);
                            if (isRemoving && cases.oneIn(3)) {
                                side.remove(element);
                                cases.hitIf(changedByMe.contains(name), "changed by one, removed by the other");
                                expected.remove(name);
                            } else if (cases.oneIn(2)) {
                                Object value = cases.fresh();
                                Cases.asMap(element).put(property, value);
                                if (expected.containsKey(name)) {
                                    expected.get(name).put(property, value);
                                }
                                cases.hitIf(property.equals("theirs") && changedByMe.contains(name), "changed by both");
                                changedByMe.add(name);
                            }
                        }
                        for (int i = isRemoving ? 0 : cases.below(3); i > 0; i--) {
                            Map<String, Object> added = element(cases);
                            side.add(cases.below(side.size() + 1), added);
                            expected.put(name(added), new TreeMap<>(added));
                            cases.hit("added");
                        }
                        sides.add(side);
                    }
                    Replay replay = Replay.of(null, base, sides.get(0), sides.get(1));
                    assertThat(sorted(replay.list()))
                            .as(replay.toString())
                            .containsExactlyInAnyOrderElementsOf(sorted(expected.values()));
                },
                "changed by both",
                "changed by one, removed by the other",
                "added");
    }

    private static Map<String, Object> element(Cases cases) {
        Map<String, Object> element = new LinkedHashMap<>();
        element.put("name", cases.fresh());
        element.put("mine", cases.fresh());
        element.put("theirs", cases.fresh());
        return element;
    }

    private static Object name(Object element) {
        return Cases.asMap(element).get("name");
    }

    private static List<Map<String, Object>> sorted(Collection<?> elements) {
        List<Map<String, Object>> sorted = new ArrayList<>();
        elements.forEach(element -> sorted.add(new TreeMap<>(Cases.asMap(element))));
        return sorted;
    }

    @Test
    void nestedLists_mergeInside() {
        Cases.check(
                10_000,
                cases -> {
                    List<Object> base = new ArrayList<>();
                    List<Map<String, Integer>> expected = new ArrayList<>();
                    for (int i = cases.between(1, 3); i > 0; i--) {
                        base.add(new ArrayList<>(List.of(cases.fresh(), cases.fresh(), List.of(cases.fresh()))));
                        expected.add(counted((List<?>) base.get(base.size() - 1)));
                    }
                    List<List<Object>> sides = List.of(Cases.asList(Cases.copy(base)), Cases.asList(Cases.copy(base)));
                    int[] changes = new int[base.size()];
                    for (List<Object> side : sides) {
                        for (int i = 0; i < side.size(); i++) {
                            if (cases.oneIn(2)) {
                                Object added = cases.oneIn(2) ? cases.fresh() : "equal";
                                List<Object> inner = Cases.asList(side.get(i));
                                inner.add(cases.below(inner.size() + 1), added);
                                expected.get(i).merge(String.valueOf(added), 1, Integer::sum);
                                cases.hitIf(++changes[i] == 2, "one list changed by both");
                            }
                        }
                    }
                    Replay replay = Replay.of(null, base, sides.get(0), sides.get(1));
                    assertThat(replay.list().stream()
                                    .map(inner -> counted((List<?>) inner))
                                    .toList())
                            .as(replay.toString())
                            .isEqualTo(expected);
                },
                "one list changed by both");
    }

    /** The oracle: a list with an identity holds what a map under the identities would, whatever the order. */
    @Test
    void elementsWithAnIdentity_pairByIt_andMergeInside() {
        Cases.check(
                30_000,
                cases -> {
                    Map<String, Object> base = items(cases);
                    Map<String, Object> mine = editedItems(cases, base, "mine");
                    Map<String, Object> theirs = editedItems(cases, base, "theirs");
                    Map<String, Object> expected =
                            Cases.asMap(Replay.of(null, base, mine, theirs).result());
                    int form = cases.below(3);
                    List<Object> elements = new ArrayList<>(expected.values());
                    inForm(form, elements);
                    Attribute<?> attribute =
                            List.of(BY_ID, MAP_OF_LISTS, BY_PATH).get(form);
                    Object result = Replay.of(
                                    attribute,
                                    inForm(form, shuffled(cases, base)),
                                    inForm(form, shuffled(cases, mine)),
                                    inForm(form, shuffled(cases, theirs)))
                            .result();
                    List<?> list = form == 0
                            ? (List<?>) result
                            : form == 1
                                    ? (List<?>) Cases.asMap(result).get("any")
                                    : (List<?>) Cases.asMap(Cases.asMap(result).get("cart"))
                                            .get("lines");
                    assertThat(sorted(list))
                            .as("base %s, mine %s, theirs %s", base, mine, theirs)
                            .containsExactlyInAnyOrderElementsOf(sorted(elements));
                    cases.hit(attribute == BY_ID ? "list" : attribute == BY_PATH ? "at a path" : "map of lists");
                    for (String id : mine.keySet()) {
                        cases.hitIf(!base.containsKey(id) && theirs.containsKey(id), "identity added by both");
                        cases.hitIf(
                                base.containsKey(id) && !mine.get(id).equals(base.get(id)) && !theirs.containsKey(id),
                                "changed by me, removed by them");
                        cases.hitIf(
                                base.containsKey(id)
                                        && !mine.get(id).equals(base.get(id))
                                        && theirs.containsKey(id)
                                        && !theirs.get(id).equals(base.get(id)),
                                "changed by both");
                    }
                    base.keySet()
                            .forEach(id -> cases.hitIf(
                                    !mine.containsKey(id)
                                            && theirs.containsKey(id)
                                            && !theirs.get(id).equals(base.get(id)),
                                    "changed by them, removed by me"));
                },
                "list",
                "map of lists",
                "at a path",
                "identity added by both",
                "changed by both",
                "changed by me, removed by them",
                "changed by them, removed by me");
    }

    private static Map<String, Object> items(Cases cases) {
        Map<String, Object> items = new LinkedHashMap<>();
        for (int i = cases.below(4); i > 0; i--) {
            putItem(cases, items, "shared");
        }
        return items;
    }

    private static void putItem(Cases cases, Map<String, Object> items, String property) {
        Map<String, Object> item = new LinkedHashMap<>();
        int size = cases.below(2);
        int id = cases.below(4);
        item.put("id", id);
        item.put("size", size);
        item.put(property, cases.below(3));
        items.putIfAbsent(id + "/" + size, item);
    }

    private static Map<String, Object> editedItems(Cases cases, Map<String, Object> base, String property) {
        Map<String, Object> items = Cases.asMap(Cases.copy(base));
        for (String key : base.keySet()) {
            switch (cases.below(4)) {
                case 0 -> items.remove(key);
                case 1 -> Cases.asMap(items.get(key)).put(property, cases.below(3));
                case 2 -> Cases.asMap(items.get(key)).put("shared", 3 + cases.below(3));
                default -> {} // untouched
            }
        }
        Map<String, Object> added = new LinkedHashMap<>();
        for (int i = cases.below(3); i > 0; i--) {
            putItem(cases, added, property);
        }
        added.keySet().removeAll(base.keySet());
        items.putAll(added);
        return items;
    }

    /** The list itself, in a map of lists, or at a path. Only there do two properties identify an element. */
    private static Object inForm(int form, List<Object> items) {
        if (form < 2) {
            items.replaceAll(item -> {
                Map<String, Object> joined = new LinkedHashMap<>(Cases.asMap(item));
                joined.put("id", joined.get("id") + "/" + joined.remove("size"));
                return joined;
            });
        }
        if (form == 2) {
            return new LinkedHashMap<>(Map.of("cart", new LinkedHashMap<>(Map.of("lines", items))));
        }
        return form == 1 ? new LinkedHashMap<>(Map.of("any", items)) : items;
    }

    private static List<Object> shuffled(Cases cases, Map<String, Object> items) {
        List<Object> list = new ArrayList<>(items.values());
        Collections.shuffle(list, cases.random());
        return list;
    }

    /** The n-th of an identity is the n-th of it. */
    @Test
    void severalOfOneIdentity_pairInOrder() {
        Cases.check(
                10_000,
                cases -> {
                    List<Object> base = new ArrayList<>();
                    for (int i = cases.between(2, 5); i > 0; i--) {
                        Map<String, Object> item = element(cases);
                        item.put("id", cases.below(2));
                        base.add(item);
                    }
                    List<Object> mine = Cases.asList(Cases.copy(base));
                    List<Object> theirs = Cases.asList(Cases.copy(base));
                    List<Object> expected = Cases.asList(Cases.copy(base));
                    for (int i = 0; i < base.size(); i++) {
                        for (String property : List.of("mine", "theirs")) {
                            if (cases.oneIn(2)) {
                                Object value = cases.fresh();
                                Cases.asMap((property.equals("mine") ? mine : theirs).get(i))
                                        .put(property, value);
                                Cases.asMap(expected.get(i)).put(property, value);
                            }
                        }
                    }
                    cases.hitIf(
                            base.stream()
                                            .map(item -> Cases.asMap(item).get("id"))
                                            .distinct()
                                            .count()
                                    < base.size(),
                            "several of one identity");
                    Replay.of(BY_ID, base, mine, theirs).gives(expected);
                },
                "several of one identity");
    }

    /** What both kept of each other's, seen from each side, and where the two meet. */
    @Test
    void order_isTheirs_thenMyAdditionsWhereIPutThem() {
        Cases.check(
                30_000,
                cases -> {
                    List<Object> base = new ArrayList<>();
                    for (int i = cases.between(1, 5); i > 0; i--) {
                        base.add(cases.fresh());
                    }
                    List<Object> mine = inserted(cases, base, "m");
                    List<Object> theirs = inserted(cases, base, "t");
                    boolean isMovedByMe = cases.oneIn(4);
                    boolean isMovedByThem = cases.oneIn(4);
                    if (isMovedByMe) {
                        Collections.shuffle(mine, cases.random());
                    }
                    if (isMovedByThem) {
                        Collections.shuffle(theirs, cases.random());
                    }
                    List<?> result = Replay.of(null, base, mine, theirs).list();
                    String text = "base " + base + ", mine " + mine + ", theirs " + theirs + " -> " + result;
                    List<Object> myOrder = without(mine, missing(base, theirs));
                    List<Object> theirOrder = without(theirs, missing(base, mine));
                    boolean mineHoldsBase = kept(base, mine).equals(kept(mine, base));
                    boolean theirsHoldBase = kept(base, theirs).equals(kept(theirs, base));
                    boolean isMyOrder = theirsHoldBase && !mineHoldsBase;
                    assertThat(kept(result, isMyOrder ? mine : theirs))
                            .as(text)
                            .isEqualTo(isMyOrder ? myOrder : theirOrder);
                    if (mineHoldsBase && theirsHoldBase) {
                        assertThat(kept(result, mine)).as(text).isEqualTo(myOrder);
                        boolean isWhole = mine.containsAll(base) && theirs.containsAll(base);
                        String sides = result.stream()
                                .map(element -> element.toString().substring(0, 1))
                                .collect(Collectors.joining());
                        // Between two elements of the base: theirs, then mine.
                        assertThat(isWhole ? sides : "").as(text).doesNotContain("mt");
                        cases.hitIf(isWhole && sides.contains("tm"), "both added at one place");
                        cases.hit("base's order");
                    }
                    cases.hitIf(!mineHoldsBase && theirsHoldBase, "mine moved");
                    cases.hitIf(mineHoldsBase && !theirsHoldBase, "theirs moved");
                    cases.hitIf(!mineHoldsBase && !theirsHoldBase, "both moved");
                },
                "base's order",
                "both added at one place",
                "mine moved",
                "theirs moved",
                "both moved");
    }

    private static List<Object> inserted(Cases cases, List<Object> base, String prefix) {
        List<Object> list = new ArrayList<>(base);
        if (cases.oneIn(2)) {
            list.remove(cases.below(list.size()));
        }
        for (int i = cases.below(4); i > 0; i--) {
            list.add(cases.below(list.size() + 1), prefix + cases.fresh());
        }
        return list;
    }

    /** The elements of a list that are in another, in the list's order. */
    private static List<Object> kept(List<?> list, List<?> other) {
        List<Object> kept = new ArrayList<>(list);
        kept.retainAll(other);
        return kept;
    }

    private static List<Object> without(List<?> list, List<?> others) {
        List<Object> rest = new ArrayList<>(list);
        rest.removeAll(others);
        return rest;
    }

    private static List<Object> missing(List<?> base, List<?> changed) {
        return without(base, changed);
    }
}
