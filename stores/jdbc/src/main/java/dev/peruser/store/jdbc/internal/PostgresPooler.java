package dev.peruser.store.jdbc.internal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A pooler between PostgreSQL's driver and the server, such as PgBouncer. It may run each statement over another
 * connection to the server, where a statement that the driver has prepared is unknown, or, worse, another one. So
 * nothing is prepared at the server then.
 *
 * <p>It is found by its telling the driver another process than the one that answers, which is how requests to cancel
 * find their way through it. The driver is known by name: it is the application's, as all drivers are.
 */
public final class PostgresPooler {
    private final Class<?> type;
    private final Method threshold;

    private PostgresPooler(Class<?> type, Method threshold) {
        this.type = type;
        this.threshold = threshold;
    }

    /**
     * The one that is there.
     *
     * @param process of the server that answers over this connection
     */
    public static Optional<PostgresPooler> of(Connection connection, int process) throws SQLException {
        try {
            Class<?> own = Class.forName("org.postgresql.PGConnection");
            if (!connection.isWrapperFor(own)) {
                return Optional.empty();
            }
            Object told = own.getMethod("getBackendPID").invoke(connection.unwrap(own));
            if (told.equals(process)) {
                return Optional.empty();
            }
            Class<?> statement = Class.forName("org.postgresql.PGStatement");
            return Optional.of(new PostgresPooler(statement, statement.getMethod("setPrepareThreshold", int.class)));
        } catch (ReflectiveOperationException otherDriver) {
            return Optional.empty();
        }
    }

    /** Keeps the driver from preparing this statement at the server, however often it is run. */
    public void keepUnprepared(PreparedStatement statement) throws SQLException {
        try {
            var unused = threshold.invoke(statement.unwrap(type), 0);
        } catch (InvocationTargetException failed) {
            throw failed.getCause() instanceof SQLException cause ? cause : new SQLException(failed);
        } catch (IllegalAccessException otherDriver) {
            throw new SQLException(otherDriver);
        }
    }
}
