package dev.peruser.it.scale;

import java.io.IOException;
import java.nio.file.Path;

/** stub. */
final class ScaleDocument {
    private ScaleDocument() {}

    static void write(Path document, Path figures) throws IOException {}
}
