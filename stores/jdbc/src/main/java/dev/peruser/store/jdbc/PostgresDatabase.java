package dev.peruser.store.jdbc;

import dev.peruser.store.jdbc.internal.DataColumn;
import dev.peruser.store.jdbc.internal.Failure;
import dev.peruser.store.jdbc.internal.PostgresPooler;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * PostgreSQL. Where the isolation level is higher than READ COMMITTED, a statement that comes second fails and can be
 * sent again, as after a deadlock. A statement is interrupted by {@code abort}, which closes the connection.
 */
final class PostgresDatabase extends Database {
    private static final System.Logger LOGGER = System.getLogger("dev.peruser.store.jdbc");

    /** Whether commits are flushed before they are acknowledged, and which version it is. */
    private static final String SETTINGS =
            "SELECT current_setting('fsync'), current_setting('synchronous_commit'), current_setting('server_version_num'),"
                    + " pg_backend_pid()";

    /** Found along the search path, as in all other statements. */
    private static final String PRIMARY_KEY = "SELECT a.attname FROM pg_index i JOIN pg_attribute a"
            + " ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)"
            + " WHERE i.indisprimary AND i.indrelid = to_regclass(?)";

    private static final int OLDEST_TESTED = 140_000;

    private volatile Optional<PostgresPooler> pooler = Optional.empty();

    /** The subquery is an array so that it is run once; rows that somebody else is changing are passed over. */
    @Override
    String purge(String table) {
        return "DELETE FROM " + table + " WHERE session_key = ANY (ARRAY(SELECT session_key FROM " + table
                + " WHERE expires_at < ? ORDER BY expires_at LIMIT ? FOR UPDATE SKIP LOCKED)) AND expires_at < ?";
    }

    @Override
    String onConflictDoNothing(String key) {
        return " ON CONFLICT (" + key + ") DO NOTHING";
    }

    /** {@code now()} would be the time at which the transaction began. */
    @Override
    String time() {
        return "(EXTRACT(EPOCH FROM CLOCK_TIMESTAMP()) * 1000)::BIGINT";
    }

    @Override
    Failure failureOf(SQLException exception) {
        String state = String.valueOf(exception.getSQLState());
        return switch (state) {
            case "23505", "42P07" -> Failure.DUPLICATE_KEY;
            case "40001", "40P01", "55P03" -> Failure.LOCKED;
            case "42P01", "42703", "3F000" -> Failure.NO_TABLE;
            case "42501" -> Failure.NO_RIGHTS;
            case "25006" -> Failure.READ_ONLY;
            case "53100" -> Failure.FULL;
            case "22001", "54000" -> Failure.TOO_LARGE;
            case "22P02", "22P05", "22021", "22003" -> Failure.REFUSED_VALUE;
            case "26000", "42P05", "08P01" -> Failure.PREPARED_ELSEWHERE;
            case "57014" -> Failure.TIMED_OUT;
            case "57P01", "57P02", "57P03", "57P05" -> Failure.DISCONNECTED;
            case "XX001", "XX002" -> Failure.CORRUPT;
            default -> state.startsWith("08") ? Failure.DISCONNECTED : Failure.OTHER;
        };
    }

    @Override
    String explanation(Failure failure) {
        return switch (failure) {
            case READ_ONLY ->
                "the database is read-only, as a standby is; connect to the primary"
                        + " (in the URL: several hosts, and targetServerType=primary)";
            case TIMED_OUT -> "the database's statement_timeout ended the statement; it was not carried out";
            case CORRUPT -> "the database says that data is damaged; see its log";
            default -> super.explanation(failure);
        };
    }

    @Override
    void apply(Connection connection, Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(SETTINGS)) {
            if (!row.next()) {
                return;
            }
            if (row.getString(1).equals("off") || row.getString(2).equals("off")) {
                LOGGER.log(
                        Level.WARNING,
                        "The PostgreSQL database of the session store acknowledges before it has flushed (fsync or"
                                + " synchronous_commit is off): the last saves are lost if its machine stops");
            }
            pooler = PostgresPooler.of(connection, row.getInt(4));
            if (row.getInt(3) < OLDEST_TESTED) {
                LOGGER.log(
                        Level.WARNING,
                        "The PostgreSQL database of the session store is older than 14, the oldest that is tested");
            }
        }
    }

    @Override
    PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = super.prepare(connection, sql);
        if (pooler.isPresent()) {
            pooler.get().keepUnprepared(statement);
        }
        return statement;
    }

    @Override
    List<String> primaryKey(Connection connection, String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PRIMARY_KEY)) {
            statement.setString(1, table);
            List<String> columns = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.add(rows.getString(1).toLowerCase(Locale.ROOT));
                }
            }
            return columns;
        }
    }

    @Override
    boolean isBody(ResultSetMetaData columns, int index) throws SQLException {
        return columns.getColumnType(index) == Types.BINARY;
    }

    /** The function is called for the row before the row is locked, and the setting ends with the statement. */
    @Override
    LockWait lockWait() {
        return new LockWait(
                "WITH peruser AS (SELECT set_config('lock_timeout', ?, true) AS lock_timeout) ",
                " FROM peruser",
                " AND peruser.lock_timeout IS NOT NULL");
    }

    @Override
    String dataType() {
        return "JSONB";
    }

    @Override
    Optional<DataColumn> dataColumn(ResultSetMetaData columns, int index) throws SQLException {
        return columns.getColumnTypeName(index).startsWith("json")
                ? Optional.of(DataColumn.UNTYPED_TEXT)
                : super.dataColumn(columns, index);
    }

    /** A name may also be that of a UUID: the column says what it is. */
    @Override
    void setKey(PreparedStatement statement, int index, Object key) throws SQLException {
        if (key instanceof String) {
            statement.setObject(index, key, Types.OTHER);
        } else {
            statement.setObject(index, key);
        }
    }

    @Override
    boolean mayBeInterruptedWhileWaiting() {
        return true;
    }
}
