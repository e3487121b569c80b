package dev.peruser.store.jdbc;

import dev.peruser.store.Deadline;
import dev.peruser.store.jdbc.internal.DataColumn;
import dev.peruser.store.jdbc.internal.Failure;
import dev.peruser.store.jdbc.internal.Settings;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.engine.Session;
import org.h2.jdbc.JdbcConnection;
import org.jspecify.annotations.Nullable;

/**
 * H2. A statement that runs into a lock time-out, a deadlock or a concurrent change is undone by H2 and can be sent
 * again.
 *
 * <p>By default H2 writes up to half a second after the commit, and what was acknowledged meanwhile dies with the
 * process. {@code SET WRITE_DELAY 0} ends that, but only until the database is closed: when it is opened again, H2
 * shows the setting and doesn't follow it. Since it is closed whenever its last connection is, the setting is made on
 * each new connection.
 */
final class H2Database extends Database {
    private static final System.Logger LOGGER = System.getLogger("dev.peruser.store.jdbc");

    private static final int DUPLICATE_KEY = 23505;
    private static final int DEADLOCK = 40001;
    private static final int TABLE_NOT_FOUND = 42102;
    private static final int TABLE_NOT_FOUND_WITH_CANDIDATES = 42103;
    private static final int TABLE_NOT_FOUND_DATABASE_EMPTY = 42104;
    private static final int COLUMN_NOT_FOUND = 42122;
    private static final int LOCK_TIMEOUT = 50200;
    private static final int TOO_LONG = 22001;
    private static final int OPEN_ELSEWHERE = 90020;
    private static final int FILE_CORRUPTED = 90030;
    private static final int ADMIN_RIGHTS_REQUIRED = 90040;
    private static final int NOT_ENOUGH_RIGHTS = 90096;
    private static final int READ_ONLY = 90097;
    private static final int CONCURRENT_UPDATE = 90131;
    private static final int DATABASE_NOT_FOUND = 90149;

    /** The greatest length of a VARBINARY. */
    private static final int PIECE = 1024 * 1024;

    private final Settings settings;
    private final Set<Session> known = Collections.newSetFromMap(new WeakHashMap<>());
    private final AtomicBoolean warned = new AtomicBoolean();

    H2Database(Settings settings) {
        this.settings = settings;
    }

    @Override
    String onConflictDoNothing(String key) {
        return "";
    }

    /** {@code DATEDIFF} would take the hands of the clock in the session's time zone for those in Greenwich. */
    @Override
    String time() {
        return "CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(3)) * 1000 AS BIGINT)";
    }

    @Override
    Failure failureOf(SQLException exception) {
        return switch (exception.getErrorCode()) {
            case DUPLICATE_KEY -> Failure.DUPLICATE_KEY;
            case LOCK_TIMEOUT, DEADLOCK, CONCURRENT_UPDATE -> Failure.LOCKED;
            case TABLE_NOT_FOUND, TABLE_NOT_FOUND_WITH_CANDIDATES, TABLE_NOT_FOUND_DATABASE_EMPTY, COLUMN_NOT_FOUND ->
                Failure.NO_TABLE;
            case NOT_ENOUGH_RIGHTS, ADMIN_RIGHTS_REQUIRED -> Failure.NO_RIGHTS;
            case READ_ONLY -> Failure.READ_ONLY;
            case TOO_LONG -> Failure.TOO_LARGE;
            case FILE_CORRUPTED -> Failure.CORRUPT;
            case OPEN_ELSEWHERE -> Failure.OPEN_ELSEWHERE;
            case DATABASE_NOT_FOUND -> Failure.CANNOT_OPEN;
            default -> Failure.OTHER;
        };
    }

    /** All is done for each connection. */
    @Override
    void apply(Connection connection, Statement statement) {}

    @Override
    Undo begin(Connection connection, Deadline deadline) throws SQLException {
        Session session = sessionOf(connection);
        if (session == null) {
            warn();
        } else if (isNew(session) && !connection.getMetaData().getURL().startsWith("jdbc:h2:mem:")) {
            writeAtOnce(connection, session);
        }
        return () -> {};
    }

    @Override
    Undo limitLockWait(Connection connection, Duration longest) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int before;
            try (ResultSet row = statement.executeQuery("CALL LOCK_TIMEOUT()")) {
                before = row.next() ? row.getInt(1) : 0;
            }
            setLockTimeout(statement, longest.toMillis());
            return () -> {
                try (Statement undoing = connection.createStatement()) {
                    setLockTimeout(undoing, before);
                }
            };
        }
    }

    private static void setLockTimeout(Statement statement, long milliseconds) throws SQLException {
        statement.execute("SET LOCK_TIMEOUT " + milliseconds);
    }

    @Override
    String dataType() {
        return "CLOB";
    }

    @Override
    Optional<DataColumn> dataColumn(ResultSetMetaData columns, int index) throws SQLException {
        return columns.getColumnTypeName(index).equals("JSON")
                ? Optional.of(DataColumn.FORMATTED_JSON)
                : super.dataColumn(columns, index);
    }

    /** Pools wrap connections anew for each call, but the session behind them stays. */
    private static @Nullable Session sessionOf(Connection connection) {
        try {
            return connection.unwrap(JdbcConnection.class).getSession();
        } catch (SQLException notByItsWrapper) {
            return null;
        }
    }

    private boolean isNew(Session session) {
        synchronized (known) {
            return known.add(session);
        }
    }

    private void writeAtOnce(Connection connection, Session session) throws SQLException {
        if (settings != Settings.KEEP) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET WRITE_DELAY 0");
                return;
            } catch (SQLException exception) {
                if (failureOf(exception) != Failure.NO_RIGHTS) {
                    forget(session);
                    throw exception;
                }
            }
        }
        warn();
    }

    private void forget(Session session) {
        synchronized (known) {
            known.remove(session);
        }
    }

    private void warn() {
        if (!warned.getAndSet(true)) {
            LOGGER.log(
                    Level.WARNING,
                    "The H2 database of the session store may write with a delay: sessions saved just before the process is"
                            + " killed are lost. Add ;WRITE_DELAY=0 to its URL, or use it as an administrator");
        }
    }

    /**
     * The driver's {@code abort} does nothing; {@code cancel} ends all but a wait for a lock, which H2 ends by itself.
     */
    @Override
    void interrupt(Connection connection, Statement statement) throws SQLException {
        statement.cancel();
    }

    @Override
    boolean isBody(ResultSetMetaData columns, int index) throws SQLException {
        return columns.getColumnType(index) == Types.ARRAY;
    }

    @Override
    void setBody(PreparedStatement statement, int index, byte[] body) throws SQLException {
        byte[][] pieces = new byte[Math.max(1, (body.length + PIECE - 1) / PIECE)][];
        for (int i = 0; i < pieces.length; i++) {
            pieces[i] = pieces.length == 1
                    ? body
                    : Arrays.copyOfRange(body, i * PIECE, Math.min(body.length, (i + 1) * PIECE));
        }
        statement.setObject(index, pieces);
    }

    @Override
    byte[] getBody(ResultSet row, int index) throws SQLException {
        Object[] pieces = (Object[]) row.getArray(index).getArray();
        if (pieces.length == 1) {
            return (byte[]) pieces[0];
        }
        int length = 0;
        for (Object piece : pieces) {
            length += ((byte[]) piece).length;
        }
        byte[] body = new byte[length];
        int end = 0;
        for (Object piece : pieces) {
            byte[] bytes = (byte[]) piece;
            System.arraycopy(bytes, 0, body, end, bytes.length);
            end += bytes.length;
        }
        return body;
    }
}
