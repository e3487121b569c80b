package dev.peruser.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/operate/versions.md promises of the public packages: they are compared with those of the last release, and
 * everything in them has a comment. Before the first release there is nothing to compare; {@link ApiGateTest} tries the
 * same rules on small libraries.
 */
class PublicApiTest {
    private static final Path ROOT = root();
    private static final List<String> MODULES = List.of(
            "core",
            "testing/store-tck",
            "stores/jdbc",
            "stores/redis",
            "stores/near-cache",
            "stores/migration",
            "stores/migration-command",
            "web/servlet",
            "spring/boot-starter",
            "testing/test");

    @TempDir
    Path folder;

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    private static List<Path> files(Path folder, String end) throws IOException {
        try (Stream<Path> walked = Files.walk(folder)) {
            return walked.filter(file -> file.toString().endsWith(end)).toList();
        }
    }

    /** What a module descriptor exports; of the modules without one, every package that isn't called internal. */
    private static Set<String> publicPackages() throws IOException {
        Set<String> found = new TreeSet<>();
        for (String module : MODULES) {
            Path sources = ROOT.resolve(module).resolve("src/main/java");
            Path descriptor = sources.resolve("module-info.java");
            if (Files.exists(descriptor)) {
                Pattern.compile("exports ([\\w.]+);")
                        .matcher(Files.readString(descriptor))
                        .results()
                        .forEach(export -> found.add(export.group(1)));
            } else {
                for (Path file : files(sources, "package-info.java")) {
                    String name =
                            sources.relativize(file.getParent()).toString().replaceAll("[/\\\\]", ".");
                    if (!name.contains(".internal")) {
                        found.add(name);
                    }
                }
            }
        }
        return found;
    }

    private static List<Path> publicSources() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String module : MODULES) {
            for (String name : publicPackages()) {
                Path sources = ROOT.resolve(module).resolve("src/main/java").resolve(name.replace('.', '/'));
                if (Files.exists(sources)) {
                    try (Stream<Path> files = Files.list(sources)) {
                        files.filter(file -> file.toString().endsWith(".java"))
                                .filter(file -> !file.endsWith("package-info.java"))
                                .forEach(found::add);
                    }
                }
            }
        }
        return found;
    }

    private static String policy() throws IOException {
        return Files.readString(ROOT.resolve("docs/operate/versions.md"));
    }

    /** The types that a list of the policy names, under the comment that marks it. */
    private static Set<String> listed(String marker) throws IOException {
        String text =
                policy().split(Pattern.quote("<!-- " + marker + " -->"), 2)[1].strip();
        return Pattern.compile("`(dev\\.peruser[\\w.]*)`")
                .matcher(text.split("\n\n", 2)[0])
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void publicElement_hasAComment() throws IOException {
        Map<String, PublicSources.Comment> comments = PublicSources.read(publicSources());
        assertThat(comments).hasSizeGreaterThan(300);
        assertThat(comments.entrySet().stream()
                        .filter(entry -> !entry.getValue().isThere())
                        .map(Map.Entry::getKey))
                .isEmpty();
    }

    @Test
    void publicPackages_areThoseThatThePolicyNames() throws IOException {
        assertThat(listed("public packages")).isEqualTo(publicPackages());
    }

    @Test
    void publicApi_isThatOfTheLastRelease_butForWhatIsAllowed() throws IOException {
        String version = System.getProperty("peruser.version").replace("-SNAPSHOT", "");
        String baseline = System.getProperty("peruser.api.baseline");
        Set<String> allowed = allowed();
        if (baseline.equals("none")) {
            assertThat(allowed).as("before the first release nothing can break").isEmpty();
            return;
        }
        List<Path> oldJars = files(Path.of(System.getProperty("peruser.api.baseline.folder")), ".jar");
        assertThat(oldJars).as("the jars of " + baseline).hasSize(MODULES.size());
        List<Path> newJars = new ArrayList<>();
        for (String module : MODULES) {
            newJars.add(Jars.of(
                    ROOT.resolve(module).resolve("target/classes"), folder.resolve(module.replace('/', '-') + ".jar")));
        }
        ApiComparison comparison = ApiComparison.of(oldJars, newJars, publicPackages(), exceptions());
        assertThat(new ApiGate(version, baseline, allowed).problems(comparison, PublicSources.read(publicSources())))
                .as("against " + baseline + "; see docs/operate/versions.md and allowed-breaks.txt")
                .isEmpty();
    }

    private static ApiComparison.Exceptions exceptions() throws IOException {
        return new ApiComparison.Exceptions(typesListed("implemented by PerUser"), typesListed("made by Spring"));
    }

    /** As a class file names them. */
    private static Set<String> typesListed(String marker) throws IOException {
        Set<String> types = PublicSources.read(publicSources()).keySet();
        Set<String> found = new TreeSet<>();
        for (String name : listed(marker)) {
            String type = types.contains(name) ? name : name.replaceFirst("\\.(\\w+)$", "\\$$1");
            assertThat(types).contains(type);
            found.add(type);
        }
        return found;
    }

    @Test
    void exceptions_areTypesThatExist() throws IOException {
        assertThat(exceptions().implementedByPerUser()).hasSizeGreaterThan(3);
        assertThat(exceptions().madeBySpring()).isNotEmpty();
    }

    private static Set<String> allowed() throws IOException {
        try (InputStream list = Objects.requireNonNull(PublicApiTest.class.getResourceAsStream("allowed-breaks.txt"))) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
