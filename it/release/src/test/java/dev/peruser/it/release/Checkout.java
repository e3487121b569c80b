package dev.peruser.it.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A copy of the repository's last commit, in a folder of its own. */
final class Checkout {
    /** What the build of the same commit has checked. */
    private static final List<String> CHECKED =
            List.of("-Dspotless.check.skip=true", "-Denforcer.skip=true", "-Derror-prone.main=-parameters");

    private final Path folder;
    private final Path log;

    private Checkout(Path folder, Path log) {
        this.folder = folder;
        this.log = log;
    }

    static Checkout in(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder.getParent());
        Checkout made = new Checkout(folder, folder.resolveSibling(folder.getFileName() + ".log"));
        List<String> clone = List.of("git", "clone", "-q", "--no-hardlinks", root().toString(), folder.toString());
        assertThat(made.run(root(), clone, Map.of())).as(made.tail()).isZero();
        return made;
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = Optional.ofNullable(folder.getParent()).orElseThrow();
        }
        return folder;
    }

    Path folder() {
        return folder;
    }

    String version() throws IOException {
        return new Pom(Files.readAllBytes(folder.resolve("pom.xml"))).text("version");
    }

    /** Gives the exit status. */
    int setVersion(String version) throws IOException, InterruptedException {
        return run(folder, List.of("release/set-version", version), Map.of());
    }

    /** Gives the exit status. */
    int build(Map<String, String> environment, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("release/build", "-T1"));
        command.addAll(CHECKED);
        command.addAll(List.of(options));
        // The one of the build that runs this test.
        Optional.ofNullable(System.getProperty("localRepository"))
                .ifPresent(repository -> command.add("-Dmaven.repo.local=" + repository));
        return run(folder, command, environment);
    }

    /** What differs from the commit, a line for each file. */
    List<String> changes() throws IOException, InterruptedException {
        Path status = folder.resolveSibling("status");
        Process git = new ProcessBuilder("git", "status", "--porcelain")
                .directory(folder.toFile())
                .redirectOutput(status.toFile())
                .start();
        assertThat(git.waitFor()).isZero();
        return Files.readAllLines(status);
    }

    private int run(Path where, List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // What the wrapper that runs this test left for its own Maven.
        builder.environment()
                .keySet()
                .removeAll(List.of("MAVEN_CMD_LINE_ARGS", "MAVEN_PROJECTBASEDIR", "MAVEN_BASEDIR"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return builder.start().waitFor();
    }

    /** The end of what the commands said. */
    String tail() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    }

    /** What was built to be published, by name. */
    Map<String, byte[]> published() throws IOException {
        Path repository = folder.resolve("target/release/repository");
        Map<String, byte[]> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(repository)) {
            files.filter(Files::isRegularFile)
                    .forEach(file ->
                            found.put(repository.relativize(file).toString().replace('\\', '/'), read(file)));
        }
        return found;
    }

    /** The poms of the modules that are published, the parent's first. */
    List<Pom> publishedModules() throws IOException {
        Pom parent = new Pom(Files.readAllBytes(folder.resolve("pom.xml")));
        List<Pom> poms = new ArrayList<>(List.of(parent));
        for (String module : parent.modules()) {
            Pom pom = new Pom(read(folder.resolve(module).resolve("pom.xml")));
            if (!pom.text("properties/maven.deploy.skip").equals("true")) {
                poms.add(pom);
            }
        }
        return poms;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
