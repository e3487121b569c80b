package dev.peruser.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** All places that name the version name that of the root's pom, as {@code release/set-version} leaves them. */
class VersionIT {
    private static final Pattern OURS = Pattern.compile(
            "<artifactId>peruser-[a-z-]+</artifactId>\\s*<version>([^<$]+)</version>|<peruser\\.version>([^<$]+)<");
    private static final Path ROOT = Markdown.root();

    private final String pom = read(ROOT.resolve("pom.xml"));
    private final String version = first(pom, "<artifactId>peruser-parent</artifactId>\\s*<version>([^<]+)<");
    private final String number = version.replace("-SNAPSHOT", "");
    private final boolean isReleased = version.equals(number);

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String first(String text, String pattern) {
        return find(text, pattern).orElseThrow();
    }

    private static Optional<String> find(String text, String pattern) {
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .findFirst();
    }

    private static List<String> versionsIn(String text) {
        return OURS.matcher(text).results().map(VersionIT::group).toList();
    }

    private static String group(MatchResult found) {
        return found.group(1) == null ? found.group(2) : found.group(1);
    }

    @Test
    void poms_haveOneVersion() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            List<Path> poms = files.filter(file -> file.endsWith("pom.xml"))
                    .filter(file -> !ROOT.relativize(file).toString().matches(".*(target|node_modules).*"))
                    .filter(file -> read(file).contains("<groupId>dev.peruser</groupId>"))
                    .toList();
            assertThat(poms).hasSizeGreaterThan(25);
            for (Path file : poms) {
                assertThat(versionsIn(read(file)))
                        .as(file.toString())
                        .isNotEmpty()
                        .containsOnly(version);
            }
        }
    }

    @Test
    void dependencyBlocksOfDocuments_haveIt() {
        int found = 0;
        for (Markdown document : Markdown.all()) {
            for (String shown : versionsIn(String.join("\n", document.lines()))) {
                assertThat(shown).as(document.name()).isEqualTo(version);
                found++;
            }
        }
        assertThat(found).isGreaterThan(5);
    }

    @Test
    void whereToStart_saysThatItIsNotReleased_asLongAsItIsNot() {
        for (String name : List.of("README.md", "docs/start/getting-started.md")) {
            String note = first(read(ROOT.resolve(name)), "(?s)<!-- not released -->(.*?)<!-- end of not released -->");
            if (isReleased) {
                assertThat(note).as(name).isBlank();
            } else {
                assertThat(note).as(name).contains("Version " + number + " is not released yet", "./mvnw install");
            }
        }
    }

    @Test
    void changelog_beginsWithIt() {
        String heading = first(read(ROOT.resolve("CHANGELOG.md")), "^## (.*)$");
        assertThat(heading)
                .matches(Pattern.quote(number) + (isReleased ? " \\(\\d{4}-\\d\\d-\\d\\d\\)" : " \\(not released\\)"));
    }

    @Test
    void tag_isThatOfTheRelease() {
        for (String text : List.of(pom, read(ROOT.resolve("bom/pom.xml")))) {
            assertThat(first(text, "<tag>([^<]*)<")).isEqualTo(isReleased ? "v" + number : "HEAD");
        }
    }

    /** So that the comparison of the public packages can't be forgotten after a release. */
    @Test
    void baseline_isTheReleaseBefore() {
        Optional<String> before = Pattern.compile("^## ([0-9.]+) \\([0-9-]+\\)$", Pattern.MULTILINE)
                .matcher(read(ROOT.resolve("CHANGELOG.md")))
                .results()
                .map(found -> found.group(1))
                .filter(found -> !found.equals(number))
                .findFirst();
        assertThat(first(pom, "<api\\.baseline>([^<]*)<")).isEqualTo(before.orElse("none"));
        assertThat(first(pom, "<api\\.baseline\\.absent>([^<]*)<")).isEqualTo(String.valueOf(before.isEmpty()));
    }
}
