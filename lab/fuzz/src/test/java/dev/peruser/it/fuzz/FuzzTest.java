package dev.peruser.it.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.servlet.CookieFuzz;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Each target with its seeds, and in a process of Jazzer with as many inputs as the property {@code fuzz.executions}
 * says. What was once found is among the seeds.
 */
class FuzzTest {
    private static final Pattern EXECUTED = Pattern.compile("stat::number_of_executed_units: (\\d+)");

    private static final long SHORT_RUN = 100_000;

    /** What is fuzzed, under the name of its folder of seeds. */
    private record Target(String name, Class<?> type) {}

    private static final List<Target> TARGETS = List.of(
            new Target("cookies", CookieFuzz.class),
            new Target("stored-forms", StoredFormFuzz.class),
            new Target("keys", KeyFuzz.class),
            new Target("merges", MergeFuzz.class));

    @TestFactory
    Stream<DynamicTest> seeds() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (Target target : TARGETS) {
            List<Path> seeds = seedsOf(target);
            assertThat(seeds).as(target.name()).hasSizeGreaterThan(4);
            for (Path seed : seeds) {
                String name = target.name() + " " + seed.getFileName();
                tests.add(DynamicTest.dynamicTest(name, () -> run(target, Files.readAllBytes(seed))));
            }
        }
        return tests.stream();
    }

    private static void run(Target target, byte[] input) throws Throwable {
        try {
            target.type().getMethod("fuzzerTestOneInput", byte[].class).invoke(null, (Object) input);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @TestFactory
    Stream<DynamicTest> fuzz() {
        long executions = Long.getLong("fuzz.executions");
        String chosen = System.getProperty("fuzz.target");
        List<Target> targets = TARGETS.stream()
                .filter(target -> chosen.equals("all") || chosen.equals(target.name()))
                .toList();
        assertThat(targets).as("no target is named " + chosen).isNotEmpty();
        return targets.stream().map(target -> DynamicTest.dynamicTest(target.name(), () -> fuzz(target, executions)));
    }

    private static void fuzz(Target target, long executions) throws Exception {
        Path output = Path.of(System.getProperty("fuzz.output"), target.name());
        Path corpus = Files.createDirectories(output.resolve("corpus"));
        Path log = output.resolve("log.txt");
        // A short run is over before the optimizing compiler would pay.
        String compiler = executions > SHORT_RUN ? "-XX:+TieredCompilation" : "-XX:TieredStopAtLevel=1";
        Process jazzer = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx768m",
                        "-XX:+UseSerialGC",
                        compiler,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + target.type().getName(),
                        "--instrumentation_includes=dev.peruser.**",
                        "--reproducer_path=" + output,
                        "-artifact_prefix=" + output + "/",
                        "-runs=" + executions,
                        "-seed=1",
                        "-max_len=2048",
                        "-timeout=10",
                        "-rss_limit_mb=3000",
                        "-print_final_stats=1",
                        corpus.toString(),
                        seedFolder(target).toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int status = jazzer.waitFor();
        String said = Files.readString(log);
        assertThat(status).as(said).isZero();
        Matcher executed = EXECUTED.matcher(said);
        assertThat(executed.find()).as(said).isTrue();
        assertThat(Long.parseLong(executed.group(1))).isGreaterThanOrEqualTo(executions);
    }

    private static List<Path> seedsOf(Target target) throws Exception {
        try (Stream<Path> files = Files.list(seedFolder(target))) {
            return files.sorted().toList();
        }
    }

    private static Path seedFolder(Target target) throws IOException, URISyntaxException {
        return Path.of(Objects.requireNonNull(FuzzTest.class.getResource(target.name()))
                .toURI());
    }
}
