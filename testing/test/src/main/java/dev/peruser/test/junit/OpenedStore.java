package dev.peruser.test.junit;

import dev.peruser.Attribute;
import dev.peruser.store.SessionStore;
import dev.peruser.test.TestPerUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The store of one run, with its folder. */
final class OpenedStore implements AutoCloseable {
    private final Path folder;
    private final SessionStore store;
    private final List<Attribute<?>> attributes;
    private @Nullable TestPerUser perUser;

    private OpenedStore(Path folder, SessionStore store, List<Attribute<?>> attributes) {
        this.folder = folder;
        this.store = store;
        this.attributes = attributes;
    }

    static OpenedStore by(StoreOpener opener, List<Attribute<?>> attributes) {
        try {
            Path folder = Files.createTempDirectory("peruser-test");
            boolean opened = false;
            try {
                OpenedStore ready = new OpenedStore(folder, opener.open(folder), attributes);
                opened = true;
                return ready;
            } finally {
                if (!opened) {
                    remove(folder);
                }
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(opener.getClass().getSimpleName() + " can't open its store: " + e, e);
        }
    }

    SessionStore store() {
        return store;
    }

    TestPerUser.Builder builder() {
        return TestPerUser.builder().store(store).attributes(attributes);
    }

    /** One for all parameters of the run. */
    synchronized TestPerUser perUser() {
        TestPerUser made = perUser == null ? builder().build() : perUser;
        perUser = made;
        return made;
    }

    @Override
    public void close() {
        try {
            if (perUser != null) {
                perUser.close();
            }
            if (store instanceof AutoCloseable closeable) {
                close(closeable);
            }
        } finally {
            remove(folder);
        }
    }

    private static void close(AutoCloseable store) {
        try {
            store.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the store of the test can't be closed: " + e, e);
        }
    }

    private static void remove(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                        throws IOException {
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of a store can't be removed", e);
        }
    }
}
