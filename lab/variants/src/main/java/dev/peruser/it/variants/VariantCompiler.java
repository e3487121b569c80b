package dev.peruser.it.variants;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles the sources of the core that a variant changes, so that the classes can stand before the core's own on a
 * class path. Needs a JDK, and the sources in the working directory or above it.
 */
public final class VariantCompiler {
    private static final Path CORE = Path.of("core", "src", "main", "java", "dev", "peruser");

    private VariantCompiler() {}

    /**
     * Compiles.
     *
     * @param classPath where the core and what it needs is
     * @param output a folder for the classes
     * @throws IllegalStateException if the variant no longer fits the sources
     */
    public static void compile(BrokenVariant variant, String classPath, Path output) throws IOException {
        Path sources = Files.createDirectories(output.resolveSibling(output.getFileName() + "-sources"));
        List<Path> changed = new ArrayList<>();
        for (Map.Entry<String, String> file : changedSources(variant).entrySet()) {
            Path source = sources.resolve(file.getKey() + ".java");
            changed.add(Files.writeString(source, file.getValue()));
        }
        Files.createDirectories(output);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options =
                    List.of("--release", "17", "-proc:none", "-nowarn", "-cp", classPath, "-d", output.toString());
            boolean isCompiled = compiler.getTask(
                            errors, files, null, options, null, files.getJavaFileObjectsFromPaths(changed))
                    .call();
            if (!isCompiled) {
                throw new IllegalStateException("variant " + variant + " doesn't compile:\n" + errors);
            }
        }
    }

    private static Map<String, String> changedSources(BrokenVariant variant) throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        for (BrokenVariant.Replacement replacement : variant.replacements()) {
            String type = replacement.type();
            String before = sources.containsKey(type) ? sources.get(type) : Files.readString(source(type));
            sources.put(type, replace(before, replacement, variant));
        }
        return sources;
    }

    private static String replace(String source, BrokenVariant.Replacement replacement, BrokenVariant variant) {
        String pattern = Pattern.compile("\\s+")
                .splitAsStream(replacement.piece().strip())
                .map(Pattern::quote)
                .collect(Collectors.joining("\\s+"));
        Matcher matcher = Pattern.compile(pattern).matcher(source);
        if (!matcher.find()) {
            throw new IllegalStateException(
                    "variant " + variant + " finds nothing to replace in " + replacement.type());
        }
        String result = source.substring(0, matcher.start()) + replacement.instead() + source.substring(matcher.end());
        if (matcher.find()) {
            throw new IllegalStateException("variant " + variant + " finds its piece twice in " + replacement.type());
        }
        return result;
    }

    /** The source file of a class, in whichever package of the core. */
    private static Path source(String type) throws IOException {
        try (Stream<Path> files = Files.walk(core())) {
            List<Path> found =
                    files.filter(file -> file.endsWith(type + ".java")).toList();
            if (found.size() != 1) {
                throw new IllegalStateException("the core has " + found.size() + " sources of a class " + type);
            }
            return found.get(0);
        }
    }

    private static Path core() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(CORE))) {
                return folder.resolve(CORE);
            }
        }
        throw new IllegalStateException("the sources of the core are not in the working directory or above it");
    }
}
