package dev.peruser.store.jdbc;

import dev.peruser.store.Deadline;
import dev.peruser.store.jdbc.internal.DataColumn;
import dev.peruser.store.jdbc.internal.Failure;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * MySQL and MariaDB, with the drivers of both: each calls the other's server by some name, so there is one dialect with
 * two names.
 *
 * <p>A key that is taken makes an INSERT fail, since {@code INSERT IGNORE} would also hide other errors. A lock wait
 * that timed out, or a deadlock, has undone the statement.
 *
 * <p>A call ends at its deadline because the socket's time-out is set to it, which sends nothing. MariaDB's driver
 * answers {@code abort} by a second connection, over which it asks the server to end the first: on a server that
 * doesn't answer that hangs, too, and the watchdog with it. So {@code abort} is used with MySQL's driver only, which
 * just closes the socket.
 */
final class MySqlDatabase extends Database {
    private static final System.Logger LOGGER = System.getLogger("dev.peruser.store.jdbc");

    private static final String SETTINGS = "SELECT @@innodb_flush_log_at_trx_commit, @@max_allowed_packet";

    private static final int BLOB_OF_16_MB = 0xffffff;

    private static final int PACKET_TOO_LARGE = 1153;
    private static final int CANCELLED = 1317;
    /** For what is around the body in a statement. */
    private static final int REST_OF_STATEMENT = 2_048;

    private volatile boolean abortAsks = true;
    private volatile boolean roundsInJson = true;
    private volatile long longestPacket = Long.MAX_VALUE;

    @Override
    String onConflictDoNothing(String key) {
        return "";
    }

    /** A subquery on the table itself would be refused. */
    @Override
    String purge(String table) {
        return "DELETE FROM " + table + " WHERE expires_at < ? ORDER BY expires_at LIMIT ?";
    }

    @Override
    void setPurge(PreparedStatement statement, long time, int limit) throws SQLException {
        statement.setLong(1, time);
        statement.setInt(2, limit);
    }

    /** {@code UNIX_TIMESTAMP} goes by the session's time zone, and is an hour off for an hour in autumn. */
    @Override
    String time() {
        return "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000";
    }

    @Override
    Failure failureOf(SQLException exception) {
        return switch (exception.getErrorCode()) {
            case 1062, 1050 -> Failure.DUPLICATE_KEY;
            // lock wait time-out, deadlock, changed since last read, no wait, rolled back by group replication
            case 1205, 1213, 1020, 3572, 3101 -> Failure.LOCKED;
            case 1146, 1054, 1049 -> Failure.NO_TABLE;
            case 1044, 1142, 1143, 1227, 1370 -> Failure.NO_RIGHTS;
            case 1290, 1792, 1836 -> Failure.READ_ONLY;
            case 1021, 1114 -> Failure.FULL;
            case PACKET_TOO_LARGE, 1301, 1406 -> Failure.TOO_LARGE;
            case 1366, 1264, 4025, 3140 -> Failure.REFUSED_VALUE;
            case 1969, 3024, CANCELLED -> Failure.TIMED_OUT;
            case 1194, 1195, 1712 -> Failure.CORRUPT;
            case 1053, 1077, 1079, 1152, 1158, 1159, 1160, 1161, 1184, 1927, 4031 -> Failure.DISCONNECTED;
            default -> withoutCode(exception);
        };
    }

