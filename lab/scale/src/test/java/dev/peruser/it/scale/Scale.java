package dev.peruser.it.scale;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Runs a simulation from a command line, and says whether the arithmetic holds. */
public final class Scale {
    private static final Path DOCUMENT = Path.of("docs/evidence/scale.md");
    private static final Path FIGURES = Path.of("lab/scale/figures");
    /** What a session takes, with the log, at most; to see beforehand whether there is room. */
    private static final double MOST_BYTES = 20_000;

    private Scale() {}

    /** The exit status: 0 if the arithmetic holds, 1 if not, 2 if the options are wrong or there is no room. */
    public static void main(String[] arguments) throws Exception {
        Options options;
        try {
            options = Options.parse(arguments);
            requireRoom(options);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        if (options.task() == Options.Task.DOCUMENT) {
            ScaleDocument.write(DOCUMENT, FIGURES);
            System.exit(0);
        }
        System.exit(measure(options, System.out) ? 0 : 1);
    }

    private static boolean measure(Options options, PrintStream out) throws Exception {
        Figures figures;
        try (MeasuredServer server = options.store().start(options)) {
            Map<String, String> facts = new TreeMap<>();
            facts.put("product", server.product());
            facts.put("date", LocalDate.now().toString());
            facts.put("machine", machine());
            facts.put("clients", Integer.toString(options.clients()));
            facts.put("partitions", Integer.toString(options.partitions()));
            figures = new Figures(facts, new Simulation(options, server, out).run());
        }
        String store = options.store().name().toLowerCase(Locale.ROOT);
        if (options.task() == Options.Task.RECORD) {
            figures.write(FIGURES.resolve(store + ".properties"));
        }
        out.println();
        Tables.measured(figures).forEach(out::println);
        out.println();
        Tables.predicted(figures).forEach(out::println);
        List<Prediction> wrong = Prediction.of(figures).stream()
                .filter(prediction -> !(prediction.factor() <= options.factor()))
                .toList();
        wrong.forEach(prediction ->
                out.printf(Locale.ROOT, "%nToo far apart, by %.2f: %s%n", prediction.factor(), prediction.what()));
        out.printf(
                Locale.ROOT,
                "%n%s: %,d sessions, factor %.2f, %d of %d beyond %.2f%n",
                store,
                options.sessions(),
                Prediction.of(figures).stream()
                        .mapToDouble(Prediction::factor)
                        .max()
                        .orElseThrow(),
                wrong.size(),
                Prediction.of(figures).size(),
                options.factor());
        return wrong.isEmpty();
    }

    private static void requireRoom(Options options) throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        double room = Files.getFileStore(temporary).getUsableSpace();
        if (room < options.sessions() * MOST_BYTES) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "the temporary directory has %.0f GB free, and %.0f may be needed",
                    room / 1e9,
                    options.sessions() * MOST_BYTES / 1e9));
        }
    }

    private static String machine() throws IOException {
        String memory = Files.readAllLines(Path.of("/proc/meminfo")).get(0).replaceAll("\\D", "");
        return "%d cores, %.0f GB".formatted(Runtime.getRuntime().availableProcessors(), Long.parseLong(memory) / 1e6);
    }
}
