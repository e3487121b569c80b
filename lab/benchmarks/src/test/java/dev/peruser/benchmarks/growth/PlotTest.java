package dev.peruser.benchmarks.growth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.benchmarks.report.Quartiles;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlotTest {

    @Test
    void svg_namesAxisAndLines() {
        String picture = Plot.svg(Dimension.SESSIONS, figures());

        assertThat(picture).startsWith("<svg");
        List.of("stored sessions", "one line", "another line")
                .forEach(text -> assertThat(picture.contains(">" + text + "</text>"))
                        .as(text)
                        .isTrue());
    }

    @Test
    void markdown_comparesTheLastWithTheFirst() {
        assertThat(GrowthTables.markdown(Dimension.SESSIONS, figures()))
                .containsExactly(
                        "| stored sessions | 10 | 1,000 | last/first |",
                        "|---|---:|---:|---:|",
                        "| one line | 20 (1) | 40 (1) | 2.00 |",
                        "| another line | 30 (1) | 30 (1) | 1.00 |");
    }

    private static List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        figures.add(figure("one line", 10, 20));
        figures.add(figure("another line", 10, 30));
        figures.add(figure("one line", 1_000, 40));
        figures.add(figure("another line", 1_000, 30));
        return figures;
    }

    private static Figure figure(String series, int amount, double value) {
        return new Figure(series, amount, Quartiles.of(value), Quartiles.of(1));
    }
}
