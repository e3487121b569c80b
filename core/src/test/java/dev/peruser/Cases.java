package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.internal.merge.ThreeWayMerge;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.core.type.TypeReference;

/**
 * Generated cases of one property. The seed is fixed, so a failure can be repeated; the shortest failure is shown. A
 * property names the kinds of cases that it is about, and fails if one of them came up too seldom to mean anything. The
 * system property {@code cases.percent} makes fewer cases.
 */
final class Cases {
    /** Whose changes add up. */
    static final Attribute<Map<String, Object>> COUNTER = Attribute.builder(
                    "n", new TypeReference<Map<String, Object>>() {})
            .counter()
            .build();

    private static final int PERCENT = Integer.getInteger("cases.percent", 100);
    private static final int LEAST_SHARE = PERCENT < 100 ? 1_000 : 100;

    private final Random random;
    private final Map<String, Integer> hits = new TreeMap<>();
    private int freshNames;

    private Cases(long seed) {
        this.random = new Random(seed);
    }

    /**
     * Checks a property on many cases; each kind, between semicolons, must be hit by one case in a hundred at least.
     */
    static void check(int count, String kinds, Consumer<Cases> property) {
        String[] each = kinds.split("; ");
        Cases cases = new Cases(count + 31L * Arrays.hashCode(each));
        int run = Math.max(1, count * PERCENT / 100);
        int failed = 0;
        Throwable shortest = null;
        for (int i = 0; i < run; i++) {
            try {
                property.accept(cases);
            } catch (AssertionError | RuntimeException e) {
                failed++;
                shortest = shortest == null || length(e) < length(shortest) ? e : shortest;
            }
        }
        if (shortest != null) {
            throw new AssertionError(failed + " of " + run + " cases failed, among them: " + shortest, shortest);
        }
        for (String kind : each) {
            assertThat(cases.hits.getOrDefault(kind, 0))
                    .as("cases of '%s', of %s: %s", kind, run, cases.hits)
                    .isGreaterThanOrEqualTo(Math.max(1, run / LEAST_SHARE));
        }
    }

    private static int length(Throwable failure) {
        return String.valueOf(failure.getMessage()).length();
    }

    /** Notes that the present case is of a kind. */
    void hit(String kind) {
        hits.merge(kind, 1, Integer::sum);
    }

    void hitIf(boolean is, String kind) {
        if (is) {
            hit(kind);
        }
    }

    Random random() {
        return random;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    boolean oneIn(int chances) {
        return random.nextInt(chances) == 0;
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** A text that no other call returns. */
    String fresh() {
        return "v" + freshNames++;
    }

    /** Any scalar, often one that came up before. */
    Object scalar() {
        return switch (below(6)) {
            case 0 -> true;
            case 1 -> "text" + below(3);
            case 2 -> new BigDecimal(below(3) + ".5");
            default -> below(4);
        };
    }

    /** A scalar, or a list or map of at most so many levels. */
    Object tree(int depth) {
        return switch (depth <= 0 ? 0 : below(4)) {
            case 2 -> list(depth);
            case 3 -> map(depth);
            default -> oneIn(12) ? null : scalar();
        };
    }

    List<Object> list(int depth) {
        List<Object> list = new ArrayList<>();
        for (int size = below(4); size > 0; size--) {
            list.add(tree(depth - 1));
        }
        return list;
    }

    Map<String, Object> map(int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int size = below(4); size > 0; size--) {
            map.put(key(), tree(depth - 1));
        }
        return map;
    }

    private String key() {
        return String.valueOf((char) ('a' + below(4)));
    }

    /** A tree that was changed here and there, perhaps nowhere. */
    Object changed(Object tree) {
        if (oneIn(5)) {
            return tree(2);
        }
        if (tree instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, value) -> {
                if (!oneIn(5)) {
                    copy.put((String) key, oneIn(2) ? value : changed(value));
                }
            });
            if (oneIn(3)) {
                copy.put(key(), tree(1));
            }
            return copy;
        }
        if (tree instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(element -> {
                if (!oneIn(5)) {
                    copy.add(oneIn(2) ? element : changed(element));
                }
            });
            if (oneIn(3)) {
                copy.add(below(copy.size() + 1), tree(1));
            }
            return copy;
        }
        return tree;
    }

    static void putUnless(boolean isAbsent, Map<String, Object> map, String key, Object value) {
        if (!isAbsent) {
            map.put(key, value);
        }
    }

    /** A map whose only entry, {@code k}, has the value. */
    static Map<String, Object> wrapped(Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("k", value);
        return map;
    }

    static Object copy(Object tree) {
        if (tree instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, value) -> copy.put((String) key, copy(value)));
            return copy;
        }
        if (tree instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(element -> copy.add(copy(element)));
            return copy;
        }
        return tree;
    }

    @SuppressWarnings("unchecked") // generated maps have text keys
    static Map<String, Object> asMap(Object tree) {
        return (Map<String, Object>) tree;
    }

    @SuppressWarnings("unchecked") // any elements
    static List<Object> asList(Object tree) {
        return (List<Object>) tree;
    }

    /** Base, what I made of it, what they made of it, and the result of my rebase. */
    record Rebase(Object base, Object mine, Object theirs, Object result) {
        static Rebase of(Attribute<?> attribute, Object base, Object mine, Object theirs) {
            Optional<ThreeWayMerge.Tree> result = new ThreeWayMerge(attribute, ThreeWayMerge.Missing.WAS_REMOVED)
                    .merge(tree(base), tree(mine), tree(theirs));
            return new Rebase(base, mine, theirs, result.orElseThrow().value());
        }

        private static Optional<ThreeWayMerge.Tree> tree(Object value) {
            return Optional.of(new ThreeWayMerge.Tree(value));
        }

        void gives(Object expected) {
            assertThat(result).as(toString()).isEqualTo(expected);
        }

        List<?> list() {
            return (List<?>) result;
        }

        @Override
        public String toString() {
            return "base " + base + ", mine " + mine + ", theirs " + theirs + " -> " + result;
        }
    }
}
