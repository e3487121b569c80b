package dev.peruser.it.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The regions of this package's sources that stand between {@code // snippet:NAME} and {@code // end}, each after the
 * imports that it needs, but for those of the JDK. Three of one package are written as one.
 */
final class Snippets {
    private static final Pattern START = Pattern.compile("\\s*// snippet:(\\S+)");
    private static final Pattern IMPORT = Pattern.compile("import (?!static |java\\.)(\\S+)\\.(\\w+);");
    private static final int ALL_OF_A_PACKAGE = 3;
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
                List<String> shown = new ArrayList<>(imports(lines, String.join("\n", region)));
                if (!shown.isEmpty()) {
                    shown.add("");
                }
                shown.addAll(withoutIndentation(region));
                if (all.put(start.group(1), shown) != null) {
                    throw new IllegalStateException("two regions are called " + start.group(1));
                }
            }
        }
    }

    private static List<String> imports(List<String> source, String region) {
        Map<String, List<String>> byPackage = new TreeMap<>();
        for (String line : source) {
            Matcher named = IMPORT.matcher(line);
            if (named.matches() && region.matches("(?s).*\\b" + named.group(2) + "\\b.*")) {
                byPackage
                        .computeIfAbsent(named.group(1), name -> new ArrayList<>())
                        .add(line);
            }
        }
        List<String> imports = new ArrayList<>();
        byPackage.forEach((name, lines) ->
                imports.addAll(lines.size() < ALL_OF_A_PACKAGE ? lines : List.of("import " + name + ".*;")));
        return imports;
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
