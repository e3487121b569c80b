package dev.peruser.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CirclesTest {

    @Test
    void circle_ofFive_isFound() {
        Map<String, Set<String>> ring = Map.of(
                "a",
                Set.of("b"),
                "b",
                Set.of("c"),
                "c",
                Set.of("d", "x"),
                "d",
                Set.of("e"),
                "e",
                Set.of("a"),
                "x",
                Set.of());
        assertThat(new Circles(ring).all())
                .contains(Set.of("a", "b", "c", "d", "e"))
                .contains(Set.of("x"));
    }
}
