package dev.peruser.it.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ScaleDocumentTest {
    private static final Path ROOT = Path.of("../..");
    private static final Path FIGURES = Path.of("figures");

    /** If not: {@code lab/scale/run --document}. */
    @Test
    void tables_areThoseOfTheFigures() throws Exception {
        String text = Files.readString(ROOT.resolve("docs/evidence/scale.md"));
        assertThat(text).isEqualTo(ScaleDocument.withTables(text, ScaleDocument.tables(FIGURES)));
    }

    @Test
    void figures_areWithinTheFactorThatTheDocumentStates() throws Exception {
        String text = Files.readString(ROOT.resolve("docs/evidence/scale.md"));
        assertThat(text).contains("a factor of " + Options.DEFAULT_FACTOR);
        for (String store : List.of("redis", "postgresql")) {
            assertThat(Prediction.of(Figures.read(FIGURES.resolve(store + ".properties"))))
                    .isNotEmpty()
                    .allSatisfy(prediction -> assertThat(prediction.factor())
                            .as(store + ": " + prediction.what())
                            .isLessThanOrEqualTo(Options.DEFAULT_FACTOR));
        }
    }

    @Test
    void assumptions_areThoseOfThePlan() throws Exception {
        String text = Files.readString(ROOT.resolve("docs/evidence/scale.md"));
        assertThat(text)
                .contains("| at most %.0f GB |".formatted(Plan.SHARD_BYTES / 1e9))
                .contains("| at most %.0f %% of one core |".formatted(Plan.REDIS_BUSY * 100))
                .contains("| %.0f, at most %.0f %% busy |".formatted(Plan.CORES, Plan.CORES_BUSY * 100))
                .contains("| at most %.0f MB/s |".formatted(Plan.LOG_BYTES / 1e6))
                .contains("| each %.0f minutes |".formatted(Plan.CHECKPOINT_SECONDS / 60))
                .contains("| × %.1f |".formatted(Plan.ROOM))
                .contains("| at most %.0f GB each |".formatted(Plan.PARTITION_BYTES / 1e9))
                .contains("| %.0f %% of loads |".formatted(Plan.HITS * 100));
    }

    @Test
    void placeThatIsMissing_isTold() {
        assertThatThrownBy(() -> ScaleDocument.withTables("text", Map.of("measured-redis", List.of("| |"))))
                .hasMessageContaining("measured-redis");
    }

    @Test
    void table_standsBetweenItsComments() {
        String text = "before\n<!-- scale:one -->\nold\n<!-- end -->\nafter\n";
        assertThat(ScaleDocument.withTables(text, Map.of("one", List.of("| a |"))))
                .matches(Pattern.compile("before\n<!-- scale:one -->\n\n\\| a \\|\n\n<!-- end -->\nafter\n"));
    }
}
