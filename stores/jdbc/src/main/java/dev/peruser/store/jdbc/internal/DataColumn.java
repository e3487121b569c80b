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
    TEXT("?") {
        @Override
        public void set(PreparedStatement statement, int index, String text) throws SQLException {
            statement.setString(index, text);
        }
    },
    /** The server finds out by the column what the text is: json and jsonb of PostgreSQL. */
    UNTYPED_TEXT("?") {
        @Override
        public void set(PreparedStatement statement, int index, String text) throws SQLException {
            statement.setObject(index, text, Types.OTHER);
        }
    },
    /** Text would become a JSON string: H2's JSON. */
    FORMATTED_JSON("? FORMAT JSON") {
        @Override
        public void set(PreparedStatement statement, int index, String text) throws SQLException {
            statement.setBytes(index, text.getBytes(UTF_8));
        }
    },
    /** Bytes, which are UTF-8. */
    BYTES("?") {
        @Override
        public void set(PreparedStatement statement, int index, String text) throws SQLException {
            statement.setBytes(index, text.getBytes(UTF_8));
        }

        @Override
        public @Nullable String get(ResultSet row, int index) throws SQLException {
            byte[] bytes = row.getBytes(index);
            return bytes == null ? null : new String(bytes, UTF_8);
        }
    };

    private final String parameter;

    DataColumn(String parameter) {
        this.parameter = parameter;
    }

    /** What stands for the parameter in a statement. */
    public String parameter() {
        return parameter;
    }

    /** Sets the parameter. */
    public abstract void set(PreparedStatement statement, int index, String text) throws SQLException;

    /** The text that is there, null if there is none. */
    public @Nullable String get(ResultSet row, int index) throws SQLException {
        return row.getString(index);
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
