package dev.peruser.benchmarks.merges;

import dev.peruser.Attribute;
import dev.peruser.MergeBehavior;
import dev.peruser.Merger;
import dev.peruser.internal.merge.ThreeWayMerge;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.core.type.TypeReference;

/** All cells of all behaviors, lists of all kinds, maps, trees and ready rules, with contents that are hard on them. */
final class MergeCases {
    private static final Attribute<List<Map<String, Object>>> IDENTIFIED = Attribute.builder(
                    "lines", new TypeReference<List<Map<String, Object>>>() {})
            .itemIdentity("id")
            .counts("n")
            .build();
    private static final int BITS = 17;

    private final List<MergeCase> cases = new ArrayList<>();

    private MergeCases() {}

    static List<MergeCase> all() {
        MergeCases all = new MergeCases();
        all.addCells();
        all.addLists();
        all.addOthers();
        return all.cases;
    }

    // ---- sign-in

    private void addCells() {
        Map<String, IntFunction<List<Object>>> contents = new LinkedHashMap<>();
        contents.put("distinct", n -> list(n, i -> "text" + i));
        contents.put("equal", n -> list(n, i -> 1));
        contents.put("made-up names", n -> list(n, i -> i < n / 2 ? "text" : "text" + (i - n / 2)));
        contents.put("one hash code", n -> list(n, i -> colliding(i / 2)));
        for (MergeBehavior behavior : List.of(
                MergeBehavior.LEFT_PRECEDENT,
                MergeBehavior.RIGHT_PRECEDENT,
                MergeBehavior.STORAGE_PRECEDENT,
                MergeBehavior.RETAINMENT_PRECEDENT)) {
            for (MergeBehavior.Kind left : MergeBehavior.Kind.values()) {
                for (MergeBehavior.Kind right : MergeBehavior.Kind.values()) {
                    contents.forEach((name, content) -> addCell(behavior, left, right, name, content));
                }
            }
        }
    }

    private void addCell(
            MergeBehavior behavior,
            MergeBehavior.Kind left,
            MergeBehavior.Kind right,
            String name,
            IntFunction<List<Object>> content) {
        if (left == MergeBehavior.Kind.SCALAR && right == MergeBehavior.Kind.SCALAR) {
            // Scalars don't grow; as many of them do.
            cases.add(new MergeCase(
                    "sign-in: nine cells", behavior + ", so many " + left + "×" + right + ", " + name, n -> {
                        Map<String, Object> user = keyed(content.apply(n));
                        Map<String, Object> guest = keyed(content.apply(n));
                        return () -> behavior.merge(user, guest);
                    }));
            return;
        }
        cases.add(new MergeCase("sign-in: nine cells", behavior + ", " + left + "×" + right + ", " + name, n -> {
            Map<String, Object> user = Map.of("a", value(left, content.apply(n)));
            Map<String, Object> guest = Map.of("a", value(right, content.apply(n)));
            return () -> behavior.merge(user, guest);
        }));
    }

    private static Object value(MergeBehavior.Kind kind, List<Object> contents) {
        return switch (kind) {
            case SCALAR -> "text";
            case LIST -> contents;
            case MAP -> keyed(contents);
        };
    }

    private static Map<String, Object> keyed(List<Object> contents) {
        Map<String, Object> map = new LinkedHashMap<>();
        contents.forEach(element -> map.put(String.valueOf(element) + map.size(), element));
        return map;
    }

    // ---- concurrent changes

    private void addLists() {
        Map<String, IntFunction<Object>> elements = new LinkedHashMap<>();
        elements.put("distinct scalars", i -> i);
        elements.put("equal scalars", i -> 1);
        elements.put("few scalars", i -> i % 7);
        elements.put("scalars of one hash code", MergeCases::colliding);
        elements.put("maps", i -> Map.of("id", i, "n", i % 10));
        elements.put("equal maps", i -> Map.of("id", 1, "n", 1));
        elements.put("maps of one hash code", i -> Map.of("id", colliding(i), "n", 1));
        elements.put("lists of one hash code", i -> List.of(colliding(i)));
        Map<String, UnaryOperator<List<Object>>> changes = new LinkedHashMap<>();
        changes.put("shuffled", MergeCases::shuffled);
        changes.put("reversed", MergeCases::reversed);
        changes.put("thinned out and filled up", MergeCases::thinned);
        changes.put("all changed inside", MergeCases::changedInside);
        elements.forEach((name, element) -> changes.forEach((change, made) -> {
            cases.add(new MergeCase("lists by position", name + ", " + change, n -> lists(null, n, element, made)));
            cases.add(
                    new MergeCase("lists by identity", name + ", " + change, n -> lists(IDENTIFIED, n, element, made)));
        }));
    }