    /** What the driver itself found. */
    private static Failure withoutCode(SQLException exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            String name = cause.getClass().getSimpleName();
            if (name.equals("PacketTooBigException") || name.equals("MaxAllowedPacketException")) {
                return Failure.TOO_LARGE;
            }
        }
        if (exception.getClass().getSimpleName().equals("MySQLStatementCancelledException")) {
            return Failure.TIMED_OUT;
        }
        return String.valueOf(exception.getSQLState()).startsWith("08") ? Failure.DISCONNECTED : Failure.OTHER;
    }

    @Override
    String explanation(Failure failure) {
        return switch (failure) {
            case READ_ONLY -> "the database is read-only, as a replica is; connect to the primary";
            case FULL -> "the database is full; free some disk space on its machine";
            case TOO_LARGE ->
                "the session is larger than the database accepts; raise max_allowed_packet, or lower PerUser's limits";
            case TIMED_OUT -> "the database's own time limit ended the statement; it was not carried out";
            case CORRUPT -> "the database says that the table is damaged; see its log";
            default -> super.explanation(failure);
        };
    }

    @Override
    void apply(Connection connection, Statement statement) throws SQLException {
        abortAsks = connection
                .getMetaData()
                .getDriverName()
                .toLowerCase(Locale.ROOT)
                .contains("mariadb");
        roundsInJson = !connection
                .getMetaData()
                .getDatabaseProductVersion()
                .toLowerCase(Locale.ROOT)
                .contains("mariadb");
        try (ResultSet row = statement.executeQuery(SETTINGS)) {
            if (!row.next()) {
                return;
            }
            longestPacket = row.getLong(2);
            if (row.getInt(1) != 1) {
                LOGGER.log(
                        Level.WARNING,
                        "The database of the session store acknowledges before it has flushed"
                                + " (innodb_flush_log_at_trx_commit is not 1): the last saves are lost if its machine stops");
            }
        }
    }

    /** Unless it is cancelled, a wait ends after 50 seconds, and the update is made when nobody asks any more. */
    @Override
    boolean needsCancelledLockWait() {
        return true;
    }

    @Override
    String dataType() {
        return "LONGTEXT CHARACTER SET utf8mb4";
    }

    @Override
    String nameType() {
        return "VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
    }

    /** MySQL's own JSON keeps fractions as doubles, so 1.50 would come back as 1.5. MariaDB's is text. */
    @Override
    Optional<DataColumn> dataColumn(ResultSetMetaData columns, int index) throws SQLException {
        return columns.getColumnTypeName(index).equalsIgnoreCase("json") && roundsInJson
                ? Optional.empty()
                : super.dataColumn(columns, index);
    }

    @Override
    Undo begin(Connection connection, Deadline deadline) throws SQLException {
        int before = connection.getNetworkTimeout();
        long rest = deadline.remaining().plus(Duration.ofMillis(1)).toMillis();
        if (before != 0 && before <= rest) {
            return () -> {};
        }
        connection.setNetworkTimeout(Runnable::run, (int) Math.min(rest, Integer.MAX_VALUE));
        return () -> connection.setNetworkTimeout(Runnable::run, before);
    }

    @Override
    void interrupt(Connection connection, Statement statement) throws SQLException {
        if (!abortAsks) {
            connection.abort(Runnable::run);
        }
    }

    /** The server would close the connection, and it would look as if it were lost. */
    @Override
    void setBody(PreparedStatement statement, int index, byte[] body) throws SQLException {
        if (2L * body.length + REST_OF_STATEMENT > longestPacket && escaped(body) + REST_OF_STATEMENT > longestPacket) {
            throw new SQLException("a packet of more than " + longestPacket + " bytes", "HY000", PACKET_TOO_LARGE);
        }
        statement.setBytes(index, body);
    }

    /** How long the drivers make it in the text of a statement. */
    private static long escaped(byte[] body) {
        long length = body.length;
        for (byte one : body) {
            if (one == 0 || one == '\'' || one == '"' || one == '\\') {
                length++;
            }
        }
        return length;
    }

    /** A BLOB ends at 64 KB, and without the strict mode of SQL the rest would be cut off. */
    @Override
    boolean isBody(ResultSetMetaData columns, int index) throws SQLException {
        String name = columns.getColumnTypeName(index).toUpperCase(Locale.ROOT);
        return name.equals("LONGBLOB")
                || name.equals("MEDIUMBLOB")
                || (name.contains("BLOB") && columns.getPrecision(index) >= BLOB_OF_16_MB);
    }

    @Override
    boolean mayBeInterruptedWhileWaiting() {
        return true;
    }
}
