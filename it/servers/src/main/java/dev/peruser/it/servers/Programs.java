package dev.peruser.it.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Jars with programs of servers, which this module's build copies into its {@code target/programs}. */
final class Programs {
    private Programs() {}

    /**
     * The jar of that name.
     *
     * @throws IllegalStateException if there is none for this platform
     */
    static Path jar(String name) {
        Path jar = target().resolve("programs").resolve(name + ".jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(
                    "No program " + name + " for "
                            + System.getProperty("os.name") + " on " + System.getProperty("os.arch")
                            + ": name a server of your own, see CONTRIBUTING.md; or run the build of it/servers up to the phase test");
        }
        return jar;
    }

    /** Both the folder of classes and the jar are in it. */
    private static Path target() {
        try {
            Path classes = Path.of(Programs.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Objects.requireNonNull(classes.getParent());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Files of a jar, in a folder that is made once and used by all processes. */
    static Path unpacked(String name, String root, Predicate<String> wanted) {
        Path folder = Path.of(
                System.getProperty("java.io.tmpdir"),
                "peruser-test-servers-" + System.getProperty("user.name"),
                name + "-" + size(jar(name)));
        if (!Files.exists(folder)) {
            try {
                Files.createDirectories(folder.getParent());
                Path unfinished = Files.createTempDirectory(folder.getParent(), "unfinished");
                unpack(jar(name), root, wanted, unfinished);
                moveUnlessThere(unfinished, folder);
            } catch (IOException e) {
                throw new UncheckedIOException("The programs of " + name + " could not be unpacked", e);
            }
        }
        return folder;
    }

    private static long size(Path jar) {
        try {
            return Files.size(jar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void unpack(Path jar, String root, Predicate<String> wanted, Path folder) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                String path = entry.getName().startsWith(root) ? entry.getName().substring(root.length()) : "";
                if (entry.isDirectory() || !wanted.test(path)) {
                    continue;
                }
                Path file = folder.resolve(path);
                Files.createDirectories(file.getParent());
                try (InputStream content = zip.getInputStream(entry)) {
                    Files.copy(content, file);
                }
                if (path.startsWith("bin/") && !file.toFile().setExecutable(true)) {
                    throw new IOException(file + " can't be made executable");
                }
            }
        }
    }

    private static void moveUnlessThere(Path unfinished, Path folder) throws IOException {
        try {
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException | AtomicMoveNotSupportedException e) {
            if (!Files.exists(folder)) {
                throw e;
            }
        }
    }
}
