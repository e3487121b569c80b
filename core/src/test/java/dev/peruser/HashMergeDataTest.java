package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The results of the real Hash::Merge: its own test suite, a sample of random structures, and the edges of
 * {@code _hashify}.
 */
class HashMergeDataTest {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final MergeBehavior ALWAYS_LEFT = alwaysLeft();

    @TestFactory
    Stream<DynamicTest> hashMergeOwnTests() throws IOException {
        return cases("hash_merge_own_tests.jsonl", 80);
    }

    @TestFactory
    Stream<DynamicTest> mergeSample() throws IOException {
        return cases("merge_sample.jsonl", 120);
    }

    /**
     * The edges. In three lines Perl's result is an accident that Java doesn't repeat: a whole number beyond 64 bits
     * stays a number (25), and elements that are lists or maps get their position for a key instead of a memory address
     * (43, 44).
     */
    @TestFactory
    Stream<DynamicTest> hashifyEdges() throws IOException {
        return cases("hashify_edges.jsonl", 47);
    }

    private static Stream<DynamicTest> cases(String file, int count) throws IOException {
        List<Case> cases;
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(HashMergeDataTest.class.getResourceAsStream(file)), StandardCharsets.UTF_8))) {
            cases = reader.lines()
                    .filter(line -> !line.isBlank())
                    .map(line -> MAPPER.readValue(line, Case.class))
                    .toList();
        }
        assertThat(cases).hasSize(count);
        return cases.stream().map(one -> DynamicTest.dynamicTest(one.n + " " + one.behavior, () -> check(one)));
    }

    private static void check(Case one) {
        MergeBehavior behavior = behavior(one.behavior);
        Object merged = canonical(behavior.merge(opaque(one.left), opaque(one.right)));
        Object expected = canonical(decided(one.result));
        assertThat(merged).isEqualTo(expected);
        assertThat(canonical(behavior.mergeSharing(opaque(one.left), opaque(one.right))))
                .isEqualTo(expected);
        if (behavior != ALWAYS_LEFT) {
            // By a cell of the application's own, all is left to the operations that cells can use.
            MergeBehavior own = behavior.toBuilder("own")
                    .on(
                            MergeBehavior.Kind.MAP,
                            MergeBehavior.Kind.MAP,
                            (left, right, operations) -> operations.mergeMaps(left, right))
                    .build();
            assertThat(canonical(own.merge(opaque(one.left), opaque(one.right))))
                    .isEqualTo(expected);
        }
    }

    private static MergeBehavior behavior(String name) {
        return switch (name) {
            case "LEFT_PRECEDENT" -> MergeBehavior.LEFT_PRECEDENT;
            case "RIGHT_PRECEDENT" -> MergeBehavior.RIGHT_PRECEDENT;
            case "STORAGE_PRECEDENT" -> MergeBehavior.STORAGE_PRECEDENT;
            case "RETAINMENT_PRECEDENT" -> MergeBehavior.RETAINMENT_PRECEDENT;
            default -> ALWAYS_LEFT;
        };
    }

    private static MergeBehavior alwaysLeft() {
        MergeBehavior.Builder builder = MergeBehavior.builder("CUSTOM_ALWAYS_LEFT");
        for (MergeBehavior.Kind left : MergeBehavior.Kind.values()) {
            for (MergeBehavior.Kind right : MergeBehavior.Kind.values()) {
                if (left != MergeBehavior.Kind.MAP || right != MergeBehavior.Kind.MAP) {
                    builder.on(left, right, MergeBehavior.Cell.left());
                }
            }
        }
        return builder.on(MergeBehavior.Kind.MAP, MergeBehavior.Kind.MAP, MergeBehavior.Cell.left())
                .build();
    }

    /** What Perl gave, but for the accidents. */
    private static Object decided(Map<String, Object> result) {
        return decide(result);
    }

    /** An object that is neither list nor map. */
    private record Opaque(Object content) {}

    private static Map<String, Object> opaque(Map<String, Object> map) {
        Map<String, Object> with = new LinkedHashMap<>();
        map.forEach((key, value) -> with.put(key, decide(value)));
        return with;
    }

    private static @Nullable Object decide(@Nullable Object value) {
        if (value instanceof Map<?, ?> map && map.containsKey("$opaque")) {
            return new Opaque(Objects.requireNonNull(map.get("$opaque")));
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> decided = new LinkedHashMap<>();
            map.forEach((key, element) -> decided.put(decidedKey((String) key), decide(element)));
            return decided;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(HashMergeDataTest::decide).collect(Collectors.toCollection(ArrayList::new));
        }
        return "18446744073709551616".equals(value) ? new BigInteger("18446744073709551616") : value;
    }

    private static String decidedKey(String key) {
        return switch (key) {
            case "ARRAY(0x<address1>)" -> "list(0)";
            case "HASH(0x<address1>)" -> "map(0)";
            case "HASH(0x<address2>)" -> "map(1)";
            default -> key;
        };
    }

    /**
     * Numbers by value, since the results came through a JSON writer that prints 15 digits; opaque objects are maps
     * here.
     */
    private static Object canonical(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> canonical = new TreeMap<>();
            map.forEach((key, element) -> canonical.put((String) key, canonical(element)));
            return canonical;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(HashMergeDataTest::canonical).toList();
        }
        if (value instanceof BigDecimal number) {
            BigDecimal rounded = number.round(new MathContext(15)).stripTrailingZeros();
            return rounded.scale() <= 0 ? rounded.toBigIntegerExact() : rounded;
        }
        if (value instanceof Number number) {
            return new BigInteger(number.toString());
        }
        return value == null ? Optional.empty() : value;
    }

    record Case(
            int n, String behavior, Map<String, Object> left, Map<String, Object> right, Map<String, Object> result) {}
}
