package dev.peruser.it.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.Attribute;
import dev.peruser.Bounds;
import dev.peruser.Limits;
import dev.peruser.MergeBehavior;
import dev.peruser.internal.codec.JsonCodec;
import dev.peruser.internal.merge.ThreeWayMerge;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** The rules of the three-way merge (rebase of in-place changes) and of the sign-in's merge on any trees. */
public final class MergeFuzz {
    private static final Attribute<Object> IDENTIFIED =
            Attribute.builder("x", Object.class).itemIdentity("id").build();
    private static final Attribute<Object> COUNTING =
            Attribute.builder("x", Object.class).counter().build();
    private static final Attribute<Object> COUNTING_INSIDE = Attribute.builder("x", Object.class)
            .itemIdentity("id")
            .counts("*", Bounds.between(0, 5))
            .counts("*.*", Bounds.atMost(1.5))
            .build();
    private static final JsonCodec CODEC = new JsonCodec(Limits.DEFAULT);
    private static final List<MergeBehavior> BEHAVIORS = List.of(
            MergeBehavior.LEFT_PRECEDENT,
            MergeBehavior.RIGHT_PRECEDENT,
            MergeBehavior.STORAGE_PRECEDENT,
            MergeBehavior.RETAINMENT_PRECEDENT);
    private static final int DEPTH = 3;

