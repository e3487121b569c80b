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
    private static final String TABLE = "\\bperuser_session\\b";
    /** Of an index or a trigger, which is where its table is. */
    private static final String BESIDE_TABLE = "\\bperuser_session_";

    private static final String FUNCTION = "FUNCTION peruser_session_";

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
            return List.of(END.split(named(sql, table).strip()));
        } catch (IOException exception) {
            throw new UncheckedIOException("peruser-store-jdbc's jar can't be read", exception);
        }
    }

    private static String named(String sql, String table) {
        return sql.replaceAll(TABLE, table)
                .replace(FUNCTION, "FUNCTION " + table + "_")
                .replaceAll(BESIDE_TABLE, TableName.of(table).name() + "_");
    }
}
