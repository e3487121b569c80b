package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.internal.codec.JsonCodec;
import dev.peruser.internal.session.Footprint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which values are known to be as they were. One that is taken for unchanged by mistake loses its changes. */
class FootprintTest {
    record Basket(String owner, int number, List<String> products, Map<String, List<Integer>> counts) {}

    record Frozen(List<String> products) {
        Frozen {
            products = List.copyOf(products);
        }
    }

    record Copying(List<String> products) {
        @Override
        public List<String> products() {
            return List.copyOf(products);
        }
    }

    record Failing(List<String> products) {
        @Override
        public List<String> products() {
            throw new IllegalStateException("broken");
        }
    }

    record Holder(Object content) {}

    static final class Counter {
        int count;
    }

    static final class OwnList extends ArrayList<String> {
        private static final long serialVersionUID = 1;
        boolean written;
    }

    private static List<Object> list(@Nullable Object... elements) {
        return new ArrayList<>(Arrays.asList(elements));
    }

    private static Map<String, Object> map(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    private static Basket basket() {
        Map<String, List<Integer>> counts = new TreeMap<>();
        counts.put("lamp", new ArrayList<>(List.of(1000, 2000)));
        return new Basket("ada", 100_000, new ArrayList<>(List.of("lamp", "rug")), counts);
    }

    static Stream<Object> told() {
        return Stream.of(
                "text",
                1_000_000,
                Instant.EPOCH,
                list(),
                list("a", null, 1_000_000L, true),
                list(list(list("deep")), map("a", map("b", list(1)))),
                Set.of("one", "two"),
                new LinkedHashSet<>(List.of("one")),
                Map.of("one", List.of()),
                new HashMap<>(Map.of("one", 1_000_000)),
                basket(),
                list(basket(), basket()),
                new Frozen(new ArrayList<>(List.of("lamp"))));
    }

    @ParameterizedTest
    @MethodSource
    void told(Object value) {
        Footprint footprint = Footprint.of(value);
        assertThat(footprint).isNotNull();
        assertThat(footprint.isThatOf(value)).isTrue();
    }

    static Stream<Object> notTold() {
        return Stream.of(
                new Counter(),
                new int[1],
                new StringBuilder("a"),
                new OwnList(),
                list("a", new Counter()),
                map("a", list(new int[1])),
                new Holder(new Counter()),
                new Failing(new ArrayList<>()));
    }

    @ParameterizedTest
    @MethodSource
    void notTold(Object value) {
        assertThat(Footprint.of(value)).isNull();
    }

    @Test
    void accessorThatCopies_isNeverThoughtUnchanged() {
        Copying value = new Copying(new ArrayList<>(List.of("a")));
        assertThat(Footprint.of(value).isThatOf(value)).isFalse();
    }

    private static <T> Arguments change(String how, T value, Consumer<T> change) {
        return Arguments.of(how, value, change);
    }

    @SuppressWarnings("unchecked")
    private static List<Object> at(List<Object> list, int index) {
        return (List<Object>) list.get(index);
    }

    static Stream<Arguments> changed() {
        return Stream.of(
                change("added", list("a"), list -> list.add("b")),
                change("removed", list("a", "b"), list -> list.remove(1)),
                change("emptied", list("a"), List::clear),
                change("replaced", list("a", "b"), list -> list.set(1, "c")),
                change("replaced by an equal one", list(list("a")), list -> list.set(0, list("a"))),
                change("swapped", list("a", "b"), list -> list.add(list.remove(0))),
                change("made null", list("a"), list -> list.set(0, null)),
                change(
                        "deep inside",
                        list(list(list("a"))),
                        list -> at(at(list, 0), 0).add("b")),
                change(
                        "moved to the list after it",
                        list(list("a"), list("b")),
                        list -> at(list, 1).add(0, at(list, 0).remove(0))),
                change(
                        "moved out of the list before it",
                        list(list("a"), "b"),
                        list -> list.add(1, at(list, 0).remove(0))),
                change("a key added", map("a", 1), map -> map.put("b", 2)),
                change("a key removed", map("a", 1, "b", 2), map -> map.remove("b")),
                change("a value replaced", map("a", 1), map -> map.put("a", 2)),
                change("a key replaced", map("a", 1), map -> map.put("b", map.remove("a"))),
                change("a key and its value swapped", map("a", "b"), map -> {
                    map.clear();
                    map.put("b", "a");
                }),
                change("an element of a set", new LinkedHashSet<>(List.of("a")), set -> set.add("b")),
                change("a record's list", basket(), basket -> basket.products().add("desk")),
                change(
                        "a list in a record's map",
                        basket(),
                        basket -> basket.counts().get("lamp").set(0, 1001)),
                change(
                        "a record in a list",
                        list(basket(), "x"),
                        list -> ((Basket) list.get(0)).products().clear()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void changed(String how, Object value, Consumer<Object> change) {
        Footprint footprint = Footprint.of(value);
        change.accept(value);
        assertThat(footprint.isThatOf(value)).isFalse();
    }

    @Test
    void whateverIsDoneToATree_ifItIsThoughtUnchanged_itsJsonIs() {
        Random random = new Random(20_261_127);
        JsonCodec codec = new JsonCodec(Limits.DEFAULT);
        int unchanged = 0;
        for (int i = 0; i < 20_000; i++) {
            List<Object> root = list();
            for (int j = random.nextInt(6); j > 0; j--) {
                edit(root, random, 0);
            }
            Footprint footprint = Footprint.of(root);
            byte[] before = codec.encode("tree", null, root);
            for (int j = random.nextInt(3); j > 0; j--) {
                edit(root, random, 0);
            }
            boolean isSame = Arrays.equals(before, codec.encode("tree", null, root));
            if (footprint.isThatOf(root)) {
                assertThat(isSame).isTrue();
                unchanged++;
            }
        }
        assertThat(unchanged).isBetween(2_000, 15_000);
    }

    /** Changes a list or something inside it. */
    @SuppressWarnings("unchecked")
    private static void edit(List<Object> list, Random random, int depth) {
        int index = list.isEmpty() ? 0 : random.nextInt(list.size());
        Object chosen = list.isEmpty() ? null : list.get(index);
        if (depth < 5 && chosen instanceof List && random.nextInt(3) > 0) {
            edit((List<Object>) chosen, random, depth + 1);
        } else if (chosen instanceof Map && random.nextBoolean()) {
            ((Map<String, Object>) chosen).put("k" + random.nextInt(3), fresh(random));
        } else if (!list.isEmpty() && random.nextInt(3) == 0) {
            list.remove(index);
        } else if (!list.isEmpty() && random.nextInt(4) == 0) {
            list.add(random.nextInt(list.size()), list.remove(index));
        } else {
            list.add(index, fresh(random));
        }
    }

    private static Object fresh(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> list();
            case 1 -> map("k" + random.nextInt(3), list());
            case 2 -> random.nextInt(1_000);
            default -> "t" + random.nextInt(3);
        };
    }

    @Test
    void changedAndSaved_thenChangedBack_isSavedAgain() {
        TestEngine engine = new TestEngine();
        TestEngine.Browser ada = engine.browser().signIn("ada");
        ada.request(session -> session.put("recent", list("lamp")));
        ada.request(session -> {
            List<@Nullable Object> recent = session.list("recent");
            recent.add("rug");
            session.commit();
            recent.remove("rug");
        });
        ada.request(session -> assertThat(session.list("recent")).containsExactly("lamp"));
    }

    @Test
    void listInARecordInAList_changedInPlace_isSaved() {
        Attribute<ArrayList<Basket>> baskets = Attribute.builder(
                        "baskets", new tools.jackson.core.type.TypeReference<ArrayList<Basket>>() {})
                .build();
        TestEngine engine = new TestEngine(builder -> builder.attribute(baskets));
        TestEngine.Browser ada = engine.browser().signIn("ada");
        ada.request(session -> session.put(baskets, new ArrayList<>(List.of(basket()))));
        ada.request(session -> session.get(baskets).get(0).products().add("desk"));
        ada.request(
                session -> assertThat(session.get(baskets).get(0).products()).containsExactly("lamp", "rug", "desk"));
    }
}
