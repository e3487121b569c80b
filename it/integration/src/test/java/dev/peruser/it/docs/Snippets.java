package dev.peruser.it.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The regions of this package's sources that stand between {@code // snippet:NAME} and {@code // end}. */
final class Snippets {
    private static final Pattern START = Pattern.compile("\\s*// snippet:(\\S+)");
    private static final Path SOURCES = Path.of("it/integration/src/test/java/dev/peruser/it/docs");

    private Snippets() {}

    static Map<String, List<String>> all() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(Markdown.root().resolve(SOURCES))) {
            for (Path file : files.sorted().toList()) {
                addRegions(Files.readAllLines(file), all);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static void addRegions(List<String> lines, Map<String, List<String>> all) {
        for (int i = 0; i < lines.size(); i++) {
            Matcher start = START.matcher(lines.get(i));
            if (start.matches()) {
                List<String> region = new ArrayList<>();
                while (!lines.get(++i).strip().equals("// end")) {
                    region.add(lines.get(i));
                }
                if (all.put(start.group(1), withoutIndentation(region)) != null) {
                    throw new IllegalStateException("two regions are called " + start.group(1));
                }
            }
        }
    }

    static List<String> withoutIndentation(List<String> lines) {
        int least = lines.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
        return lines.stream()
                .map(line -> line.isBlank() ? "" : line.substring(least).stripTrailing())
                .toList();
    }
}
