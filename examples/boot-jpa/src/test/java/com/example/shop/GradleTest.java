package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Both build files name the same artifacts in the same versions. */
class GradleTest {

    @Test
    void gradle_hasTheArtifactsAndVersionsOfThePom() throws Exception {
        String pom = Files.readString(Path.of("pom.xml"));
        String gradle = Files.readString(Path.of("build.gradle.kts"));
        Set<String> ofPom = found(pom, "<groupId>(\\S+)</groupId>\\s*<artifactId>(\\S+)</artifactId>");
        ofPom.removeAll(List.of(
                "org.springframework.boot:spring-boot-starter-parent", // the plug-in's BOM
                "org.springframework.boot:spring-boot-maven-plugin",
                "com.example:boot-jpa"));
        Set<String> ofGradle = found(gradle, "(?:mplementation|Only)\\(\"([^:\"]+):([^:\"]+)\"");
        ofGradle.addAll(found(gradle, "platform\\(\"([^:\"]+):([^:\"]+):"));
        ofGradle.remove("org.junit.platform:junit-platform-launcher"); // Maven brings its own
        assertThat(ofGradle).isEqualTo(ofPom);
        assertThat(found(gradle, "springframework.boot\"\\) version \"(.+)(\")"))
                .isEqualTo(found(pom, "starter-parent</artifactId>\\s*<version>(.+)(<)/version>", "\""));
        assertThat(found(gradle, "peruser-bom:(.+)(\")")).isEqualTo(found(pom, "<peruser.version>(.+)(<)/", "\""));
    }

    private static Set<String> found(String text, String pattern, String... second) {
        Stream<String> all = Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1) + ":" + (second.length == 0 ? match.group(2) : second[0]));
        return new TreeSet<>(all.toList());
    }
}
