package dev.peruser.benchmarks.growth;

import dev.peruser.benchmarks.report.Results;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a request costs when there is more of everything: figures, tables and pictures. */
public final class GrowthBenchmark {
    private static final String PICTURES = "performance";
    private static final Path DRAFTS = Path.of("lab/benchmarks/target");

    private GrowthBenchmark() {}

    /** Runs it. */
    public static void run(String[] arguments, PrintStream out) throws Exception {
        GrowthOptions options = GrowthOptions.parse(arguments);
        List<String> lines = new ArrayList<>();
        lines.add(options.rounds() + " rounds, " + Results.circumstances()
                + ". PostgreSQL with `synchronous_commit=off`: waiting for the disk would hide the rest.");
        for (Dimension dimension : options.dimensions()) {
            long start = System.nanoTime();
            List<Figure> figures = measure(dimension, options, out);
            out.printf("%s: %.0f s%n", dimension.fileName(), (System.nanoTime() - start) / 1e9);
            Results.write("growth-" + dimension.fileName() + ".csv", GrowthTables.csv(dimension, figures));
            draw(options.isRecorded() ? Results.DOCUMENT.resolveSibling(PICTURES) : DRAFTS, dimension, figures);
            lines.addAll(List.of(
                    "",
                    "![%s against %s](%s/%s.svg)"
                            .formatted(dimension.valueAxis(), dimension.axis(), PICTURES, dimension.fileName()),
                    "",
                    GrowthTables.explanation(dimension),
                    ""));
            lines.addAll(GrowthTables.markdown(dimension, figures));
        }
        lines.forEach(out::println);
        if (options.isRecorded()) {
            Results.show(Results.DOCUMENT, "growth", lines);
        }
    }

    private static List<Figure> measure(Dimension dimension, GrowthOptions options, PrintStream out) throws Exception {
        MoreStored stored = new MoreStored(options, out);
        MoreAtOnce atOnce = new MoreAtOnce(options);
        return switch (dimension) {
            case SESSIONS -> stored.sessions();
            case SIZE -> stored.size();
            case ATTRIBUTES -> stored.attributes();
            case DEVICES -> atOnce.devices();
            case SERVERS -> atOnce.servers();
        };
    }

    private static void draw(Path folder, Dimension dimension, List<Figure> figures) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(dimension.fileName() + ".svg"), Plot.svg(dimension, figures));
    }
}
