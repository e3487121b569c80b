package dev.peruser.it.values;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The table of docs/guide/values.md, row by row: each class is read back equal, or refused with words that help. */
class ClassesTest {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private final Map<String, ClassCase<?>> cases = new ClassCases().all();

    ClassesTest() throws Exception {}

    private static List<List<String>> rows() throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        List<String> lines = Files.readAllLines(folder.resolve("docs/guide/values.md"));
        int start = lines.indexOf("<!-- table:classes -->") + 3;
        return lines.subList(start, lines.size()).stream()
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Stream.of(line.substring(1, line.length() - 1).split("\\|", -1))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    @Test
    void table_namesEachClass() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(30);
        assertThat(rows().stream().map(row -> row.get(0))).containsExactlyElementsOf(cases.keySet());
    }

    @TestFactory
    Stream<DynamicTest> rowOfTheTable_isWhatHappens() throws IOException {
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(row.get(0), () -> {
                    List<String> outcome =
                            cases.get(row.get(0)).outcome(!row.get(0).endsWith("without the module"));
                    assertThat(outcome.get(0)).as(outcome.get(1)).isEqualTo(row.get(1));
                    Matcher code = CODE.matcher(row.get(2));
                    while (!outcome.get(0).equals(ClassCase.EQUAL) && code.find()) {
                        assertThat(outcome.get(1)).contains(code.group(1));
                    }
                }));
    }

    @Test
    void everyRefusal_namesTheAttribute_andWhatHelps() {
        cases.forEach((name, one) -> {
            List<String> outcome = one.outcome(!name.endsWith("without the module"));
            if (!outcome.get(0).equals(ClassCase.EQUAL)) {
                assertThat(outcome.get(1)).as(name).contains("'value'").hasSizeBetween(80, 900);
            }
        });
    }
}
