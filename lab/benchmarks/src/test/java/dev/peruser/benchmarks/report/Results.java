package dev.peruser.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where results are kept. */
public final class Results {
    /** The folder of files with all figures. */
    public static final Path FOLDER = Path.of("lab/benchmarks/results");
    /** The document that shows them. */
    public static final Path DOCUMENT = Path.of("docs/evidence/performance.md");

    private static final String END = "<!-- end -->";

    private Results() {}

    /** Writes lines to a file in the folder, which is made if it is not there. */
    public static Path write(String file, List<String> lines) {
        try {
            Files.createDirectories(FOLDER);
            return Files.write(FOLDER.resolve(file), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Puts lines between {@code <!-- bench:name -->} and {@code <!-- end -->} of a document. The place is made at its
     * end if it is not there, and so is the document.
     */
    public static void show(Path document, String name, List<String> lines) {
        try {
            String text = Files.exists(document) ? Files.readString(document) : "# Performance\n";
            Files.writeString(document, with(text, name, lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String with(String text, String name, List<String> lines) {
        String begin = "<!-- bench:" + name + " -->";
        String content = begin + "\n\n" + String.join("\n", lines) + "\n\n" + END;
        Matcher place = Pattern.compile(Pattern.quote(begin) + ".*?" + Pattern.quote(END), Pattern.DOTALL)
                .matcher(text);
        return place.find()
                ? text.substring(0, place.start()) + content + text.substring(place.end())
                : text.stripTrailing() + "\n\n" + content + "\n";
    }

    /** The machine, the JDK and the date, in one line. */
    public static String circumstances() {
        return "%s, %d processors, JDK %s, %s"
                .formatted(
                        processor(),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("java.version"),
                        LocalDate.now(ZoneOffset.UTC));
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
