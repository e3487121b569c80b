package dev.peruser.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.Attribute;
import dev.peruser.Bounds;
import dev.peruser.MergeBehavior;
import dev.peruser.PerUser;
import dev.peruser.UserSession;
import dev.peruser.Visit;
import dev.peruser.store.InMemorySessionStore;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The tables of docs/guide/merging.md and docs/guide/concurrent-changes.md, row by row. */
class MergingTablesIT {
    private static final String NONE = "(none)";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final List<MergeBehavior> BEHAVIORS = List.of(
            MergeBehavior.LEFT_PRECEDENT,
            MergeBehavior.RIGHT_PRECEDENT,
            MergeBehavior.STORAGE_PRECEDENT,
            MergeBehavior.RETAINMENT_PRECEDENT);

    private final Markdown merging = Markdown.read(Markdown.root().resolve("docs/guide/merging.md"));
    private final Markdown concurrentChanges =
            Markdown.read(Markdown.root().resolve("docs/guide/concurrent-changes.md"));

    @TestFactory
    Stream<DynamicTest> nineCells() {
        List<List<String>> rows = merging.table("cells");
        assertThat(rows).hasSize(9);
        return rows.stream()
                .map(row -> DynamicTest.dynamicTest(row.toString(), () -> {
                    for (int i = 0; i < BEHAVIORS.size(); i++) {
                        assertMerged(BEHAVIORS.get(i), row.get(0), row.get(1), row.get(2 + i));
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> hashifyDecisions() {
        List<List<String>> rows = merging.table("hashify");
        assertThat(rows).hasSize(47);
        return rows.stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.get(0),
                        () -> assertMerged(MergeBehavior.RETAINMENT_PRECEDENT, row.get(1), row.get(2), row.get(3))));
    }

    private static void assertMerged(MergeBehavior behavior, String user, String guest, String result) {
        Map<String, Object> merged = behavior.merge(entry(user), entry(guest));
        assertThat(text(merged.get("k"))).as(behavior.toString()).isEqualTo(text(tree(result)));
    }

    private static Map<String, Object> entry(String json) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("k", tree(json));
        return map;
    }

    @TestFactory
    Stream<DynamicTest> conflicts() {
        return conflicts("three-way", 45, null);
    }

    @TestFactory
    Stream<DynamicTest> conflictsOfCounters() {
        return conflicts(
                "counter", 7, Declared.of(new TypeReference<Map<String, BigDecimal>>() {}, Attribute.Builder::counter));
    }

    @TestFactory
    Stream<DynamicTest> conflictsOfIdentifiedElements() {
        return conflicts(
                "identity",
                7,
                Declared.of(new TypeReference<List<Map<String, Integer>>>() {}, builder -> builder.itemIdentity("s")));
    }

    @TestFactory
    Stream<DynamicTest> conflictsOfCountedNumbers() {
        return conflicts(
                "counted",
                8,
                Declared.of(
                        new TypeReference<List<Map<String, Integer>>>() {},
                        builder -> builder.itemIdentity("s").counts("q", Bounds.between(0, 20))));
    }

    @TestFactory
    Stream<DynamicTest> conflictsOfSets() {
        return conflicts("set", 4, Declared.of(new TypeReference<Set<String>>() {}, builder -> builder));
    }

    /** The attribute of a table, and how its values are read. */
    private record Declared<T>(Attribute<T> attribute, TypeReference<T> type) {
        static <T> Declared<T> of(TypeReference<T> type, UnaryOperator<Attribute.Builder<T>> options) {
            return new Declared<>(options.apply(Attribute.builder("v", type)).build(), type);
        }

        void put(UserSession session, String json) {
            session.put(attribute, JSON.readValue(json, type));
        }
    }

    private Stream<DynamicTest> conflicts(String table, int least, @Nullable Declared<?> declared) {
        List<List<String>> rows = concurrentChanges.table(table);
        assertThat(rows).hasSizeGreaterThanOrEqualTo(least);
        return rows.stream()
                .map(row -> DynamicTest.dynamicTest(
                        String.join(": ", row.subList(0, 3)), () -> assertRebased(declared, row.subList(3, 7))));
    }

    private static void assertRebased(@Nullable Declared<?> declared, List<String> row) {
        PerUser.Builder builder = PerUser.builder(new InMemorySessionStore());
        PerUser perUser = (declared == null ? builder : builder.attribute(declared.attribute())).build();
        Device one = new Device(perUser).signIn("ada");
        Device other = new Device(perUser).signIn("ada");
        one.request(session -> set(session, declared, row.get(0)));
        Visit visit = one.begin();
        visit.session().names();
        other.request(session -> set(session, declared, row.get(1)));
        set(visit.session(), declared, row.get(2));
        one.end(visit);
        other.request(session -> assertThat(
                        session.contains("v") ? text(session.get("v").orElse(null)) : NONE)
                .isEqualTo(row.get(3).equals(NONE) ? NONE : text(tree(row.get(3)))));
    }

    private static void set(UserSession session, @Nullable Declared<?> declared, String json) {
        if (json.equals(NONE)) {
            session.remove("v");
        } else if (declared == null) {
            session.put("v", tree(json));
        } else {
            declared.put(session, json);
        }
    }

    private static @Nullable Object tree(String json) {
        return JSON.readValue(json, Object.class);
    }

    /** Numbers by value, everything else, and the order of entries, as it stands. */
    private static String text(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> texts = new LinkedHashMap<>();
            map.forEach((key, element) -> texts.put("'" + key + "'", text(element)));
            return texts.toString();
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(MergingTablesIT::text).toList().toString();
        }
        if (value instanceof Number number) {
            BigDecimal decimal = new BigDecimal(number.toString());
            return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
        }
        return value instanceof String text ? "'" + text + "'" : String.valueOf(value);
    }
}
