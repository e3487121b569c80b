package dev.peruser.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Main sources stay small enough to be read: files, packages, and the core as a whole. */
class SourceSizesTest {
    private static final Path ROOT = root();
    private static final int MOST_LINES = 300;
    private static final int MOST_FILES = 30;
    private static final int MEDIAN_OF_THE_CORE = 90;

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    private static List<Path> mainSources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> ROOT.relativize(file).toString().contains("src/main/java"))
                    .filter(file -> !ROOT.relativize(file).toString().contains("target"))
                    .toList();
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void file_hasThreeHundredLinesAtMost() throws IOException {
        assertThat(mainSources())
                .hasSizeGreaterThan(200)
                .allSatisfy(file -> assertThat(lines(file))
                        .as(ROOT.relativize(file).toString())
                        .isLessThanOrEqualTo(MOST_LINES));
    }

    @Test
    void package_hasThirtyFilesAtMost() throws IOException {
        Map<Path, Long> packages = mainSources().stream()
                .collect(Collectors.groupingBy(file -> ROOT.relativize(file.getParent()), Collectors.counting()));
        assertThat(packages)
                .isNotEmpty()
                .allSatisfy((folder, files) ->
                        assertThat(files).as(folder.toString()).isLessThanOrEqualTo(MOST_FILES));
    }

    @Test
    void medianFileOfTheCore_isShorterThanNinetyLines() throws IOException {
        List<Long> sizes = mainSources().stream()
                .filter(file -> ROOT.relativize(file).startsWith("core"))
                .map(SourceSizesTest::lines)
                .sorted()
                .toList();
        assertThat(sizes.get(sizes.size() / 2)).isLessThan(MEDIAN_OF_THE_CORE);
    }
}
