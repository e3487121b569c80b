package dev.peruser.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsTest {

    @Test
    void with_replacesOnlyWhatIsBetweenTheMarks() {
        String text =
                "# Title\n\n<!-- bench:one -->\n\nold\n\n<!-- end -->\n\nBetween.\n\n<!-- bench:two -->\n<!-- end -->\n";

        assertThat(Results.with(text, "one", List.of("| new $1 |")))
                .isEqualTo(
                        "# Title\n\n<!-- bench:one -->\n\n| new $1 |\n\n<!-- end -->\n\nBetween.\n\n<!-- bench:two -->\n<!-- end -->\n");
    }

    @Test
    void with_makesTheMarksWhereThereAreNone() {
        assertThat(Results.with("# Title\n", "one", List.of("new")))
                .isEqualTo("# Title\n\n<!-- bench:one -->\n\nnew\n\n<!-- end -->\n");
    }

    @Test
    void quartiles_areBetweenFigures() {
        assertThat(Quartiles.of(4, 1, 3, 2)).isEqualTo(new Quartiles(1.75, 2.5, 3.25));
        assertThatThrownBy(Quartiles::of).isInstanceOf(IllegalArgumentException.class);
    }
}
