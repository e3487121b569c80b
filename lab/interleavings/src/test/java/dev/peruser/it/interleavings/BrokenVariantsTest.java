package dev.peruser.it.interleavings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.it.variants.BrokenVariant;
import dev.peruser.it.variants.VariantCompiler;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An exploration that finds nothing wrong proves nothing if it would not find these. */
class BrokenVariantsTest {
    @TempDir
    private Path folder;

    /** Here are no near caches, clocks that differ, replicas or fail-overs: the soak has them. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {
                "COPIES_TRUSTED_AFTER_A_MOVE",
                "COOKIE_DROPPED_BY_ONE_LOOK",
                "RELEASE_ON_HEARSAY",
                "COMMIT_IDS_PRUNED_BY_THE_LOCAL_CLOCK"
            })
    void brokenVariant_isFound(BrokenVariant variant) throws Exception {
        VariantCompiler.compile(variant, System.getProperty("java.class.path"), folder.resolve("classes"));
        try (URLClassLoader loader = new VariantLoader(folder.resolve("classes"))) {
            String violation = exploration(loader).apply(variant.name());
            System.out.println(variant + ": " + violation);
            assertThat(violation).isNotEmpty();
        }
    }

    @SuppressWarnings("unchecked") // what the class implements
    private static UnaryOperator<String> exploration(ClassLoader loader) throws ReflectiveOperationException {
        return (UnaryOperator<String>) loader.loadClass(FirstViolation.class.getName())
                .getDeclaredConstructor()
                .newInstance();
    }

    /** Loads the core and what explores it anew, the variant's classes first. */
    private static final class VariantLoader extends URLClassLoader {
        VariantLoader(Path variant) throws IOException {
            super(new URL[] {url(variant), place(PerUser.class), place(FirstViolation.class)});
        }

        private static URL url(Path path) throws MalformedURLException {
            return path.toUri().toURL();
        }

        private static URL place(Class<?> type) {
            return type.getProtectionDomain().getCodeSource().getLocation();
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("dev.peruser.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }
}
