package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.Cases.Rebase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

/**
 * The rules of the rebase as properties of generated lists of maps: which element is which, with and without identity,
 * and that they merge inside.
 */
class ListItemPropertiesTest {
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

    /** Elements that have nothing in common, each changed in another property by each side. */
    @Test
    void elementsWithoutIdentity_pairWithWhatTheyWere_andMergeInside() {
        Cases.check(20_000, "changed by both; changed by one, removed by the other; added", cases -> {
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
            Rebase rebase = Rebase.of(null, base, sides.get(0), sides.get(1));
            assertThat(sorted(rebase.list()))
                    .as(rebase.toString())
                    .containsExactlyInAnyOrderElementsOf(sorted(expected.values()));
        });
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

    /** The oracle: a list with an identity holds what a map under the identities would, whatever the order. */
    @Test
    void elementsWithAnIdentity_pairByIt_andMergeInside() {
        String kinds = "list; map of lists; at a path; identity added by both; changed by both;"
                + " changed by me, removed by them; changed by them, removed by me";
        Cases.check(30_000, kinds, cases -> {
            Map<String, Object> base = items(cases);
            Map<String, Object> mine = editedItems(cases, base, "mine");
            Map<String, Object> theirs = editedItems(cases, base, "theirs");
            Map<String, Object> expected =
                    Cases.asMap(Rebase.of(null, base, mine, theirs).result());
            int form = cases.below(3);
            List<Object> elements = new ArrayList<>(expected.values());
            inForm(form, elements);
            Attribute<?> attribute = List.of(BY_ID, MAP_OF_LISTS, BY_PATH).get(form);
            Object result = Rebase.of(
                            attribute,
                            inForm(form, shuffled(cases, base)),
                            inForm(form, shuffled(cases, mine)),
                            inForm(form, shuffled(cases, theirs)))
                    .result();
            List<?> list = form == 0
                    ? (List<?>) result
                    : form == 1
                            ? (List<?>) Cases.asMap(result).get("any")
                            : (List<?>)
                                    Cases.asMap(Cases.asMap(result).get("cart")).get("lines");
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
        });
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
        Cases.check(10_000, "several of one identity", cases -> {
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
            Rebase.of(BY_ID, base, mine, theirs).gives(expected);
        });
    }
}
