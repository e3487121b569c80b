package dev.peruser.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/architecture.md shows the house as it is. */
class ArchitectureMapTest {
    private static final Path ROOT = root();
    private static final Pattern FILE = Pattern.compile("`([A-Z]\\w+)\\.java`");
    private static final Pattern TYPE_OF_TESTS = Pattern.compile("`([A-Z]\\w+(?:Test|Contract))`");
    private static final Pattern HOPS = Pattern.compile("<!-- hops:(\\d+) -->\\n(.*?)<!-- end -->", Pattern.DOTALL);
    private static final Pattern HOP = Pattern.compile("^\\d+\\. `(\\w+)\\.java`", Pattern.MULTILINE);

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
            assertThat(hops)
                    .hasSizeBetween(5, Integer.parseInt(way.group(1)))
                    .doesNotHaveDuplicates()
                    .startsWith("PerUserFilter")
                    .endsWith("SessionStore");
        }
    }

    @Test
    void rooms_areAllPackagesOfTheCore() throws IOException {
        List<String> rooms = new ArrayList<>();
        for (String name : found(Pattern.compile("^\\| `([a-z.]+)` \\|", Pattern.MULTILINE), map())) {
            rooms.add(name.startsWith("dev.") ? name : "dev.peruser." + name);
        }
        Path core = ROOT.resolve("core/src/main/java");
        try (Stream<Path> files = Files.walk(core)) {
            Set<String> packages = files.filter(path -> path.endsWith("package-info.java"))
                    .map(path -> core.relativize(path.getParent()).toString().replace('/', '.'))
                    .collect(Collectors.toSet());
            assertThat(rooms).containsExactlyInAnyOrderElementsOf(packages);
        }
    }
}
