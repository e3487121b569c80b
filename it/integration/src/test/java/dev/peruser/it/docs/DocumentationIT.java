package dev.peruser.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the documents say, as far as it can be checked, besides their code: commands, properties, links, names of tests.
 */
class DocumentationIT {
    private static final Pattern TEST_NAME = Pattern.compile("`(\\w*[a-z0-9](?:Test|IT|Scenarios))(?:#(\\w+))?`");
    private static final int LONGEST_README = 160;
    private static final int CODE_BEGINS_BY = 20;

    private final List<Markdown> documents = Markdown.all();
    private final Markdown readme = Markdown.read(Markdown.root().resolve("README.md"));

    @Test
    void readme_isShort_beginsWithCode_andNamesOneCommandEach() {
        assertThat(readme.lines()).hasSizeLessThan(LONGEST_README);
        assertThat(readme.blocks().get(0).language()).isEqualTo("java");
        assertThat(readme.blocks().get(0).line()).isLessThan(CODE_BEGINS_BY);
        assertThat(commandUnder("## Run it")).containsExactly("./mvnw -pl shop -am spring-boot:run");
        assertThat(commandUnder("## Test it")).containsExactly("./mvnw verify");
    }

    private List<String> commandUnder(String heading) {
        assertThat(Collections.frequency(readme.lines(), heading)).isEqualTo(1);
        List<Markdown.Block> blocks = readme.section(heading).blocks();
        assertThat(blocks).as(heading).hasSize(1);
        return blocks.get(0).text();
    }

    @Test
    void links_leadSomewhere() {
        for (Markdown document : documents) {
            for (String link : document.links()) {
                if (!link.matches("[a-z]+:.*")) {
                    assertLeadsSomewhere(document, link);
                }
            }
        }
    }

    private static void assertLeadsSomewhere(Markdown document, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty()
                ? document.path()
                : document.path().resolveSibling(parts[0]).normalize();
        assertThat(target).as(document.name() + " to " + link).exists();
        if (parts.length > 1) {
            assertThat(Markdown.read(target).anchors())
                    .as(document.name() + " to " + link)
                    .contains(parts[1]);
        }
    }

    @Test
    void profilesOfCommands_exist() throws IOException {
        int checked = 0;
        for (Markdown document : documents) {
            for (Markdown.Block block : document.blocks()) {
                for (String line : block.text()) {
                    for (MatchResult command : matches(Pattern.compile("mvnw.* -pl (\\S+).* -P([\\w,-]+)"), line)) {
                        String poms = Files.readString(Markdown.root().resolve("pom.xml"))
                                + Files.readString(Markdown.root()
                                        .resolve(command.group(1))
                                        .resolve("pom.xml"));
                        for (String profile : command.group(2).split(",")) {
                            assertThat(poms)
                                    .as(document.name() + ":" + block.line())
                                    .contains("<id>" + profile + "</id>");
                            checked++;
                        }
                    }
                }
            }
        }
        assertThat(checked).isGreaterThan(5);
    }

    @Test
    void properties_exist() throws IOException {
        Set<String> known = propertyNames();
        known.addAll(
                namesInOperations()); // metrics and events; a test of the starter knows the former, the next the latter
        int checked = 0;
        for (Markdown document : documents) {
            for (Markdown.Block block : document.blocks()) {
                for (String name : propertiesIn(block)) {
                    if (name.startsWith("peruser.")) {
                        assertThat(known)
                                .as(document.name() + ":" + block.line())
                                .contains(name);
                        checked++;
                    }
                }
            }
            for (String line : document.prose()) {
                for (MatchResult name : matches(Pattern.compile("`(peruser\\.[a-z.-]*[a-z])(?:=[^`]*)?`"), line)) {
                    assertThat(known).as(document.name() + ": " + line).contains(name.group(1));
                    checked++;
                }
            }
        }
        assertThat(checked).isGreaterThan(20);
    }

    /** The names in the first cells of the tables of docs/operate/operations.md. */
    private static Set<String> namesInOperations() {
        Set<String> names = new LinkedHashSet<>();
        for (String line : Markdown.read(Markdown.root().resolve("docs/operate/operations.md"))
                .lines()) {
            matches(Pattern.compile("^\\| `(peruser\\.[a-z.-]+)` \\|"), line).forEach(name -> names.add(name.group(1)));
        }
        return names;
    }

