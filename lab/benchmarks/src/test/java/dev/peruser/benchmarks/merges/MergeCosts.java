package dev.peruser.benchmarks.merges;

import com.sun.management.ThreadMXBean;
import dev.peruser.benchmarks.growth.Figure;
import dev.peruser.benchmarks.growth.Plot;
import dev.peruser.benchmarks.report.Quartiles;
import dev.peruser.benchmarks.report.Results;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Measures what merges cost, by the processor time of their thread, from 100 to 100,000 elements, and how that grows:
 * the slope of a line through the points where both axes are logarithmic. 1 is linear, 2 quadratic.
 */
public final class MergeCosts {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int[] SIZES = {100, 1_000, 10_000, 100_000};
    private static final int MOST_IF_QUICK = 10_000;
    private static final double STEEPEST = 1.2;
    /** All sizes in turns: what the just-in-time compiler takes back at a new size, it has made again by the next. */
    private static final int ROUNDS = 5;

    private static final long ENOUGH_NANOS = 50_000_000;
    private static final int MOST_RUNS = 100;
    private static final long ENOUGH_NANOS_IN_ALL = 2_000_000_000;

    /** How many elements one look at the clock is for, at least: short merges are made several times. */
    private static final int ELEMENTS_TIMED = 10_000;

    private static final int ELEMENTS_WARM = 300_000;

    private MergeCosts() {}

    /**
     * Runs it.
     *
     * @throws IllegalStateException if something grows faster than it may; not in a quick run, which is too noisy
     */
    public static void run(String[] arguments, PrintStream out) throws IOException {
        List<String> options = List.of(arguments);
        if (!List.of("--quick", "--record").containsAll(options)) {
            throw new IllegalArgumentException("options: [--quick] [--record]");
        }
        boolean isQuick = options.contains("--quick");
        int[] sizes = Arrays.stream(SIZES)
                .filter(size -> size <= (isQuick ? MOST_IF_QUICK : Integer.MAX_VALUE))
                .toArray();
        List<Measured> all = new ArrayList<>();
        for (MergeCase one : MergeCases.all()) {
            all.add(measure(one, sizes, isQuick));
        }
        List<String> lines = new ArrayList<>(List.of(
                "Processor time of one merge, " + Results.circumstances() + ".",
                "",
                "![time of a merge against elements on each side](performance/merges.svg)",
                "",
                "Each line is the slowest of its kind.",
                ""));
        lines.addAll(table(all, sizes));
        lines.add("");
        lines.add(SignInCosts.sentence());
        Results.write("merges.csv", csv(all));
        boolean isRecorded = options.contains("--record");
        Path pictures = isRecorded ? Results.DOCUMENT.resolveSibling("performance") : Path.of("lab/benchmarks/target");
        Files.createDirectories(pictures);
        Files.writeString(pictures.resolve("merges.svg"), picture(all, sizes));
        all.stream()
                .sorted((one, other) -> Double.compare(other.slope(), one.slope()))
                .limit(20)
                .forEach(one -> out.printf(Locale.ROOT, "%.2f %s%n", one.slope(), one.name()));
        lines.forEach(out::println);
        if (isRecorded) {
            Results.show(Results.DOCUMENT, "merges", lines);
        }
        if (!isQuick) {
            requireFlat(all);
        }
    }

    private static void requireFlat(List<Measured> all) {
        List<String> steep = all.stream()
                .filter(one -> one.slope() > STEEPEST)
                .map(one -> String.format(Locale.ROOT, "%.2f %s", one.slope(), one.name()))
                .toList();
        if (!steep.isEmpty()) {
            throw new IllegalStateException("steeper than " + STEEPEST + ": " + steep);
        }
    }

    /** The least times of one case, in microseconds, by size. */
    private record Measured(MergeCase one, TreeMap<Integer, Double> micros) {
        String name() {
            return one.kind() + ", " + one.name();
        }

        /** Of the straight line that fits the points best. */
        double slope() {
            double meanX =
                    micros.keySet().stream().mapToDouble(Math::log).average().orElseThrow();
            double meanY =
                    micros.values().stream().mapToDouble(Math::log).average().orElseThrow();
            double above = 0;
            double below = 0;
            for (Map.Entry<Integer, Double> point : micros.entrySet()) {
                double x = Math.log(point.getKey()) - meanX;
                above += x * (Math.log(point.getValue()) - meanY);
                below += x * x;
            }
            return above / below;
        }
    }

