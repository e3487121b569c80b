package dev.peruser.it.variants;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VariantCompilerTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void variant_fitsTheSources_andCompiles(BrokenVariant variant) throws Exception {
        Path classes = folder.resolve("classes");
        VariantCompiler.compile(variant, System.getProperty("java.class.path"), classes);
        try (Stream<Path> files = Files.walk(classes)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains(variant.replacements().get(0).type() + ".class");
        }
    }
}
