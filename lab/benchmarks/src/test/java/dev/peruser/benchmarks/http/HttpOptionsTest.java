package dev.peruser.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HttpOptionsTest {

    @Test
    void parse_takesWhatIsGivenBeforeWhatQuickMeans() {
        HttpOptions options = HttpOptions.parse("--rounds", "7", "--quick", "--shops", "container,peruser");

        assertThat(options.rounds()).isEqualTo(7);
        assertThat(options.seconds()).isEqualTo(2);
        assertThat(options.shops()).containsExactly(ShopKind.CONTAINER, ShopKind.PERUSER);
        assertThat(options.isRecorded()).isFalse();
    }

    @Test
    void parse_namesAllMistakes() {
        assertThatThrownBy(() -> HttpOptions.parse("--rounds", "none", "--fast", "--shops", "mine"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("--rounds", "--fast", "--shops");
    }
}