    private static Measured measure(MergeCase one, int[] sizes, boolean isQuick) {
        Runnable warmUp = one.ofSize().apply(SIZES[1]);
        for (int i = 0; i < ELEMENTS_WARM / SIZES[1] / (isQuick ? 10 : 1); i++) {
            warmUp.run();
        }
        Map<Integer, Runnable> merges = new LinkedHashMap<>();
        for (int size : sizes) {
            merges.put(size, one.ofSize().apply(size));
        }
        Map<Integer, Timing> timings = new TreeMap<>();
        merges.forEach((size, merge) -> timings.put(size, new Timing(merge, size)));
        for (int round = 0; round < (isQuick ? 1 : ROUNDS); round++) {
            timings.values().forEach(Timing::run);
        }
        TreeMap<Integer, Double> micros = new TreeMap<>();
        timings.forEach((size, timing) -> micros.put(size, timing.micros()));
        return new Measured(one, micros);
    }

    /** The least time that merges of one size take. */
    private static final class Timing {
        private final Runnable merge;
        private final int times;
        private long least = Long.MAX_VALUE;
        private long spentInAll;

        Timing(Runnable merge, int size) {
            this.merge = merge;
            this.times = Math.max(1, ELEMENTS_TIMED / size);
        }

        void run() {
            long spent = 0;
            for (int runs = 0; spent < ENOUGH_NANOS && runs < MOST_RUNS && spentInAll < ENOUGH_NANOS_IN_ALL; runs++) {
                long before = THREADS.getCurrentThreadCpuTime();
                for (int i = 0; i < times; i++) {
                    merge.run();
                }
                long taken = THREADS.getCurrentThreadCpuTime() - before;
                least = Math.min(least, taken);
                spent += taken;
                spentInAll += taken;
            }
        }

        double micros() {
            return Math.max(1, least) / 1e3 / times;
        }
    }

    /** For each kind the greatest time of each size. */
    private static Map<String, TreeMap<Integer, Double>> slowest(List<Measured> all) {
        Map<String, TreeMap<Integer, Double>> slowest = new LinkedHashMap<>();
        all.forEach(one -> one.micros()
                .forEach((size, micros) -> slowest.computeIfAbsent(one.one().kind(), kind -> new TreeMap<>())
                        .merge(size, micros, Math::max)));
        return slowest;
    }

    private static List<String> table(List<Measured> all, int[] sizes) {
        StringBuilder head = new StringBuilder("| kind | cases |");
        StringBuilder rule = new StringBuilder("|---|---:|");
        for (int size : sizes) {
            head.append(String.format(Locale.ROOT, " %,d |", size));
            rule.append("---:|");
        }
        List<String> lines = new ArrayList<>(List.of(head + " steepest slope |", rule + "---:|"));
        slowest(all).forEach((kind, times) -> {
            List<Measured> same =
                    all.stream().filter(one -> one.one().kind().equals(kind)).toList();
            StringBuilder line = new StringBuilder("| " + kind + " | " + same.size() + " |");
            times.values().forEach(micros -> line.append(String.format(Locale.ROOT, " %,.0f µs |", micros)));
            double steepest = same.stream().mapToDouble(Measured::slope).max().orElseThrow();
            lines.add(line + String.format(Locale.ROOT, " %.2f |", steepest));
        });
        return lines;
    }

    private static String picture(List<Measured> all, int[] sizes) {
        List<Figure> figures = new ArrayList<>();
        slowest(all)
                .forEach((kind, times) -> times.forEach((size, micros) ->
                        figures.add(new Figure(kind, size, Quartiles.of(micros), Quartiles.of(micros)))));
        double first = figures.get(0).value().median();
        for (int size : sizes) {
            double quadratic = first * size / sizes[0] * size / sizes[0];
            if (size <= MOST_IF_QUICK) {
                figures.add(
                        new Figure("quadratic, to compare", size, Quartiles.of(quadratic), Quartiles.of(quadratic)));
            }
        }
        return Plot.svg(new Plot.Axes("merges", "elements on each side", 10, "time of a merge (µs)"), figures);
    }

    private static List<String> csv(List<Measured> all) {
        List<String> lines = new ArrayList<>(List.of("kind,case,size,cpu_micros,slope"));
        all.forEach(one -> one.micros()
                .forEach((size, micros) -> lines.add(String.format(
                        Locale.ROOT,
                        "\"%s\",\"%s\",%d,%.1f,%.3f",
                        one.one().kind(),
                        one.one().name(),
                        size,
                        micros,
                        one.slope()))));
        return lines;
    }
}
