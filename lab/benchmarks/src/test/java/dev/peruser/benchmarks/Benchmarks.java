package dev.peruser.benchmarks;

import dev.peruser.benchmarks.growth.GrowthBenchmark;
import dev.peruser.benchmarks.http.HttpBenchmark;
import dev.peruser.benchmarks.merges.MergeCosts;
import dev.peruser.benchmarks.parts.Parts;
import dev.peruser.benchmarks.sidebyside.SideBySide;
import java.util.Arrays;

/** What {@code lab/benchmarks/run} starts. */
public final class Benchmarks {
    private Benchmarks() {}

    /** Runs one of them. The exit status is 1 after a mistake in the arguments. */
    public static void main(String[] arguments) throws Exception {
        boolean isNamed = arguments.length > 0 && !arguments[0].startsWith("--");
        String command = isNamed ? arguments[0] : "side-by-side";
        String[] options = isNamed ? Arrays.copyOfRange(arguments, 1, arguments.length) : arguments;
        switch (command) {
            case "side-by-side" -> SideBySide.run(options);
            case "jmh" -> Parts.run(options);
            case "http" -> HttpBenchmark.run(options, System.out);
            case "merges" -> MergeCosts.run(options, System.out);
            case "growth" -> GrowthBenchmark.run(options, System.out);
            default -> {
                System.err.println("no benchmark is named '" + command + "' (" + options.length + " options)");
                System.exit(1);
            }
        }
    }
}
