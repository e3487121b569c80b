package dev.peruser.store.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What PostgreSQL's driver has beyond JDBC. Known by name: the driver is the application's, as all drivers are. */
final class PostgresNotifications {
    private final Object connection;
    private final Method receive;
    private final Method parameter;

    private PostgresNotifications(Object connection, Method receive, Method parameter) {
        this.connection = connection;
        this.receive = receive;
        this.parameter = parameter;
    }

    /** Those that arrive over a connection. */
    static PostgresNotifications of(Connection connection) throws SQLException {
        try {
            Class<?> type = Class.forName("org.postgresql.PGConnection");
            Method receive = type.getMethod("getNotifications", int.class);
            Method parameter = Class.forName("org.postgresql.PGNotification").getMethod("getParameter");
            return new PostgresNotifications(connection.unwrap(type), receive, parameter);
        } catch (ReflectiveOperationException otherDriver) {
            throw new SQLException("changes can be heard of only by PostgreSQL's own driver", otherDriver);
        }
    }

    /** The texts that arrive; waits for the first one at most so long. */
    List<String> await(int millis) throws SQLException {
        try {
            List<String> texts = new ArrayList<>();
            if (receive.invoke(connection, millis) instanceof Object[] notifications) {
                for (Object notification : notifications) {
                    texts.add(String.valueOf(parameter.invoke(notification)));
                }
            }
            return texts;
        } catch (InvocationTargetException failed) {
            throw failed.getCause() instanceof SQLException cause ? cause : new SQLException(failed);
        } catch (IllegalAccessException otherDriver) {
            throw new SQLException(otherDriver);
        }
    }
}
