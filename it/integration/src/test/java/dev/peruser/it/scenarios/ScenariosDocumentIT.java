package dev.peruser.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/evidence/scenarios.md has one row for each scenario, in order, and names the test that has its number. */
class ScenariosDocumentIT {
    private static final int SCENARIOS = 48;
    private static final Pattern ROW =
            Pattern.compile("\\| (\\d+) \\| [^|]+ \\| [^|]+ \\| [^|]+ \\| `(\\w+#\\w+)` \\|");
    private static final Pattern SCENARIO = Pattern.compile("scenario(\\d\\d)_\\w+");

    private record Row(int number, String test) {}

    /** By number. */
    private static List<Row> tests() {
        List<Row> tests = new ArrayList<>();
        for (Class<?> group : Scenarios.class.getInterfaces()) {
            for (Method method : group.getDeclaredMethods()) {
                Matcher name = SCENARIO.matcher(method.getName());
                if (method.isAnnotationPresent(Test.class) && name.matches()) {
                    String test = group.getSimpleName() + "#" + method.getName();
                    tests.add(new Row(Integer.parseInt(name.group(1)), test));
                }
            }
        }
        tests.sort(Comparator.comparingInt(Row::number));
        return tests;
    }

    private static List<Row> rows() throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        try (Stream<String> lines = Files.lines(folder.resolve("docs/evidence/scenarios.md"))) {
            return lines.map(ROW::matcher)
                    .filter(Matcher::matches)
                    .map(row -> new Row(Integer.parseInt(row.group(1)), row.group(2)))
                    .toList();
        }
    }

    @Test
    void eachScenario_hasOneTest() {
        assertThat(tests())
                .extracting(Row::number)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, SCENARIOS).boxed().toList());
    }

    @Test
    void eachScenario_hasOneRow_withItsTest() throws IOException {
        assertThat(rows()).containsExactlyElementsOf(tests());
    }

    @Test
    void everyStore_runsAllOfThem() {
        for (Class<?> store : List.of(
                InMemoryScenariosIT.class,
                EmbeddedScenariosIT.class,
                H2ScenariosIT.class,
                RedisScenariosIT.class,
                RedisClusterScenariosIT.class)) {
            assertThat(store.getSuperclass()).isEqualTo(Scenarios.class);
            assertThat(Arrays.stream(store.getDeclaredMethods()).map(Method::getName))
                    .as("nothing is overridden")
                    .noneMatch(name -> name.startsWith("scenario"));
        }
    }
}