    private static Runnable lists(
            Attribute<?> attribute, int size, IntFunction<Object> element, UnaryOperator<List<Object>> change) {
        List<Object> base = list(size, element);
        List<Object> mine = change.apply(base);
        List<Object> theirs = change.apply(reversed(change.apply(base)));
        return () -> merge(attribute, base, mine, theirs);
    }

    private static List<Object> shuffled(List<Object> list) {
        List<Object> shuffled = new ArrayList<>(list);
        Collections.shuffle(shuffled, new Random(list.size()));
        return shuffled;
    }

    private static List<Object> reversed(List<Object> list) {
        List<Object> reversed = new ArrayList<>(list);
        Collections.reverse(reversed);
        return reversed;
    }

    private static List<Object> thinned(List<Object> list) {
        List<Object> thinned = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            if (i % 3 != 0) {
                thinned.add(list.get(i));
            }
            if (i % 4 == 0) {
                thinned.add("added" + i);
            }
        }
        return thinned;
    }

    private static List<Object> changedInside(List<Object> list) {
        return list(list.size(), i -> {
            Object element = list.get(i);
            if (element instanceof Map<?, ?> map) {
                Map<Object, Object> changed = new LinkedHashMap<>(map);
                changed.merge("n", 1, (one, other) -> (Integer) one + (Integer) other);
                return changed;
            }
            if (element instanceof List<?> inner) {
                List<Object> longer = new ArrayList<>(inner);
                longer.add("more" + i);
                return longer;
            }
            return "changed" + i;
        });
    }

    // ---- the rest

    private void addOthers() {
        cases.add(new MergeCase("maps", "keys of one hash code", n -> {
            Map<String, Object> base = new LinkedHashMap<>();
            IntStream.range(0, n).forEach(i -> base.put(colliding(i), i));
            Map<String, Object> mine = new LinkedHashMap<>(base);
            mine.replaceAll((key, value) -> "mine");
            Map<String, Object> theirs = new LinkedHashMap<>(base);
            theirs.keySet().removeIf(key -> key.endsWith("Aa"));
            return () -> merge(null, base, mine, theirs);
        }));
        cases.add(new MergeCase("maps", "500 levels, different at the bottom", n -> {
            Object base = nested(n, "base");
            Object mine = nested(n, "mine");
            Object theirs = nested(n, "theirs");
            return () -> merge(null, base, mine, theirs);
        }));
        Merger<List<Object>> union = Merger.union();
        cases.add(new MergeCase("ready rules", "union, distinct", n -> {
            List<Object> user = list(n, i -> i);
            List<Object> guest = list(n, i -> -i);
            return () -> union.merge(user, guest);
        }));
        cases.add(new MergeCase("ready rules", "union, one hash code", n -> {
            List<Object> user = list(n, i -> Map.of("id", colliding(i)));
            List<Object> guest = list(n, i -> Map.of("id", colliding(i), "n", 1));
            return () -> union.merge(user, guest);
        }));
        Merger<Map<String, Integer>> sum = Merger.sum();
        cases.add(new MergeCase("ready rules", "sum, keys of one hash code", n -> {
            Map<String, Integer> numbers = new LinkedHashMap<>();
            IntStream.range(0, n).forEach(i -> numbers.put(colliding(i), i));
            return () -> sum.merge(numbers, numbers);
        }));
    }

    /** So many elements, on up to 500 levels. */
    private static Object nested(int size, String bottom) {
        int levels = Math.min(500, size / 2);
        Object tree = bottom;
        for (int i = 0; i < levels; i++) {
            Map<String, Object> level = new LinkedHashMap<>();
            level.put("same", list(size / levels, n -> n));
            level.put("below", tree);
            tree = level;
        }
        return tree;
    }

    private static void merge(Attribute<?> attribute, Object base, Object mine, Object theirs) {
        new ThreeWayMerge(attribute, ThreeWayMerge.Missing.WAS_REMOVED).merge(tree(base), tree(mine), tree(theirs));
    }

    private static Optional<ThreeWayMerge.Tree> tree(Object value) {
        return Optional.of(new ThreeWayMerge.Tree(value));
    }

    private static List<Object> list(int size, IntFunction<Object> element) {
        return IntStream.range(0, size).mapToObj(element).collect(Collectors.toCollection(ArrayList::new));
    }

    /** Distinct texts that all have one hash code: "Aa" and "BB" have the same. */
    static String colliding(int number) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < BITS; bit++) {
            text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }
}
