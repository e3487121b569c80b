package dev.peruser.store.jdbc;

import dev.peruser.StoreException;
import dev.peruser.UnusableStoreException;
import dev.peruser.store.Unreachable;
import dev.peruser.store.jdbc.internal.Failure;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Says what went wrong: which store, what it was about to do, why not, and what to do. Never a key, an attribute, or a
 * database's own message that may hold one.
 */
final class Failures {
    private static final String NO_CONNECTION =
            "no connection was to be had; check that the database runs, and its address, user and pool size";
    private static final String ABOUT_TLS = "is it wanted by one side only, and is the server's certificate trusted?";
    /** Of MySQL and MariaDB, which give these the SQL states of other things. */
    private static final int TOO_MANY_CONNECTIONS = 1040;

    private static final int NO_ACCESS_TO_DATABASE = 1044;
    private static final int ACCESS_DENIED = 1045;
    private static final int UNKNOWN_DATABASE = 1049;

    private final String subject;
    private final String table;
    private volatile String product = "";

    Failures(String table) {
        this("session store", table);
    }

    /** Of whatever else has a table. */
    Failures(String subject, String table) {
        this.subject = subject;
        this.table = table;
    }

    void found(Dialect dialect) {
        product = dialect.product() + ", ";
    }

    StoreException of(String action, Database database, SQLException exception) {
        return of(action, database, exception, "");
    }

    StoreException of(String action, Database database, SQLException exception, String advice) {
        Failure failure = database.failureOf(exception);
        return because(
                action,
                database.explanation(failure) + advice + database.hint(failure) + codes(exception),
                database.tellsValues() ? withoutMessage(exception) : exception);
    }

    /** It is unknown how far the call came. */
    StoreException interrupted(String action, Exception exception, String hint) {
        return because(
                action,
                "the database gave no answer before the deadline; whether the statement was carried out is unknown"
                        + hint,
                withoutMessage(exception));
    }

    /** Nothing was sent. */
    StoreException late(String action) {
        return because(action, "the deadline passed before the database was asked", null);
    }

    /** All connections that the store may have at once are in use. */
    StoreException noneFreeInTime(String action) {
        return because(
                action,
                "no connection was free, and the deadline passed before the database was asked; check whether the store"
                        + " may have enough connections",
                null);
    }

    StoreException noConnectionInTime(String action) {
        return because(
                action,
                "no connection was to be had before the deadline; check that the database runs, its URL, and whether the"
                        + " pool has enough connections",
                null);
    }

    StoreException noConnection(String action, Exception exception) {
        SQLException sql = firstSql(exception);
        return because(
                action, (sql == null ? NO_CONNECTION : whyNotConnected(sql) + codes(sql)), withoutMessage(exception));
    }

    /** Pools put the driver's exception into their own. */
    private static @Nullable SQLException firstSql(Throwable exception) {
        SQLException found = null;
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && (found == null || sql.getSQLState() != null)) {
                found = sql;
            }
        }
        return found;
    }

    /** Before there is a connection, the product is unknown: states and codes of all that are known. */
    private static String whyNotConnected(SQLException exception) {
        String state = String.valueOf(exception.getSQLState());
        int code = exception.getErrorCode();
        if (state.equals("3D000") || code == UNKNOWN_DATABASE) {
            return "the server has no database of that name; check the URL, or create it";
        }
        if (state.startsWith("28") || code == ACCESS_DENIED || code == NO_ACCESS_TO_DATABASE) {
            return "the database refused the user or the password; check both, and that the user may connect from here";
        }
        if (state.equals("53300") || code == TOO_MANY_CONNECTIONS) {
            return "the database has too many connections; make the pool smaller, or raise its limit";
        }
        return NO_CONNECTION + Unreachable.why(exception, ABOUT_TLS);
    }

    StoreException because(String action, String reason, @Nullable Throwable cause) {
        return new StoreException(message(action, reason), cause);
    }

    /** It won't work the next time either. */
    UnusableStoreException unusable(String action, String reason) {
        return new UnusableStoreException(message(action, reason));
    }

    private String message(String action, String reason) {
        return "The " + subject + " (" + product + "table " + table + ") could not " + action + ": " + reason + ".";
    }

    private static String codes(SQLException exception) {
        return " (SQL state " + exception.getSQLState() + ", error " + exception.getErrorCode() + ")";
    }

    /** Where it happened and of which kind it was, for the log, without what it says. */
    private static Exception withoutMessage(Throwable exception) {
        Throwable cause = exception.getCause();
        Exception bare = new Exception(
                exception.getClass().getName() + " (its message is left out, because it may hold personal data)",
                cause == null || cause.equals(exception) ? null : withoutMessage(cause));
        bare.setStackTrace(exception.getStackTrace());
        return bare;
    }
}
