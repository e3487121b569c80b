package dev.peruser.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.spring.internal.start.RenamedProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** docs/reference/configuration.md names each property with its type and default, and no others. */
class ConfigurationReferenceTest {
    private static final Path METADATA = Path.of("target/classes/META-INF/spring-configuration-metadata.json");
    private static final Path REFERENCE = Path.of("../../docs/reference/configuration.md");
    private static final Map<String, String> TYPES = Map.of(
            "java.lang.Boolean", "boolean",
            "java.lang.Integer", "whole number",
            "java.lang.Double", "number",
            "java.lang.String", "text",
            "java.util.List<java.lang.String>", "list",
            "java.time.Duration", "duration",
            "org.springframework.util.unit.DataSize", "size");

    /** As editors show them; RenamedProperties stops the start. */
    @Test
    void renamedProperties_areInTheMetadata_withTheirNewNames() throws Exception {
        Map<String, String> renamed = new TreeMap<>();
        for (JsonNode property : properties()) {
            if (property.has("deprecation")) {
                JsonNode deprecation = property.get("deprecation");
                assertThat(deprecation.get("level").asString()).isEqualTo("error");
                renamed.put(
                        property.get("name").asString(),
                        deprecation.get("replacement").asString());
            }
        }
        assertThat(renamed).isEqualTo(RenamedProperties.NEW_NAMES);
        assertThat(documented()).containsKeys(renamed.values().toArray(new String[0]));
    }

    private static JsonNode properties() throws IOException {
        return new JsonMapper().readTree(Files.readString(METADATA)).get("properties");
    }

    @Test
    void reference_namesEachProperty_withItsTypeAndDefault() throws Exception {
        Map<String, String> expected = new TreeMap<>();
        for (JsonNode property : properties()) {
            String name = property.get("name").asString();
            String defaultValue = property.path("defaultValue").asString();
            if (name.startsWith("peruser.")
                    && !RenamedProperties.NEW_NAMES.containsKey(
                            name)) { // the endpoint's access is one of Actuator's own properties
                expected.put(name, typeOf(property.get("type").asString()) + ", " + defaultValue);
            }
        }
        assertThat(expected).hasSizeGreaterThan(10);
        assertThat(documented()).isEqualTo(expected);
    }

    private static Map<String, String> documented() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        for (String line : Files.readAllLines(REFERENCE)) {
            String[] cells = line.split(" *\\| *", -1);
            if (line.startsWith("| `peruser.")) {
                assertThat(cells).as(line).hasSize(6);
                assertThat(cells[4]).as(line).isNotBlank();
                documented.put(cells[1].replace("`", ""), cells[2].replace("`", "") + ", " + cells[3].replace("`", ""));
            }
        }
        return documented;
    }

    private static String typeOf(String javaType) throws ClassNotFoundException {
        String known = TYPES.get(javaType);
        return known != null
                ? known
                : Arrays.stream(Class.forName(javaType).getEnumConstants())
                        .map(constant -> ((Enum<?>) constant)
                                .name()
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-'))
                        .collect(Collectors.joining(", "));
    }
}
