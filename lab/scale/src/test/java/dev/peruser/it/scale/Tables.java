package dev.peruser.it.scale;

import dev.peruser.it.scale.Figures.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What was measured and predicted, as tables in Markdown. */
final class Tables {
    private static final List<String> OPERATIONS = List.of("load", "save", "sign-in", "mix");

    private Tables() {}

    /** A column for each number of sessions. */
    static List<String> measured(Figures figures) {
        List<Step> steps = figures.all();
        List<String> lines = new ArrayList<>();
        lines.add("| " + figures.fact("product") + ", " + figures.fact("machine") + ", " + figures.fact("date") + ", "
                + figures.fact("clients") + " clients | "
                + steps.stream()
                        .map(step -> "%,d sessions".formatted(step.sessions()))
                        .collect(Collectors.joining(" | "))
                + " |");
        lines.add("|---|" + "---:|".repeat(steps.size()));
        for (String part : figures.last().parts().keySet()) {
            lines.add(row("bytes of a session: " + part, steps, step -> number(step.get("size." + part))));
        }
        lines.add(row("bytes of a session, all", steps, step -> number(step.bytes())));
        optional(lines, steps, "memory-usage", "by `MEMORY USAGE`");
        optional(lines, steps, "tracking", "bytes to track a copy of one client");
        for (String operation : OPERATIONS) {
            String name = operation.equals("mix") ? "request of the mix" : operation;
            lines.add(row(name + ": server CPU, µs", steps, step -> number(step.get(operation + ".cpu"))));
            lines.add(row(
                    name + ": a second; median, p99 in µs",
                    steps,
                    step -> number(step.get(operation + ".rate")) + "; " + number(step.get(operation + ".median"))
                            + ", " + number(step.get(operation + ".p99"))));
            if (figures.last().get(operation + ".received") > 0) {
                lines.add(row(
                        name + ": bytes to the server, from it",
                        steps,
                        step -> number(step.get(operation + ".received")) + ", "
                                + number(step.get(operation + ".sent"))));
            }
            if (figures.last().get(operation + ".log") > 10) {
                lines.add(row(name + ": bytes of log", steps, step -> log(step, operation)));
            }
        }
        optional(lines, steps, "vacuum.cpu", "vacuum: server CPU for each save before it, µs");
        optional(lines, steps, "vacuum.log", "vacuum: bytes of log for each save before it");
        optional(lines, steps, "purge.cpu", "purge: server CPU of an expired session, µs");
        optional(lines, steps, "purge.log", "purge: bytes of log of an expired session");
        return lines;
    }

    private static String log(Step step, String operation) {
        double images = step.get(operation + ".images") * step.get(operation + ".image-bytes");
        String all = number(step.get(operation + ".log"));
        return images == 0
                ? all
                : all + ", of it " + number(images) + " in " + decimal(step.get(operation + ".images"))
                        + " page images";
    }

    /** Predicted beside measured. */
    static List<String> predicted(Figures figures) {
        List<String> lines = new ArrayList<>();
        lines.add("| %s, %,d sessions from the figures at %,d | predicted | measured | factor |"
                .formatted(
                        figures.fact("product"),
                        figures.last().sessions(),
                        figures.basis().sessions()));
        lines.add("|---|---:|---:|---:|");
        for (Prediction prediction : Prediction.of(figures)) {
            lines.add("| " + prediction.what() + " | " + number(prediction.predicted()) + " | "
                    + number(prediction.measured()) + " | " + decimal(prediction.factor()) + " |");
        }
        return lines;
    }

    private static void optional(List<String> lines, List<Step> steps, String figure, String name) {
        if (steps.get(steps.size() - 1).figures().containsKey(figure)) {
            lines.add(row(name, steps, step -> number(step.get(figure))));
        }
    }

    private static String row(String name, List<Step> steps, Function<Step, String> cell) {
        return "| " + name + " | " + steps.stream().map(cell).collect(Collectors.joining(" | ")) + " |";
    }

    static String number(double value) {
        return value >= 20 ? String.format(Locale.ROOT, "%,.0f", value) : String.format(Locale.ROOT, "%.1f", value);
    }

    static String decimal(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
