package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.Effort.Scalar;
import dev.peruser.internal.merge.ThreeWayMerge;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;

/** No merge takes more than n log n, whatever it is fed. */
class MergeEffortTest {
    private static final Attribute<List<Map<String, Object>>> IDENTIFIED = Attribute.builder(
                    "lines", new TypeReference<List<Map<String, Object>>>() {})
            .itemIdentity("id")
            .build();
    private static final List<MergeBehavior> BEHAVIORS = List.of(
            MergeBehavior.LEFT_PRECEDENT,
            MergeBehavior.RIGHT_PRECEDENT,
            MergeBehavior.STORAGE_PRECEDENT,
            MergeBehavior.RETAINMENT_PRECEDENT);

    // ---- the nine cells

    static Stream<Arguments> contents() {
        Map<String, IntFunction<List<Object>>> contents = new LinkedHashMap<>();
        contents.put("distinct", n -> list(n, i -> "text" + i));
        contents.put("equal", n -> list(n, i -> 1));
        contents.put("two values", n -> list(n, i -> i % 2));
        contents.put("names that hashify makes", n -> list(n, i -> i < n / 2 ? "text" : "text" + (i - n / 2)));
        contents.put("the same, made last", n -> list(n, i -> i < n / 2 ? "text" + (n / 2 - i) : "text"));
        contents.put("digits", n -> list(n, i -> i % 3 == 0 ? "1" : "1".repeat(i % 7) + i));
        contents.put("each twice", n -> list(n, i -> "a" + i / 2));
        contents.put("one hash code", n -> list(n, MergeEffortTest::colliding));
        contents.put("one hash code, each twice", n -> list(n, i -> colliding(i / 2)));
        contents.put("lists and maps", n -> list(n, i -> i % 2 == 0 ? List.of(i) : Map.of("k", i)));
        return contents.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("contents")
    void eachCell_ofEachBehavior(String name, IntFunction<List<Object>> contents) {
        for (MergeBehavior behavior : BEHAVIORS) {
            for (MergeBehavior.Kind left : MergeBehavior.Kind.values()) {
                for (MergeBehavior.Kind right : MergeBehavior.Kind.values()) {
                    Effort.growsLikeNLogN(behavior + " " + left + "×" + right, n -> {
                        Map<String, Object> user = Map.of("a", value(left, contents.apply(n)));
                        Map<String, Object> guest = Map.of("a", value(right, contents.apply(n)));
                        return () -> behavior.merge(user, guest);
                    });
                }
            }
        }
    }

    private static Object value(MergeBehavior.Kind kind, List<Object> contents) {
        return switch (kind) {
            case SCALAR -> "text";
            case LIST -> contents;
            case MAP -> {
                Map<String, Object> map = new LinkedHashMap<>();
                contents.forEach(element -> map.put(String.valueOf(element) + map.size(), element));
                yield map;
            }
        };
    }

    @Test
    void cellsOfTheApplicationsOwn() {
        MergeBehavior own = MergeBehavior.builder("own")
                .on(
                        MergeBehavior.Kind.LIST,
                        MergeBehavior.Kind.MAP,
                        (left, right, operations) -> operations.mergeMaps(left, right))
                .on(
                        MergeBehavior.Kind.MAP,
                        MergeBehavior.Kind.MAP,
                        (left, right, operations) -> operations.mergeMaps(left, right))
                .build();
        Effort.growsLikeNLogN(
                "own", n -> () -> own.merge(Map.of("a", list(n, i -> 1)), Map.of("a", Map.of("x", list(n, i -> 2)))));
    }

    /** 60 KB of text; the whole request that signs in, from loading to saving. */
    @Test
    void signIn_withAListOfEqualScalars_costsLittleMoreThanWithDistinctOnes() {
        long distinct = signIn(i -> 10_000 + i);
        long equal = signIn(i -> 10_000);
        long colliding = signIn(i -> colliding(i % 2_000).substring(22));
        assertThat(equal).as("bytes, distinct: %,d", distinct).isLessThan(3 * distinct);
        assertThat(colliding).as("bytes, distinct: %,d", distinct).isLessThan(5 * distinct);
    }

    private static long signIn(IntFunction<Object> element) {
        TestEngine engine = new TestEngine(builder ->
                builder.limits(Limits.DEFAULT.withAttributeBytes(1_000_000).withSessionBytes(4_000_000)));
        engine.browser().signIn("ada").request(session -> session.put("a", Map.of("x", 1)));
        TestEngine.Browser guest = engine.browser();
        guest.request(session -> session.put("a", list(10_000, element)));
        long bytes = Effort.taken(() -> guest.signIn("ada").request(UserSession::names))
                .bytes();
        Object merged = guest.ask(session -> session.map("a").size());
        assertThat(merged).isEqualTo(10_001);
        return bytes;
    }

    // ---- three-way merges of lists

    static Stream<Arguments> changes() {
        Map<String, IntFunction<List<Object>>> bases = new LinkedHashMap<>();
        bases.put("distinct scalars", n -> list(n, i -> scalar(i, i)));
        bases.put("scalars of one hash code", n -> list(n, i -> scalar(i, 1)));
        bases.put("equal scalars", n -> list(n, i -> scalar(1, 1)));
        bases.put("few scalars", n -> list(n, i -> scalar(i % 7, i % 7)));
        bases.put("maps", n -> list(n, i -> Map.of("id", scalar(i, i), "n", scalar(i % 10, i % 10))));
        bases.put("maps of one hash code", n -> list(n, i -> Map.of("id", scalar(i, 1), "n", scalar(i, 1))));
        bases.put("equal maps", n -> list(n, i -> Map.of("id", scalar(1, 1), "n", scalar(1, 1))));
        bases.put("maps without a common key", n -> list(n, i -> Map.of(colliding(i), scalar(i, 1))));
        bases.put("lists", n -> list(n, i -> List.of(scalar(i, i))));
        bases.put("lists of one hash code", n -> list(n, i -> List.of(scalar(i, 1))));
        bases.put(
                "a bit of all",
                n -> list(n, i -> switch (i % 3) {
                    case 0 -> scalar(i, 1);
                    case 1 -> List.of(scalar(i, 1));
                    default -> Map.of("id", scalar(i, 1));
                }));
        List<Arguments> all = new ArrayList<>();
        bases.forEach((name, base) ->
                CHANGES.forEach((change, made) -> all.add(Arguments.of(name + ", " + change, base, made))));
        return all.stream();
    }

    private interface Change {
        List<Object> of(List<Object> base, Random random);
    }

    private static final Map<String, Change> CHANGES = changesOfLists();

    private static Map<String, Change> changesOfLists() {
        Map<String, Change> changes = new LinkedHashMap<>();
        changes.put("shuffled", (base, random) -> {
            List<Object> shuffled = new ArrayList<>(base);
            Collections.shuffle(shuffled, random);
            return shuffled;
        });
        changes.put("reversed", (base, random) -> {
            List<Object> reversed = new ArrayList<>(base);
            Collections.reverse(reversed);
            return reversed;
        });
        changes.put("rotated", (base, random) -> {
            List<Object> rotated = new ArrayList<>(base);
            Collections.rotate(rotated, 1 + random.nextInt(base.size()));
            return rotated;
        });
        changes.put("every third removed, one added behind every fourth", (base, random) -> {
            List<Object> thinned = new ArrayList<>();
            for (int i = 0; i < base.size(); i++) {
                if (i % 3 != 0) {
                    thinned.add(base.get(i));
                }
                if (i % 4 == 0) {
                    thinned.add(scalar(random.nextInt(), 1));
                }
            }
            return thinned;
        });
        changes.put(
                "all changed inside",
                (base, random) ->
                        base.stream().map(element -> changed(element, random)).collect(Collectors.toList()));
        changes.put("all replaced", (base, random) -> list(base.size(), i -> scalar(random.nextInt(), 1)));
        return changes;
    }

    private static Object changed(Object element, Random random) {
        if (element instanceof Map<?, ?> map) {
            Map<Object, Object> changed = new LinkedHashMap<>(map);
            changed.put("n", scalar(random.nextInt(), 1));
            return changed;
        }
        if (element instanceof List<?> list) {
            List<Object> longer = new ArrayList<>(list);
            longer.add(scalar(random.nextInt(), 1));
            return longer;
        }
        return scalar(random.nextInt(), 1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void lists_changedByBoth(String name, IntFunction<List<Object>> base, Change change) {
        for (Attribute<?> attribute : Stream.of(null, IDENTIFIED).toList()) {
            Effort.growsLikeNLogN(attribute == null ? "by position" : "by identity", n -> {
                List<Object> before = base.apply(n);
                List<Object> mine = change.of(before, new Random(1));
                List<Object> theirs = change.of(before, new Random(2));
                return () -> merge(attribute, before, mine, theirs);
            });
        }
    }

    @Test
    void lists_madeByBoth() {
        Effort.growsLikeNLogN("made by both", n -> {
            List<Object> mine = list(n, i -> Map.of("id", scalar(i, 1)));
            List<Object> theirs = list(n, i -> Map.of("id", scalar(n - i, 1)));
            return () -> merge(IDENTIFIED, List.of(), mine, theirs);
        });
    }

    // ---- three-way merges of maps and trees

    @Test
    void maps_whoseKeysHaveOneHashCode() {
        Effort.growsLikeNLogN("maps", n -> {
            Map<String, Object> base = new LinkedHashMap<>();
            for (int i = 0; i < n; i++) {
                base.put(colliding(i), scalar(i, 1));
            }
            Map<String, Object> mine = new LinkedHashMap<>(base);
            Map<String, Object> theirs = new LinkedHashMap<>(base);
            mine.replaceAll((key, value) -> scalar(7, 1));
            theirs.keySet().removeIf(key -> key.hashCode() % 2 == 0 && key.endsWith("Aa"));
            return () -> merge(null, base, mine, theirs);
        });
    }

    /** What differs is at the bottom, and what is equal at each level, so that each level looks equal for long. */
    @Test
    void deepTrees_thatDifferAtTheBottom() {
        Effort.growsLikeNLogN("deep", n -> {
            int levels = n / 20;
            Object base = nested(levels, "base");
            Object mine = nested(levels, "mine");
            Object theirs = nested(levels, "theirs");
            return () -> merge(null, base, mine, theirs);
        });
    }

    @Test
    void deepTrees_withDeclaredPaths() {
        Attribute<Map<String, Object>> declared = Attribute.builder("tree", new TypeReference<Map<String, Object>>() {})
                .itemIdentityIn("a.b", "id")
                .counts("a.b.n")
                .build();
        Effort.growsLikeNLogN("deep, declared", n -> {
            int levels = n / 20;
            return () -> merge(declared, nested(levels, "base"), nested(levels, "mine"), nested(levels, "theirs"));
        });
    }

    private static Object nested(int levels, String bottom) {
        Object tree = bottom;
        for (int i = 0; i < levels; i++) {
            Map<String, Object> level = new LinkedHashMap<>();
            level.put("same", list(10, n -> scalar(n, n)));
            level.put(i % 2 == 0 ? "a" : "b", tree);
            tree = i % 3 == 0 ? new ArrayList<>(List.of(level)) : level;
        }
        return tree;
    }

    // ---- ready rules

    @Test
    void unions() {
        Merger<List<Object>> union = Merger.union();
        Effort.growsLikeNLogN("distinct", n -> () -> union.merge(list(n, i -> i), list(n, i -> -i)));
        Effort.growsLikeNLogN("equal", n -> () -> union.merge(list(n, i -> 1), list(n, i -> 1)));
        Effort.growsLikeNLogN(
                "one hash code",
                n -> () -> union.merge(list(n, i -> scalar(i, 1)), list(n, i -> scalar(i + n / 2, 1))));
        Effort.growsLikeNLogN(
                "lists of one hash code",
                n -> () ->
                        union.merge(list(n, i -> List.of(scalar(i, 1))), list(n, i -> List.of(scalar(i + n / 2, 1)))));
        Effort.growsLikeNLogN(
                "maps of one hash code",
                n -> () ->
                        union.merge(list(n, i -> Map.of("a", scalar(i, 1))), list(n, i -> Map.of("b", scalar(i, 1)))));
    }

    @Test
    void sums_ofMapsWhoseKeysHaveOneHashCode() {
        Merger<Map<String, Integer>> sum = Merger.sum();
        Effort.growsLikeNLogN("sums", n -> {
            Map<String, Integer> numbers = IntStream.range(0, n)
                    .boxed()
                    .collect(Collectors.toMap(MergeEffortTest::colliding, i -> i, (one, other) -> one));
            return () -> sum.merge(numbers, numbers);
        });
    }

    // ---- parts

    /** Distinct texts that all have one hash code: "Aa" and "BB" have the same. */
    static String colliding(int number) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < 17; bit++) {
            text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }

    private static Scalar scalar(int number, int hash) {
        return new Scalar("s" + number, hash);
    }

    private static List<Object> list(int size, IntFunction<Object> element) {
        return IntStream.range(0, size).mapToObj(element).collect(Collectors.toCollection(ArrayList::new));
    }

    private static Object merge(Attribute<?> attribute, Object base, Object mine, Object theirs) {
        return new ThreeWayMerge(attribute, ThreeWayMerge.Missing.WAS_REMOVED)
                .merge(tree(base), tree(mine), tree(theirs));
    }

    private static Optional<ThreeWayMerge.Tree> tree(Object value) {
        return Optional.of(new ThreeWayMerge.Tree(value));
    }
}
