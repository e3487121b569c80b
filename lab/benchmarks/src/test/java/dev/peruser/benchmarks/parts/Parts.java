package dev.peruser.benchmarks.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * Runs the benchmarks of the parts with JMH's own options, and prints what they measured as a table. With
 * {@code --document} the table is also written into {@code docs/evidence/performance.md}, between its marks.
 */
public final class Parts {
    private static final String DOCUMENT = "--document";
    private static final Path PAGE = Path.of("docs/evidence/performance.md");
    private static final String BEGIN = "<!-- parts:begin -->";
    private static final String END = "<!-- parts:end -->";
    private static final String ALLOCATION = "gc.alloc.rate.norm";
    private static final List<String> PROFILERS = List.of("-prof", "gc", "-prof", CpuProfiler.class.getName());

    private Parts() {}

    /** Runs them. */
    public static void run(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(Arrays.asList(options));
        boolean isDocumented = arguments.remove(DOCUMENT);
        if (!arguments.contains("-prof")) {
            arguments.addAll(PROFILERS);
        }
        if (!arguments.contains("-foe")) {
            arguments.addAll(List.of("-foe", "true"));
        }
        String[] jmh = arguments.toArray(String[]::new);
        CommandLineOptions parsed = new CommandLineOptions(jmh);
        if (parsed.shouldHelp() || parsed.shouldList() || parsed.shouldListWithParams()) {
            Main.main(options);
            return;
        }
        List<String> table = table(new Runner(parsed).run());
        System.out.println();
        table.forEach(System.out::println);
        if (isDocumented) {
            write(table);
        }
    }

    private static List<String> table(Collection<RunResult> results) {
        List<String> table = new ArrayList<>();
        table.add("| part | ns by the clock | ns of processor time | bytes allocated |");
        table.add("|---|--:|--:|--:|");
        for (RunResult result : results) {
            table.add("| " + name(result.getParams()) + " | "
                    + number(result.getPrimaryResult().getScore()) + " | "
                    + number(score(result, CpuProfiler.RESULT)) + " | "
                    + number(score(result, ALLOCATION)) + " |");
        }
        return table;
    }

    private static String name(BenchmarkParams benchmark) {
        String[] path = benchmark.getBenchmark().split("\\.", -1);
        StringBuilder name = new StringBuilder("`" + path[path.length - 2] + "." + path[path.length - 1] + "`");
        for (String parameter : benchmark.getParamsKeys()) {
            name.append(' ').append(benchmark.getParam(parameter));
        }
        return name.toString();
    }

    private static double score(RunResult run, String name) {
        Result<?> found = run.getSecondaryResults().get(name);
        return found == null ? Double.NaN : found.getScore();
    }

    private static String number(double score) {
        return Double.isNaN(score) ? "–" : String.format(Locale.ROOT, "%,d", Math.round(score));
    }

    private static void write(List<String> table) throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        int begin = lines.indexOf(BEGIN);
        int end = lines.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalStateException(PAGE + " has no place for the table: " + BEGIN + " and " + END);
        }
        List<String> written = new ArrayList<>(lines.subList(0, begin + 1));
        written.addAll(table);
        written.addAll(lines.subList(end, lines.size()));
        Files.write(PAGE, written);
    }
}
