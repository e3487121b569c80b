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
 * The regions of the sources below this folder that stand between {@code // snippet:NAME} and {@code // end}, each
 * after the imports that it needs, but for those of the JDK; three of one package are written as one. And what stands
 * in a source with {@code // snippet-file:NAME}, from its first import on.
 */
final class Snippets {
    private static final Pattern START = Pattern.compile("\\s*// snippet:(\\S+)");
    private static final Pattern WHOLE_FILE = Pattern.compile("\\s*// snippet-file:(\\S+)");
    private static final Pattern IMPORT = Pattern.compile("import (?!static |java\\.)(\\S+)\\.(\\w+);");
    private static final int ALL_OF_A_PACKAGE = 3;
    private static final Path SOURCES = Path.of("it/integration/src/test/java/dev/peruser/it/docs");

    private Snippets() {}

    static Map<String, List<String>> all() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(Markdown.root().resolve(SOURCES))) {
            for (Path file : files.filter(name -> name.toString().endsWith(".java"))
                    .sorted()
                    .toList()) {
                List<String> lines = Files.readAllLines(file);
                addRegions(lines, all);
                addFile(lines, all);
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
                add(start.group(1), shown, all);
            }
        }
    }

    private static void addFile(List<String> lines, Map<String, List<String>> all) {
        for (String line : lines) {
            Matcher marker = WHOLE_FILE.matcher(line);
            if (marker.matches()) {
                List<String> file = lines.stream()
                        .dropWhile(before -> !before.startsWith("import "))
                        .filter(each -> !each.equals(line))
                        .toList();
                add(marker.group(1), withoutIndentation(file), all);
            }
        }
    }

    private static void add(String name, List<String> shown, Map<String, List<String>> all) {
        if (all.put(name, shown) != null) {
            throw new IllegalStateException("two regions are called " + name);
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
