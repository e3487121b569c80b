package dev.peruser.benchmarks.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GrowthOptionsTest {

    @Test
    void parse_takesDimensions() {
        GrowthOptions options = GrowthOptions.parse("--quick", "--only", "size,servers");

        assertThat(options.dimensions()).containsExactly(Dimension.SIZE, Dimension.SERVERS);
        assertThat(options.upTo(1_000, 10, 1, 10, 100, 1_000)).containsExactly(1, 10);
        assertThat(GrowthOptions.parse().upTo(1_000, 10, 1, 10, 100, 1_000)).containsExactly(1, 10, 100, 1_000);
    }

    @Test
    void parse_namesAllMistakes() {
        assertThatThrownBy(() -> GrowthOptions.parse("--only", "everything", "--fast"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("everything", "--fast");
    }
}
