package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The ready rules, for each type that they are for. */
class MergerTest {
    private static final BigInteger HUGE = BigInteger.TWO.pow(80);

    private record Numbers(Object user, Object guest, Object sum, Object maximum) {}

    static List<Numbers> numbers() {
        return List.of(
                new Numbers(2, 3, 5, 3),
                new Numbers(3, 2, 5, 3),
                new Numbers(2L, 3, 5L, 3),
                new Numbers(2, 3L, 5L, 3L),
                new Numbers((short) 2, (byte) 3, 5L, (byte) 3),
                new Numbers((byte) 2, (short) 3, 5L, (short) 3),
                new Numbers(HUGE, 1, HUGE.add(BigInteger.ONE), HUGE),
                new Numbers(1L, HUGE, HUGE.add(BigInteger.ONE), HUGE),
                new Numbers(HUGE, HUGE, HUGE.add(HUGE), HUGE),
                new Numbers(new BigDecimal("0.1"), new BigDecimal("0.2"), new BigDecimal("0.3"), new BigDecimal("0.2")),
                new Numbers(1, new BigDecimal("0.5"), new BigDecimal("1.5"), 1),
                new Numbers(new BigDecimal("0.5"), 1, new BigDecimal("1.5"), 1),
                new Numbers(new BigDecimal("0.5"), 0.25d, new BigDecimal("0.75"), new BigDecimal("0.5")),
                new Numbers(0.5d, 0.25d, 0.75d, 0.5d),
                new Numbers(0.25f, 0.5f, 0.75d, 0.5f),
                new Numbers(1, 0.5d, 1.5d, 1),
                new Numbers(0.5f, 1, 1.5d, 1));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void sumAndMaximum_areExact_inTheWiderType(Numbers numbers) {
        assertThat(Merger.sum().merge(numbers.user(), numbers.guest())).isEqualTo(numbers.sum());
        assertThat(Merger.maximum().merge(numbers.user(), numbers.guest())).isEqualTo(numbers.maximum());
    }

    @Test
    void ofEqualNumbers_theUsersStays() {
        Object user = new BigDecimal("1.0");
        assertThat(Merger.maximum().merge(user, new BigDecimal("1.00"))).isSameAs(user);
    }

    @Test
    void overflow_throws() {
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> Merger.<Object>sum().merge(Integer.MAX_VALUE, 1));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> Merger.<Object>sum().merge(Long.MAX_VALUE, 1));
    }

    @Test
    void mapsOfNumbers_meetKeyByKey_alsoNested_nullSaysNothing() {
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("both", 1);
        user.put("user", 2);
        user.put("usersNull", null);
        user.put("guestsNull", 3);
        user.put("nested", Map.of("x", 1));
        Map<String, Object> guest = new LinkedHashMap<>();
        guest.put("both", 10);
        guest.put("usersNull", 4);
        guest.put("guestsNull", null);
        guest.put("nested", Map.of("x", 5));
        guest.put("guest", 6);
        Map<String, Object> sum = Merger.<Map<String, Object>>sum().merge(user, guest);
        assertThat(sum)
                .isEqualTo(Map.of(
                        "both", 11, "user", 2, "usersNull", 4, "guestsNull", 3, "nested", Map.of("x", 6), "guest", 6));
        assertThat(sum.keySet()).containsExactly("both", "user", "usersNull", "guestsNull", "nested", "guest");
        assertThat(user).containsEntry("both", 1);
    }

    @Test
    void valuesThatARuleIsNotFor_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Merger.<Object>sum().merge("a", 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Merger.<Object>sum().merge(1, "a"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Merger.<Object>sum().merge(Map.of(), 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Merger.<Object>sum().merge(1, Map.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Merger.<Object>union().merge("a", List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Merger.<Object>union().merge(List.of(), "a"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Merger.<Object>union().merge(Map.of(), Set.of()));
    }

    @Test
    void union_hasTheUsersElements_thenThoseOfTheGuestThatAreNotThere() {
        assertThat(Merger.<List<String>>union().merge(List.of("a", "a", "b"), List.of("c", "a", "c")))
                .isEqualTo(new ArrayList<>(List.of("a", "a", "b", "c")));
        assertThat(new ArrayList<>(Merger.<Set<String>>union()
                        .merge(new LinkedHashSet<>(List.of("b", "a")), new LinkedHashSet<>(List.of("c", "a")))))
                .containsExactly("b", "a", "c");
        Map<String, Integer> maps = Merger.<Map<String, Integer>>union()
                .merge(new LinkedHashMap<>(Map.of("both", 1)), Map.of("both", 2, "guest", 3));
        assertThat(maps).isEqualTo(Map.of("both", 2, "guest", 3));
    }

    @Test
    void newest_isTheLater_ofEqualOnesTheGuests() {
        Merger<List<Integer>> rule = Merger.newest(list -> list.get(0));
        assertThat(rule.merge(List.of(2, 0), List.of(1, 1))).isEqualTo(List.of(2, 0));
        assertThat(rule.merge(List.of(1, 0), List.of(2, 1))).isEqualTo(List.of(2, 1));
        assertThat(rule.merge(List.of(1, 0), List.of(1, 1))).isEqualTo(List.of(1, 1));
    }

    @Test
    void sum_makesACounterOfItsAttribute_theOtherRulesDoNot() {
        assertThat(counts(Merger.sum())).isTrue();
        assertThat(counts(Merger.maximum())).isFalse();
        assertThat(counts(Merger.keepUsers())).isFalse();
        assertThat(Attribute.builder("n", Integer.class).counter().build().isCounter())
                .isTrue();
        assertThat(Attribute.of("n", Integer.class).isCounter()).isFalse();
    }

    private static boolean counts(Merger<Integer> rule) {
        return Attribute.builder("n", Integer.class).mergeBy(rule).build().isCounter();
    }
}
