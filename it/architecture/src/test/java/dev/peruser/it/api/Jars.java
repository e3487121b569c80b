package dev.peruser.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Jars to be compared. */
final class Jars {
    private Jars() {}

    /** A jar of compiled classes. */
    static Path of(Path classes, Path jar) throws IOException {
        try (Stream<Path> walked = Files.walk(classes);
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Path file :
                    walked.filter(file -> file.toString().endsWith(".class")).toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
        return jar;
    }

    /**
     * Compiles sources.
     *
     * @param sources by the names of their types
     * @return where the classes are
     */
    static Path compiled(Path folder, Map<String, String> sources) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "-d", folder.resolve("classes").toString()));
        for (Path file : written(folder, sources)) {
            arguments.add(file.toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        return folder.resolve("classes");
    }

    static List<Path> written(Path folder, Map<String, String> sources) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = folder.resolve("sources").resolve(source.getKey().replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            String name = source.getKey();
            files.add(Files.writeString(
                    file, "package " + name.substring(0, name.lastIndexOf('.')) + ";\n" + source.getValue()));
        }
        return files;
    }
}
