package dev.peruser.benchmarks.growth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Figures as tables: a row for each series, a column for each amount, and how the last compares with the first. */
final class GrowthTables {
    private GrowthTables() {}

    static List<String> markdown(Dimension dimension, List<Figure> figures) {
        Map<String, TreeMap<Integer, Figure>> rows = new LinkedHashMap<>();
        figures.forEach(figure ->
                rows.computeIfAbsent(figure.series(), name -> new TreeMap<>()).put(figure.amount(), figure));
        List<Integer> amounts =
                figures.stream().map(Figure::amount).distinct().sorted().toList();
        StringBuilder head = new StringBuilder("| " + dimension.axis() + " |");
        StringBuilder rule = new StringBuilder("|---|");
        for (int amount : amounts) {
            head.append(String.format(Locale.ROOT, " %,d |", amount));
            rule.append("---:|");
        }
        List<String> lines = new ArrayList<>(List.of(head + " last/first |", rule + "---:|"));
        rows.forEach((series, row) -> {
            StringBuilder line = new StringBuilder("| " + series + " |");
            for (int amount : amounts) {
                Figure figure = row.get(amount);
                line.append(figure == null ? " |" : " " + cell(dimension, figure) + " |");
            }
            double first = row.firstEntry().getValue().value().median();
            double last = row.lastEntry().getValue().value().median();
            lines.add(line + String.format(Locale.ROOT, " %.2f |", last / first));
        });
        return lines;
    }

    private static String cell(Dimension dimension, Figure figure) {
        double value = figure.value().median();
        double other = figure.other().median();
        return switch (dimension) {
            case SESSIONS, SIZE, ATTRIBUTES -> String.format(Locale.ROOT, "%,.0f (%,.0f)", value, other);
            case DEVICES -> String.format(Locale.ROOT, "%,.0f (%.2f)", value, other);
            case SERVERS -> String.format(Locale.ROOT, "%,.0f", value);
        };
    }

    /** What the cells of a table are. */
    static String explanation(Dimension dimension) {
        return switch (dimension) {
            case SESSIONS, SIZE, ATTRIBUTES ->
                "Median time of a request in µs, one after the other; in parentheses the CPU time of the application's"
                        + " process, with the driver's threads.";
            case DEVICES ->
                "Committed changes a second, all devices together; in parentheses conflicts for each commit.";
            case SERVERS -> "Requests a second, all servers together, two threads each; all in one process.";
        };
    }

    static List<String> csv(Dimension dimension, List<Figure> figures) {
        String other = switch (dimension) {
            case SESSIONS, SIZE, ATTRIBUTES -> "cpu_micros_median";
            case DEVICES, SERVERS -> "conflicts_per_commit_median";
        };
        String value = dimension.ordinal() <= Dimension.ATTRIBUTES.ordinal() ? "micros" : "per_second";
        List<String> lines = new ArrayList<>();
        lines.add("series,amount," + value + "_lower_quartile," + value + "_median," + value + "_upper_quartile,"
                + other);
        for (Figure figure : figures) {
            lines.add(String.format(
                    Locale.ROOT,
                    "\"%s\",%d,%.2f,%.2f,%.2f,%.3f",
                    figure.series(),
                    figure.amount(),
                    figure.value().lower(),
                    figure.value().median(),
                    figure.value().upper(),
                    figure.other().median()));
        }
        return lines;
    }
}
