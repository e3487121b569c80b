package dev.peruser.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JsonDifferencesTest {

    @Test
    void equalTrees_differNowhere_whateverTheirOrder() {
        Object one = Map.of("a", List.of(1, 2, 2), "b", Map.of("c", "x"));
        Object other = Map.of("b", Map.of("c", "x"), "a", List.of(2, 1, 2));
        assertThat(JsonDifferences.between(one, other)).isEmpty();
        assertThat(JsonDifferences.between(null, null)).isEmpty();
    }

    @Test
    void difference_isNamedByItsPlace_withoutPositionsInLists() {
        Object one = Map.of("a", List.of(Map.of("n", 1, "m", 1), Map.of("n", 2, "m", 1)), "b", 1, "c", 1);
        Object other = Map.of("a", List.of(Map.of("n", 3, "m", 1), Map.of("n", 4, "m", 1)), "b", 2, "c", 1);
        assertThat(JsonDifferences.between(one, other)).containsExactlyInAnyOrder("a[].n", "b");
    }

    @Test
    void whatIsOnlyOnOneSide_isADifference() {
        assertThat(JsonDifferences.between(Map.of("a", 1), Map.of())).containsExactly("a");
        assertThat(JsonDifferences.between(Map.of(), Map.of("a", Map.of("b", 1))))
                .containsExactly("a");
        assertThat(JsonDifferences.between(Map.of("l", List.of(1)), Map.of("l", List.of())))
                .containsExactly("l");
        assertThat(JsonDifferences.between(List.of(1, 1, 2), List.of(1, 2, 2))).containsExactly("[]");
        assertThat(JsonDifferences.between(Arrays.asList(1, null), List.of(1, 0)))
                .containsExactly("[]");
    }

    @Test
    void anotherKind_isADifference() {
        assertThat(JsonDifferences.between(Map.of("a", 1), List.of(1))).containsExactly("");
        assertThat(JsonDifferences.between(Map.of("a", 1), Map.of("a", "1"))).containsExactly("a");
    }

    @Test
    void place_isWithinItself_andWhatIsAroundIt() {
        Set<String> places = Set.of("a.b", "c[]");
        for (String inside : List.of("a.b", "a.b.c", "a.b[]", "c[]", "c[].d")) {
            assertThat(JsonDifferences.isWithin(inside, places)).as(inside).isTrue();
        }
        for (String outside : List.of("a", "a.bc", "a.c", "c", "")) {
            assertThat(JsonDifferences.isWithin(outside, places)).as(outside).isFalse();
        }
        assertThat(JsonDifferences.areAllWithin(Set.of("a.b", "c[].d"), places)).isTrue();
        assertThat(JsonDifferences.areAllWithin(Set.of("a.b", "d"), places)).isFalse();
        assertThat(JsonDifferences.areAllWithin(Set.of(), Set.of())).isTrue();
    }
}
