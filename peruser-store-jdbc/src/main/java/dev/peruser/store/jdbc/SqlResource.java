package dev.peruser.store.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Statements in a file of the jar, for a table of any name. */
final class SqlResource {
    private static final String NAME_IN_RESOURCE = "peruser_session";

    private SqlResource() {}

    /**
     * Reads statements.
     *
     * @param end what each of them ends with
     */
    static List<String> statements(String resource, String table, String end) {
        try (InputStream stream = SqlResource.class.getResourceAsStream("/" + resource)) {
            if (stream == null) {
                throw new IllegalStateException("peruser-store-jdbc's jar lacks " + resource);
            }
            String text = new String(stream.readAllBytes(), UTF_8);
            String sql = text.lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
            return List.of(sql.replace(NAME_IN_RESOURCE, table).strip().split(Pattern.quote(end) + "\\s*"));
        } catch (IOException exception) {
            throw new UncheckedIOException("peruser-store-jdbc's jar can't be read", exception);
        }
    }
}
