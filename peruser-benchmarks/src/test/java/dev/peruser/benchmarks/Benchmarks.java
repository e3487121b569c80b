package dev.peruser.benchmarks;

import dev.peruser.benchmarks.growth.GrowthBenchmark;
import dev.peruser.benchmarks.http.HttpBenchmark;
import java.util.Arrays;

/** What {@code peruser-benchmarks/run} starts. */
public final class Benchmarks {
    private Benchmarks() {}

    /** Runs one of them. The exit status is 1 after a mistake in the arguments. */
    public static void main(String[] arguments) throws Exception {
        String command = arguments.length == 0 || arguments[0].startsWith("--") ? "side-by-side" : arguments[0];
        String[] options = command.equals("side-by-side") && (arguments.length == 0 || arguments[0].startsWith("--"))
                ? arguments
                : Arrays.copyOfRange(arguments, 1, arguments.length);
        switch (command) {
            case "http" -> HttpBenchmark.run(options, System.out);
            case "growth" -> GrowthBenchmark.run(options, System.out);
            default -> {
                System.err.println("no benchmark is named '" + command + "' (" + options.length + " options)");
                System.exit(1);
            }
        }
    }
}
