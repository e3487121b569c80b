package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for each behaviour beside its nine cells. */
class MergeBehaviorTest {

    static List<MergeBehavior> behaviors() {
        return List.of(
                MergeBehavior.LEFT_PRECEDENT,
                MergeBehavior.RIGHT_PRECEDENT,
                MergeBehavior.STORAGE_PRECEDENT,
                MergeBehavior.RETAINMENT_PRECEDENT);
    }

    @ParameterizedTest
    @MethodSource("behaviors")
    void result_hasNewContainers_andTheArgumentsOwnLeaves(MergeBehavior behavior) {
        Object leaf = new Object();
        List<Object> list = new ArrayList<>(List.of(leaf));
        Map<String, Object> inner = new LinkedHashMap<>(Map.of("leaf", leaf, "list", list));
        Map<String, Object> user = new LinkedHashMap<>(Map.of("onlyUser", inner));
        Map<String, Object> guest = new LinkedHashMap<>(Map.of("onlyGuest", list));
        Map<String, ?> merged = behavior.merge(user, guest);
        Map<?, ?> copy = (Map<?, ?>) merged.get("onlyUser");
        assertThat(copy.get("leaf")).isSameAs(leaf);
        list.add("changed afterwards");
        inner.put("too", 1);
        assertThat(copy).isEqualTo(Map.of("leaf", leaf, "list", List.of(leaf)));
        assertThat(merged.get("onlyGuest")).isEqualTo(List.of(leaf));
        assertThat(user).containsOnlyKeys("onlyUser");
        assertThat(guest).containsOnlyKeys("onlyGuest");
    }

    @ParameterizedTest
    @MethodSource("behaviors")
    void cyclicOrTooDeepStructure_isRefused(MergeBehavior behavior) {
        Map<String, Object> cyclic = new HashMap<>();
        cyclic.put("self", cyclic);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> behavior.merge(cyclic, Map.of()))
                .withMessageContaining("cyclic");
        assertThatIllegalArgumentException().isThrownBy(() -> behavior.merge(cyclic, cyclic));
        List<Object> cyclicList = new ArrayList<>();
        cyclicList.add(cyclicList);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> behavior.merge(Map.of("l", cyclicList), Map.of("l", cyclicList)));
        Object deep = 1;
        for (int i = 0; i < 600; i++) {
            deep = List.of(deep);
        }
        Map<String, Object> tooDeep = Map.of("deep", deep);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> behavior.merge(tooDeep, Map.of()))
                .withMessageContaining("500 levels");
    }

    @ParameterizedTest
    @MethodSource("behaviors")
    void whatIsRefused_isRefusedWithoutACopyToo(MergeBehavior behavior) {
        List<Object> cyclic = new ArrayList<>();
        cyclic.add(Map.of("inside", cyclic));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> behavior.mergeSharing(Map.of("user", cyclic), Map.of()))
                .withMessageContaining("cyclic");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> behavior.mergeSharing(Map.of("both", cyclic), Map.of("both", cyclic)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> behavior.mergeSharing(Map.of(), Map.of("guest", Map.of(1, "one"))))
                .withMessageContaining("not text");
        assertThat(behavior.mergeSharing(Map.of(), nested(501))).isEqualTo(nested(501));
        assertThatIllegalArgumentException().isThrownBy(() -> behavior.mergeSharing(Map.of(), nested(502)));
    }

    @Test
    void keysThatAreNotText_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MergeBehavior.LEFT_PRECEDENT.merge(Map.of("m", Map.of(1, "one")), Map.of()))
                .withMessageContaining("not text");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MergeBehavior.LEFT_PRECEDENT.merge(Map.of(), Map.of("m", Map.of(1, "one"))));
        Map<String, Map<Integer, String>> notText = Map.of("m", Map.of(1, "one"));
        assertThatIllegalArgumentException().isThrownBy(() -> MergeBehavior.LEFT_PRECEDENT.merge(notText, notText));
    }

    @Test
    void order_isTheUsersThenTheGuests() {
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("z", 1);
        user.put("b", 1);
        Map<String, Object> guest = new LinkedHashMap<>();
        guest.put("c", 2);
        guest.put("z", 2);
        guest.put("a", 2);
        assertThat(MergeBehavior.RIGHT_PRECEDENT.merge(user, guest).keySet()).containsExactly("z", "b", "c", "a");
    }

    @Test
    void customBehavior_beginsAsACopy() {
        MergeBehavior custom = MergeBehavior.LEFT_PRECEDENT.toBuilder("numbers add up")
                .on(
                        MergeBehavior.Kind.SCALAR,
                        MergeBehavior.Kind.SCALAR,
                        (left, right, with) -> (Integer) left + (Integer) right)
                .build();
        assertThat(custom.merge(Map.of("n", 1, "l", List.of(1)), Map.of("n", 2, "l", 5)))
                .isEqualTo(Map.of("n", 3, "l", List.of(1, 5)));
        assertThat(custom).hasToString("numbers add up");
        assertThat(MergeBehavior.LEFT_PRECEDENT.merge(Map.of("n", 1), Map.of("n", 2)))
                .isEqualTo(Map.of("n", 1));
    }

    @Test
    void manyMapsBesideEachOther_areNotDeep() {
        Map<String, Object> wide = new LinkedHashMap<>();
        for (int i = 0; i < 600; i++) {
            wide.put("k" + i, Map.of("x", i));
        }
        assertThat(MergeBehavior.LEFT_PRECEDENT.merge(wide, wide)).isEqualTo(wide);
    }

    @Test
    void fiveHundredLevelsWithinASession_areMerged_oneMoreIsRefused() {
        Map<String, Object> deepest = nested(501);
        assertThat(MergeBehavior.LEFT_PRECEDENT.merge(Map.of(), deepest)).isEqualTo(deepest);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MergeBehavior.LEFT_PRECEDENT.merge(Map.of(), nested(502)));
    }

    private static Map<String, Object> nested(int maps) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 1; i < maps; i++) {
            map = new LinkedHashMap<>(Map.of("k", map));
        }
        return map;
    }

    @ParameterizedTest
    @MethodSource
    void numbersOfEachType_becomeKeysAsPerlPrintsThem(Object number, String key) {
        Map<String, Object> merged =
                MergeBehavior.RETAINMENT_PRECEDENT.merge(mapOf(number), mapOf(new LinkedHashMap<>()));
        assertThat(merged.get("k")).isEqualTo(Map.of(key, number));
    }

    static List<Arguments> numbersOfEachType_becomeKeysAsPerlPrintsThem() {
        return List.of(
                Arguments.of(0.5d, "0.5"),
                Arguments.of(0.5f, "0.5"),
                Arguments.of(Double.NaN, "NaN"),
                Arguments.of(Double.POSITIVE_INFINITY, "Inf"),
                Arguments.of(Float.NEGATIVE_INFINITY, "-Inf"),
                Arguments.of(new BigDecimal("1e-10"), "1e-10"),
                Arguments.of(new BigDecimal("0.0001"), "0.0001"),
                Arguments.of(7, "7"));
    }

    private static Map<String, Object> mapOf(Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("k", value);
        return map;
    }
}
