package dev.peruser.it.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a release of the last commit would publish. It is built twice at the same time, by {@code release/build} as a
 * release is, under the version that the commit prepares, in two folders, the second time for another language and time
 * zone. The first of the two is signed, with a key that is thrown away.
 */
class ReleaseIT {
    private static final String GROUP = "dev/peruser/";
    private static final List<String> REQUIRED = List.of(
            "name",
            "description",
            "url",
            "licenses/license/name",
            "licenses/license/url",
            "developers/developer/name",
            "developers/developer/organization",
            "scm/connection",
            "scm/developerConnection",
            "scm/url");

    @TempDir
    static Path folder;

    private static String commitsVersion;
    private static String version;
    private static int snapshotsStatus;
    private static ThrowAwayKey key;
    private static Checkout first;
    private static Checkout second;
    /** What is in the bundle, by name. */
    private static final Map<String, byte[]> BUNDLE = new TreeMap<>();

    @BeforeAll
    static void build() throws Exception {
        key = new ThrowAwayKey();
        first = Checkout.in(folder.resolve("first"));
        second = Checkout.in(folder.resolve("elsewhere/in a folder with spaces/second"));
        commitsVersion = first.version();
        version = commitsVersion.replace("-SNAPSHOT", "");
        snapshotsStatus = first.version().equals(version) ? 2 : first.build(Map.of());
        assertThat(first.setVersion(version)).as(first.tail()).isZero();
        assertThat(second.setVersion(version)).as(second.tail()).isZero();

        CompletableFuture<Integer> signed = started(
                () -> first.build(Map.of("MAVEN_GPG_KEY", key.text()), "-Dgpg.signer=bc", "-Dgpg.bestPractices=true"));
        CompletableFuture<Integer> again = started(() -> second.build(
                Map.of("JAVA_TOOL_OPTIONS", "-Duser.language=de -Duser.country=AT -Duser.timezone=Pacific/Chatham"),
                "-Dgpg.skip=true"));
        assertThat(signed.get()).as(first.tail()).isZero();
        assertThat(again.get()).as(second.tail()).isZero();

        byte[] bundle = Files.readAllBytes(first.folder().resolve("target/release/bundle.zip"));
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bundle))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    BUNDLE.put(entry.getName(), zip.readAllBytes());
                }
            }
        }
    }

    private interface Build {
        int run() throws Exception;
    }

    private static CompletableFuture<Integer> started(Build build) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return build.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** The artifacts of the published modules, without what belongs to each: signatures and sums. */
    private static List<String> artifacts() throws IOException {
        List<String> names = new ArrayList<>();
        for (Pom pom : first.publishedModules()) {
            String start = GROUP + pom.name() + "/" + version + "/" + pom.name() + "-" + version;
            names.add(start + ".pom");
            if (pom.isJar()) {
                names.addAll(List.of(start + ".jar", start + "-sources.jar", start + "-javadoc.jar"));
            }
            if (pom.name().equals("peruser-parent")) {
                names.add(start + "-cyclonedx.json");
            }
        }
        return names;
    }

    private static byte[] published(String module, String end) {
        return BUNDLE.get(GROUP + module + "/" + version + "/" + module + "-" + version + end);
    }

    @Test
    void bundle_hasWhatIsPublished_andNothingElse() throws IOException {
        TreeSet<String> expected = new TreeSet<>();
        for (String artifact : artifacts()) {
            expected.addAll(List.of(artifact, artifact + ".asc", artifact + ".md5", artifact + ".sha1"));
        }
        assertThat(first.publishedModules()).hasSize(13);
        assertThat(BUNDLE.keySet()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void sums_areThoseOfTheFiles() throws Exception {
        for (String artifact : artifacts()) {
            for (Map.Entry<String, String> sum :
                    Map.of(".md5", "MD5", ".sha1", "SHA-1").entrySet()) {
                byte[] digest = MessageDigest.getInstance(sum.getValue()).digest(BUNDLE.get(artifact));
                assertThat(new String(BUNDLE.get(artifact + sum.getKey()), StandardCharsets.US_ASCII))
                        .as(artifact + sum.getKey())
                        .isEqualTo(HexFormat.of().formatHex(digest));
            }
        }
    }

    @Test
    void signatures_areTheKeysAndTheFiles() throws Exception {
        ThrowAwayKey other = new ThrowAwayKey();
        for (String artifact : artifacts()) {
            byte[] signature = BUNDLE.get(artifact + ".asc");
            byte[] changed = BUNDLE.get(artifact).clone();
            changed[changed.length / 2] ^= 1;
            assertThat(key.signed(BUNDLE.get(artifact), signature)).as(artifact).isTrue();
            assertThat(key.signed(changed, signature)).as(artifact).isFalse();
            assertThat(other.signed(BUNDLE.get(artifact), signature))
                    .as(artifact)
                    .isFalse();
        }
    }

    @Test
    void poms_sayWhatTheCentralRepositoryAsks() throws IOException {
        Pom parent = new Pom(published("peruser-parent", ".pom"));
        for (Pom module : first.publishedModules()) {
            Pom pom = new Pom(published(module.name(), ".pom"));
            boolean isChild = !pom.text("parent/artifactId").isEmpty();
            for (String path : REQUIRED) {
                boolean ownOnly = !isChild || path.equals("name") || path.equals("description");
                assertThat(pom.text(path) + (ownOnly ? "" : parent.text(path)))
                        .as(module.name() + ": " + path)
                        .isNotEmpty();
            }
            assertThat(isChild ? pom.text("parent/version") : pom.text("version"))
                    .as(module.name())
                    .isEqualTo(version);
            assertThat(isChild ? "v" + version : pom.text("scm/tag"))
                    .as(module.name())
                    .isEqualTo("v" + version);
        }
    }

    @Test
    void release_namesNoSnapshot() throws IOException {
        for (Pom module : first.publishedModules()) {
            Pom pom = new Pom(published(module.name(), ".pom"));
            List<String> versions = new ArrayList<>(pom.texts("/version"));
            versions.addAll(pom.texts("properties/*"));
            assertThat(versions).as(module.name()).isNotEmpty().noneMatch(text -> text.contains("SNAPSHOT"));
        }
    }

    @Test
    void billOfMaterials_hasWhatIsReleased() throws IOException {
        JsonNode bill = new JsonMapper().readTree(published("peruser-parent", "-cyclonedx.json"));
        TreeSet<String> ours = new TreeSet<>();
        for (JsonNode component : bill.path("components")) {
            assertThat(component.path("version").asString("")).doesNotContain("SNAPSHOT");
            if (component.path("group").asString("").equals("dev.peruser")) {
                assertThat(component.path("version").asString("")).isEqualTo(version);
                ours.add(component.path("name").asString(""));
            }
        }
        List<String> jars = first.publishedModules().stream()
                .filter(Pom::isJar)
                .map(Pom::name)
                .toList();
        assertThat(ours).containsAll(jars);
    }

    @Test
    void sourcesAndJavadoc_areNotEmpty() throws IOException {
        for (Pom module : first.publishedModules()) {
            if (module.isJar()) {
                assertThat(names(published(module.name(), "-sources.jar")))
                        .as(module.name())
                        .anyMatch(name -> name.endsWith(".java") || name.endsWith(".kt"));
                assertThat(names(published(module.name(), "-javadoc.jar")))
                        .as(module.name())
                        .contains("index.html")
                        .noneMatch(name -> name.contains("/internal/"));
            }
        }
    }

    private static List<String> names(byte[] jar) throws IOException {
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }

    @Test
    void build_inAnotherFolderAndLanguage_givesTheSameBytes() throws IOException {
        Map<String, byte[]> again = second.published();
        assertThat(again.keySet()).containsAll(artifacts());
        List<String> different = new ArrayList<>();
        for (String artifact : artifacts()) {
            if (!Arrays.equals(BUNDLE.get(artifact), again.get(artifact))) {
                different.add(artifact);
            }
        }
        assertThat(different).as("differs between two builds of one commit").isEmpty();
    }

    @Test
    void build_ofASnapshot_isRefused() {
        assertThat(snapshotsStatus).isEqualTo(2);
    }

    @Test
    void setVersion_andBack_leavesTheCommitAsItIs() throws Exception {
        Checkout third = Checkout.in(folder.resolve("third"));
        assertThat(third.setVersion(version)).isZero();
        assertThat(third.version()).isEqualTo(version);
        assertThat(third.changes()).hasSizeGreaterThanOrEqualTo(commitsVersion.equals(version) ? 0 : 30);
        assertThat(third.setVersion(commitsVersion)).isZero();
        assertThat(third.changes()).isEmpty();
        assertThat(third.setVersion("latest")).isEqualTo(2);
    }
}