    @Test
    void logEvents_areTheOnesThatTheSourcesName() throws IOException {
        Set<String> logged = new LinkedHashSet<>();
        for (String module : List.of("core", "web/servlet", "spring/boot-starter")) {
            Path sources = Markdown.root().resolve(module + "/src/main/java");
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path file :
                        files.filter(name -> name.toString().endsWith(".java")).toList()) {
                    matches(Pattern.compile("\"(peruser\\.[a-z-]+): "), Files.readString(file))
                            .forEach(event -> logged.add(event.group(1)));
                }
            }
        }
        assertThat(logged).hasSizeGreaterThan(5);
        assertThat(namesInOperations()).containsAll(logged);
    }

    private static Set<String> propertiesIn(Markdown.Block block) throws IOException {
        ByteArrayResource text =
                new ByteArrayResource(String.join("\n", block.text()).getBytes(StandardCharsets.UTF_8));
        Properties properties = new Properties();
        if (block.language().equals("yaml")) {
            YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
            yaml.setResources(text);
            properties.putAll(java.util.Objects.requireNonNull(yaml.getObject()));
        } else if (block.language().equals("properties")) {
            properties = PropertiesLoaderUtils.loadProperties(text);
        }
        return properties.stringPropertyNames();
    }

    /** Those of the starter on the class path, and groups of them. */
    private static Set<String> propertyNames() throws IOException {
        Set<String> names = new LinkedHashSet<>();
        var resources =
                DocumentationIT.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json");
        while (resources.hasMoreElements()) {
            try (var in = resources.nextElement().openStream()) {
                new JsonMapper()
                        .readTree(in)
                        .get("properties")
                        .forEach(property -> names.add(property.get("name").asString()));
            }
        }
        names.removeIf(name -> !name.startsWith("peruser."));
        assertThat(names).hasSizeGreaterThan(10);
        return names;
    }

    @Test
    void testsThatAreNamed_exist() throws IOException {
        Map<String, String> sources = testSources();
        int checked = 0;
        for (Markdown document : documents) {
            for (String line : document.prose()) {
                for (MatchResult name : matches(TEST_NAME, line)) {
                    assertThat(sources).as(document.name()).containsKey(name.group(1));
                    if (name.group(2) != null) {
                        assertThat(sources.get(name.group(1)))
                                .as(document.name() + ": " + name.group())
                                .containsPattern("\\b" + name.group(2) + "\\(");
                    }
                    checked++;
                }
            }
        }
        assertThat(checked).isGreaterThan(20);
    }

    @Test
    void threats_haveAMeasureAndATestEach() {
        List<List<String>> threats =
                Markdown.read(Markdown.root().resolve("SECURITY.md")).table("threats");
        assertThat(threats).hasSizeGreaterThan(20);
        for (List<String> threat : threats) {
            assertThat(threat).as(threat.get(0)).hasSize(3).noneMatch(String::isBlank);
            assertThat(matches(TEST_NAME, "`" + threat.get(2) + "`"))
                    .as(threat.get(0))
                    .isNotEmpty();
        }
    }

    @Test
    void asvs_leavesNoRowOpen_andNamesATestForWhatPasses() {
        List<List<String>> rows =
                Markdown.read(Markdown.root().resolve("docs/evidence/asvs.md")).table("asvs");
        List<String> numbers = rows.stream().map(row -> row.get(0)).toList();
        assertThat(numbers.stream().filter(number -> number.startsWith("7.")))
                .as("all of chapter V7")
                .containsExactly(
                        "7.1.1", "7.1.2", "7.1.3", "7.2.1", "7.2.2", "7.2.3", "7.2.4", "7.3.1", "7.3.2", "7.4.1",
                        "7.4.2", "7.4.3", "7.4.4", "7.4.5", "7.5.1", "7.5.2", "7.5.3", "7.6.1", "7.6.2");
        for (List<String> row : rows) {
            assertThat(row).as(row.get(0)).hasSize(5).noneMatch(String::isBlank);
            assertThat(row.get(3)).as(row.get(0)).isIn("pass", "not applicable");
            if (row.get(3).equals("pass")) {
                assertThat(matches(TEST_NAME, "`" + row.get(4) + "`"))
                        .as(row.get(0))
                        .isNotEmpty();
            }
        }
    }

    private static Map<String, String> testSources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Markdown.root())) {
            List<Path> tests = files.filter(file -> file.toString().matches(".*\\.(java|kt)"))
                    .filter(file -> file.toString().replace('\\', '/').matches(".*/src/test/(java|kotlin)/.*"))
                    .toList();
            for (Path file : tests) {
                sources.merge(
                        file.getFileName().toString().replaceFirst("\\.(java|kt)$", ""),
                        Files.readString(file),
                        String::concat);
            }
        }
        return sources;
    }

    private static List<MatchResult> matches(Pattern pattern, String line) {
        return new ArrayList<>(pattern.matcher(line).results().toList());
    }
}
