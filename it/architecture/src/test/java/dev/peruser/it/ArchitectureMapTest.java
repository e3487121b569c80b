package dev.peruser.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/architecture.md shows the code as it is. */
class ArchitectureMapTest {
    private static final Path ROOT = root();
    private static final Pattern FILE = Pattern.compile("`([A-Z]\\w+)\\.java`");
    private static final Pattern TYPE_OF_TESTS = Pattern.compile("`([A-Z]\\w+(?:Test|Contract))`");
    private static final Pattern HOPS = Pattern.compile("<!-- hops:(\\d+) -->\\n(.*?)<!-- end -->", Pattern.DOTALL);
    private static final Pattern HOP =
            Pattern.compile("^\\d+\\. `(\\w+)\\.java`(?: \\(`(\\w+)`\\))?", Pattern.MULTILINE);
    private static final Pattern INTERFACES = Pattern.compile("implements ([\\w., ]+) \\{");

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("RATIONALE.md"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    private static String map() throws IOException {
        return Files.readString(ROOT.resolve("docs/architecture.md"));
    }

    private static Set<String> sources(String folder) throws IOException {
        String part = "/src/" + folder + "/java/";
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.map(Path::toString)
                    .filter(path -> path.contains(part) && path.endsWith(".java"))
                    .map(path -> path.substring(path.lastIndexOf('/') + 1, path.length() - ".java".length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String source(String name) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            Path file = files.filter(
                            path -> path.toString().contains("/src/main/java/") && path.endsWith(name + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(name));
            return Files.readString(file);
        }
    }

    /** A class is named where it is called, or by an interface of its own, or by the getter of what holds it. */
    private static Pattern callsOf(String name) throws IOException {
        List<String> names = new ArrayList<>(List.of("\\b" + name + "\\b"));
        INTERFACES
                .matcher(source(name))
                .results()
                .flatMap(match -> Stream.of(match.group(1).split(", ")))
                .map(type -> type.substring(type.lastIndexOf('.') + 1))
                .forEach(type -> names.add("\\b" + type + "\\b"));
        String lastWord = name.replaceFirst(".*(?=[A-Z])", "");
        names.add("\\." + lastWord.toLowerCase(Locale.ROOT) + "\\(\\)");
        return Pattern.compile(String.join("|", names));
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }

    @Test
    void namedFiles_exist() throws IOException {
        assertThat(found(FILE, map())).hasSizeGreaterThan(20);
        assertThat(sources("main")).containsAll(found(FILE, map()));
    }

    @Test
    void namedTests_exist() throws IOException {
        Set<String> all = new TreeSet<>(sources("test"));
        all.addAll(sources("main"));
        assertThat(found(TYPE_OF_TESTS, map())).isNotEmpty();
        assertThat(all).containsAll(found(TYPE_OF_TESTS, map()));
    }

    @Test
    void wayFromTheFilterToTheStore_isShort_andPassesEachClassOnce() throws IOException {
        List<MatchResult> ways = HOPS.matcher(map()).results().toList();
        assertThat(ways).hasSize(2);
        for (MatchResult way : ways) {
            List<String> hops = found(HOP, way.group(2));
            List<String> callers = HOP.matcher(way.group(2))
                    .results()
                    .map(match -> match.group(2))
                    .collect(Collectors.toCollection(ArrayList::new));
            for (int hop = 1; hop < hops.size(); hop++) {
                String caller = callers.get(hop) == null ? hops.get(hop - 1) : callers.get(hop);
                assertThat(hops.subList(0, hop)).contains(caller);
                String code = source(caller).replaceAll("(?sm)/\\*.*?\\*/|^import [^;]*;", "");
                assertThat(code).as("%s calls %s", caller, hops.get(hop)).containsPattern(callsOf(hops.get(hop)));
            }
            assertThat(hops)
                    .hasSizeBetween(5, Integer.parseInt(way.group(1)))
                    .doesNotHaveDuplicates()
                    .startsWith("PerUserFilter")
                    .endsWith("SessionStore");
        }
    }

    @Test
    void packages_areAllOfTheCore() throws IOException {
        List<String> named = new ArrayList<>();
        for (String name : found(Pattern.compile("^\\| `([a-z.]+)` \\|", Pattern.MULTILINE), map())) {
            named.add(name.startsWith("dev.") ? name : "dev.peruser." + name);
        }
        Path core = ROOT.resolve("core/src/main/java");
        try (Stream<Path> files = Files.walk(core)) {
            Set<String> packages = files.filter(path -> path.endsWith("package-info.java"))
                    .map(path -> core.relativize(path.getParent()).toString().replace('/', '.'))
                    .collect(Collectors.toSet());
            assertThat(named).containsExactlyInAnyOrderElementsOf(packages);
        }
    }
}
