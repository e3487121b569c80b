package dev.peruser.store.jdbc.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Statements in a file of the jar, for a table of any name. */
public final class SqlResource {
    private static final String NAME_IN_RESOURCE = "peruser_session";
    private static final Pattern END = Pattern.compile(";(?:\\n{2,}|\\z)");

    private SqlResource() {}

    /** Reads statements, which have an empty line between them, and none within. */
    public static List<String> statements(String resource, String table) {
        try (InputStream stream = SqlResource.class.getResourceAsStream("/" + resource)) {
            if (stream == null) {
                throw new IllegalStateException("peruser-store-jdbc's jar lacks " + resource);
            }
            String text = new String(stream.readAllBytes(), UTF_8);
            String sql = text.lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
            return List.of(END.split(sql.replace(NAME_IN_RESOURCE, table).strip()));
        } catch (IOException exception) {
            throw new UncheckedIOException("peruser-store-jdbc's jar can't be read", exception);
        }
    }
}