    private MergeFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        Choices choices = new Choices(data);
        switch (choices.oneOf(5)) {
            case 0 -> trees(choices, null);
            case 1 -> trees(choices, IDENTIFIED);
            case 2 -> scalarLists(choices);
            case 3 -> identifiedItems(choices);
            default -> signIn(choices.withAnyDecimal());
        }
    }

    private static Object merge(Attribute<?> attribute, Object base, Object mine, Object theirs) {
        ThreeWayMerge merge = new ThreeWayMerge(attribute, ThreeWayMerge.Missing.WAS_REMOVED);
        return merge.merge(tree(base), tree(mine), tree(theirs)).orElseThrow().value();
    }

    private static Optional<ThreeWayMerge.Tree> tree(Object value) {
        return Optional.of(new ThreeWayMerge.Tree(value));
    }

    // ---- any trees

    private static void trees(Choices choices, Attribute<?> attribute) {
        Object base = choices.tree(DEPTH);
        Object mine = choices.oneOf(4) == 0 ? choices.tree(DEPTH) : choices.changed(base, DEPTH);
        Object theirs = choices.oneOf(4) == 0 ? choices.tree(DEPTH) : choices.changed(base, DEPTH);
        Object unmodified = List.of(copy(List.of(wrap(base), wrap(mine), wrap(theirs))));
        assertThat(merge(attribute, base, mine, base)).isEqualTo(mine);
        assertThat(merge(attribute, base, base, theirs)).isEqualTo(theirs);
        Object merged = merge(attribute, base, mine, theirs);
        assertThat(merge(attribute, base, mine, theirs)).isEqualTo(merged);
        oneSidedChangesSurvive(base, mine, theirs, merged);
        if (!holdsLists(mine)) {
            assertThat(merge(attribute, base, mine, mine)).isEqualTo(mine);
        }
        merge(COUNTING, base, mine, theirs);
        merge(COUNTING_INSIDE, base, mine, theirs);
        ThreeWayMerge arriving = new ThreeWayMerge(attribute, ThreeWayMerge.Missing.NEVER_WAS);
        Object joined = arriving.merge(Optional.empty(), tree(mine), tree(theirs))
                .orElseThrow()
                .value();
        nothingIsMissing(mine, theirs, joined);
        arriving.merge(tree(base), tree(mine), tree(theirs));
        assertThat(Objects.equals(List.of(List.of(wrap(base), wrap(mine), wrap(theirs))), unmodified))
                .as("arguments are not changed")
                .isTrue();
        assertThat(CODEC.decodePlain(CODEC.encodePlain(merged)))
                .isEqualTo(CODEC.decodePlain(CODEC.encodePlain(merged)));
    }

    private static Object wrap(Object value) {
        return Optional.ofNullable(value);
    }

    /** A deep copy. */
    private static Object copy(Object value) {
        if (value instanceof Optional<?> wrapped) {
            return wrapped.map(MergeFuzz::copy);
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, element) -> copy.put(key, copy(element)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(element -> copy.add(copy(element)));
            return copy;
        }
        return value;
    }

    private static boolean holdsLists(Object value) {
        return value instanceof List
                || (value instanceof Map<?, ?> map && map.values().stream().anyMatch(MergeFuzz::holdsLists));
    }

    private static void oneSidedChangesSurvive(Object base, Object mine, Object theirs, Object merged) {
        if (!(base instanceof Map<?, ?> before
                && mine instanceof Map<?, ?> left
                && theirs instanceof Map<?, ?> right
                && merged instanceof Map<?, ?> result)) {
            scalarsOfBothAreMine(base, mine, theirs, merged);
            return;
        }
        TreeSet<Object> keys = new TreeSet<>(before.keySet());
        keys.addAll(left.keySet());
        keys.addAll(right.keySet());
        for (Object key : keys) {
            boolean wasThere = before.containsKey(key);
            boolean isRemoved = wasThere && !(left.containsKey(key) && right.containsKey(key));
            assertThat(result.containsKey(key)).as("presence of " + key).isEqualTo(!isRemoved);
            if (isRemoved) {
                continue;
            }
            if (!right.containsKey(key) || (wasThere && Objects.equals(before.get(key), right.get(key)))) {
                assertThat(result.get(key)).as("mine at " + key).isEqualTo(left.get(key));
            } else if (!left.containsKey(key) || (wasThere && Objects.equals(before.get(key), left.get(key)))) {
                assertThat(result.get(key)).as("theirs at " + key).isEqualTo(right.get(key));
            } else if (wasThere) {
                oneSidedChangesSurvive(before.get(key), left.get(key), right.get(key), result.get(key));
            }
        }
        assertThat(keys.containsAll(result.keySet())).isTrue();
    }

    private static void scalarsOfBothAreMine(Object base, Object mine, Object theirs, Object merged) {
        boolean isScalar = !(mine instanceof Map) && !(mine instanceof List);
        if (isScalar && !Objects.equals(base, mine)) {
            assertThat(merged).as("the later commit wins over " + theirs).isEqualTo(mine);
        }
    }

    private static void nothingIsMissing(Object guest, Object user, Object joined) {
        if (guest instanceof Map<?, ?> left && user instanceof Map<?, ?> right) {
            Map<?, ?> result = (Map<?, ?>) joined;
            left.keySet().forEach(key -> assertThat(result.containsKey(key)).isTrue());
            right.keySet().forEach(key -> assertThat(result.containsKey(key)).isTrue());
            assertThat(result.keySet().stream().allMatch(key -> left.containsKey(key) || right.containsKey(key)))
                    .isTrue();
        } else {
            List<Object> possible = new ArrayList<>();
            possible.add(guest);
            possible.add(user);
            if (!(guest instanceof List && user instanceof List)) {
                assertThat(possible).contains(joined);
            }
        }
    }

    // ---- lists of scalars: additions are occurrences

    private static void scalarLists(Choices choices) {
        List<Object> base = scalars(choices);
        List<Object> mine = edited(base, choices);
        List<Object> theirs = edited(base, choices);
        List<?> merged = (List<?>) merge(null, base, mine, theirs);
        List<?> both = (List<?>) merge(null, base, mine, mine);
        for (int value = 0; value < 4; value++) {
            int before = Collections.frequency(base, value);
            int left = Collections.frequency(mine, value);
            int right = Collections.frequency(theirs, value);
            int added = Math.max(0, left - before) + Math.max(0, right - before);
            int leftRemoved = Math.max(0, before - left);
            int rightRemoved = Math.max(0, before - right);
            int least = before - Math.min(before, leftRemoved + rightRemoved) + added;
            int most = before - Math.max(leftRemoved, rightRemoved) + added;
            assertThat(Collections.frequency(merged, value)).isBetween(least, most);
            if (!base.equals(mine)) {
                assertThat(Collections.frequency(both, value)).isEqualTo(left + Math.max(0, left - before));
            }
        }
        counters(choices);
    }

    private static List<Object> scalars(Choices choices) {
        List<Object> list = new ArrayList<>();
        for (int i = choices.oneOf(8); i > 0; i--) {
            list.add(choices.oneOf(4));
        }
        return list;
    }

    private static List<Object> edited(List<Object> base, Choices choices) {
        List<Object> list = new ArrayList<>(base);
        for (int i = choices.oneOf(5); i > 0; i--) {
            int edit = choices.oneOf(3);
            if (edit == 0) {
                list.add(choices.oneOf(list.size() + 1), choices.oneOf(4));
            } else if (!list.isEmpty()) {
                Object taken = list.remove(choices.oneOf(list.size()));
                if (edit == 1) {
                    list.add(choices.oneOf(list.size() + 1), taken);
                }
            }
        }
        return list;
    }

    private static void counters(Choices choices) {
        long base = choices.unit();
        long mine = choices.unit();
        long theirs = choices.unit() * 0x1_0000_0000_0000L;
        Object merged = merge(COUNTING, Map.of("n", base), Map.of("n", mine), Map.of("n", theirs));
        BigDecimal sum = new BigDecimal(((Map<?, ?>) merged).get("n").toString());
        assertThat(sum)
                .isEqualByComparingTo(
                        BigDecimal.valueOf(theirs).add(BigDecimal.valueOf(mine)).subtract(BigDecimal.valueOf(base)));
    }

    // ---- lists whose elements have an identity

    private static void identifiedItems(Choices choices) {
        List<Map<String, Object>> base = new ArrayList<>();
        for (int id = 0; id < 6; id++) {
            if (choices.yes()) {
                base.add(choices.oneOf(base.size() + 1), item(id, choices));
            }
        }
        List<Map<String, Object>> mine = editedItems(base, choices);
        List<Map<String, Object>> theirs = editedItems(base, choices);
        Map<Object, Map<?, ?>> merged = byId((List<?>) merge(IDENTIFIED, base, mine, theirs));
        Map<Object, Map<?, ?>> before = byId(base);
        Map<Object, Map<?, ?>> left = byId(mine);
        Map<Object, Map<?, ?>> right = byId(theirs);
        oneSidedChangesSurvive(before, left, right, merged);
    }

    private static Map<String, Object> item(int id, Choices choices) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("id", id);
        item.put("quantity", choices.oneOf(3));
        return item;
    }

    private static List<Map<String, Object>> editedItems(List<Map<String, Object>> base, Choices choices) {
        List<Map<String, Object>> items = new ArrayList<>();
        base.forEach(item -> items.add(new LinkedHashMap<>(item)));
        for (int i = choices.oneOf(5); i > 0; i--) {
            int edit = choices.oneOf(4);
            int id = choices.oneOf(6);
            boolean isThere =
                    items.stream().anyMatch(item -> Integer.valueOf(id).equals(item.get("id")));
            if (edit == 0 && !isThere) {
                items.add(choices.oneOf(items.size() + 1), item(id, choices));
            } else if (edit > 0 && !items.isEmpty()) {
                Map<String, Object> item = items.remove(choices.oneOf(items.size()));
                if (edit > 1) {
                    item.put(edit == 2 ? "quantity" : "note", choices.oneOf(5));
                    items.add(choices.oneOf(items.size() + 1), item);
                }
            }
        }
        return items;
    }

    private static Map<Object, Map<?, ?>> byId(List<?> items) {
        Map<Object, Map<?, ?>> byId = new LinkedHashMap<>();
        items.forEach(item -> assertThat(byId.put(((Map<?, ?>) item).get("id"), (Map<?, ?>) item))
                .as("an identity is there once")
                .isNull());
        return byId;
    }

    // ---- the sign-in's merge

    private static void signIn(Choices choices) {
        Map<String, Object> user = choices.map(DEPTH);
        Map<String, Object> guest = choices.map(DEPTH);
        Object unmodified = copy(List.of(user, guest));
        for (MergeBehavior behavior : BEHAVIORS) {
            Map<String, Object> merged = behavior.merge(user, guest);
            assertThat(behavior.merge(user, guest)).as(behavior + " twice").isEqualTo(merged);
            TreeSet<String> keys = new TreeSet<>(user.keySet());
            keys.addAll(guest.keySet());
            assertThat(new TreeSet<>(merged.keySet())).isEqualTo(keys);
            Map<Object, Integer> result = leaves(merged);
            if (behavior == MergeBehavior.LEFT_PRECEDENT) {
                assertThat(isWithin(leaves(user), result))
                        .as("the user's are all there")
                        .isTrue();
            } else if (behavior == MergeBehavior.RIGHT_PRECEDENT) {
                assertThat(isWithin(leaves(guest), result))
                        .as("the guest's are all there")
                        .isTrue();
            } else if (behavior == MergeBehavior.RETAINMENT_PRECEDENT) {
                Map<Object, Integer> all = leaves(user);
                leaves(guest).forEach((leaf, count) -> all.merge(leaf, count, Integer::sum));
                assertThat(result).as("nothing is dropped").isEqualTo(all);
            }
        }
        assertThat(List.of(user, guest)).isEqualTo(unmodified);
    }

    private static boolean isWithin(Map<Object, Integer> part, Map<Object, Integer> whole) {
        return part.entrySet().stream().allMatch(leaf -> whole.getOrDefault(leaf.getKey(), 0) >= leaf.getValue());
    }

    /** How often each scalar is in a tree. */
    private static Map<Object, Integer> leaves(Object tree) {
        Map<Object, Integer> leaves = new HashMap<>();
        count(tree, leaves);
        return leaves;
    }

    private static void count(Object tree, Map<Object, Integer> leaves) {
        if (tree instanceof Map<?, ?> map) {
            map.values().forEach(value -> count(value, leaves));
        } else if (tree instanceof List<?> list) {
            list.forEach(value -> count(value, leaves));
        } else {
            leaves.merge(Optional.ofNullable(tree), 1, Integer::sum);
        }
    }
}
