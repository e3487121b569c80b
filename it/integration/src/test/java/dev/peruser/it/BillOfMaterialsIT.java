package dev.peruser.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a release brings along, as the build's bill of materials (target/bom.json) has it: only components that somebody
 * looked at, each under a licence that does not bind an application.
 */
class BillOfMaterialsIT {
    private static final Set<String> LICENCES =
            Set.of("Apache-2.0", "MIT", "MIT-0", "BSD-3-Clause", "EPL-2.0", "MPL-2.0");

    @Test
    void components_areThoseThatWereAllowed() throws IOException {
        Set<String> found = new TreeSet<>();
        for (JsonNode component : components()) {
            if (!isOurs(component)) {
                found.add(nameOf(component));
            }
        }
        assertThat(found)
                .as("a new component is looked at first, then added to allowed-components.txt")
                .containsExactlyInAnyOrderElementsOf(allowed());
    }

    @Test
    void components_haveALicenceThatIsAllowed() throws IOException {
        for (JsonNode component : components()) {
            Set<String> licences = new LinkedHashSet<>();
            for (JsonNode licence : component.path("licenses")) {
                licences.add(licence.path("license").path("id").asString(""));
                licences.add(licence.path("expression").asString(""));
            }
            assertThat(licences).as(nameOf(component)).containsAnyElementsOf(LICENCES);
        }
    }

    @Test
    void core_bringsJacksonAndAnnotationsOnly() throws IOException {
        JsonNode bom = bom();
        Set<String> reached = new TreeSet<>();
        follow(bom, reference(bom, "peruser-core"), reached);
        assertThat(reached)
                .allMatch(reference -> reference.contains("jackson") || reference.contains("jspecify"))
                .hasSize(4);
    }

    private static void follow(JsonNode bom, String from, Set<String> reached) {
        for (JsonNode dependency : bom.path("dependencies")) {
            if (dependency.path("ref").asString("").equals(from)) {
                for (JsonNode next : dependency.path("dependsOn")) {
                    if (reached.add(next.asString())) {
                        follow(bom, next.asString(), reached);
                    }
                }
            }
        }
    }

    private static String reference(JsonNode bom, String name) {
        for (JsonNode component : bom.path("components")) {
            if (component.path("name").asString("").equals(name)) {
                return component.path("bom-ref").asString("");
            }
        }
        throw new AssertionError(name + " is not in the bill of materials");
    }

    private static JsonNode components() throws IOException {
        JsonNode components = bom().path("components");
        assertThat(components.size()).isGreaterThan(30);
        return components;
    }

    private static JsonNode bom() throws IOException {
        Path file = root().resolve("target/bom.json");
        assertThat(file).as("written by ./mvnw -pl it/integration -am verify").exists();
        return new JsonMapper().readTree(Files.readAllBytes(file));
    }

    private static boolean isOurs(JsonNode component) {
        return component.path("group").asString("").equals("dev.peruser");
    }

    private static String nameOf(JsonNode component) {
        return component.path("group").asString("") + ":"
                + component.path("name").asString("");
    }

    private static List<String> allowed() throws IOException {
        try (InputStream list =
                Objects.requireNonNull(BillOfMaterialsIT.class.getResourceAsStream("allowed-components.txt"))) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = Optional.ofNullable(folder.getParent()).orElseThrow();
        }
        return folder;
    }
}
