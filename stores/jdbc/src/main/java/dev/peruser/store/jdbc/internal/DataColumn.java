package dev.peruser.store.jdbc.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How JSON text is written to a column of some type, and read from it. */
public enum DataColumn {
    /** Text, or JSON that is kept as text. */
    TEXT("?"),
    /** The server finds out by the column what the text is: json and jsonb of PostgreSQL. */
    UNTYPED_TEXT("?"),
    /** Text would become a JSON string: H2's JSON. */
    FORMATTED_JSON("? FORMAT JSON"),
    /** Bytes, which are UTF-8. */
    BYTES("?");

    private final String parameter;

    DataColumn(String parameter) {
        this.parameter = parameter;
    }

    /** What stands for the parameter in a statement. */
    public String parameter() {
        return parameter;
    }

    /** Sets the parameter. */
    public void set(PreparedStatement statement, int index, String text) throws SQLException {
        switch (this) {
            case TEXT -> statement.setString(index, text);
            case UNTYPED_TEXT -> statement.setObject(index, text, Types.OTHER);
            case FORMATTED_JSON, BYTES -> statement.setBytes(index, text.getBytes(UTF_8));
        }
    }

    /** The text that is there, null if there is none. */
    public @Nullable String get(ResultSet row, int index) throws SQLException {
        if (this != BYTES) {
            return row.getString(index);
        }
        byte[] bytes = row.getBytes(index);
        return bytes == null ? null : new String(bytes, UTF_8);
    }

    /** That of a column of one of {@link Types}, if it is for text or bytes. */
    public static Optional<DataColumn> of(int type) {
        return switch (type) {
            case Types.CHAR,
                    Types.VARCHAR,
                    Types.LONGVARCHAR,
                    Types.NCHAR,
                    Types.NVARCHAR,
                    Types.LONGNVARCHAR,
                    Types.CLOB,
                    Types.NCLOB -> Optional.of(TEXT);
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> Optional.of(BYTES);
            default -> Optional.empty();
        };
    }
}
