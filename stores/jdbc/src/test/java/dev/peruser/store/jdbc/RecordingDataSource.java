package dev.peruser.store.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/**
 * Writes down what is asked of connections: each statement that is sent, and each call that would make the driver send
 * one.
 */
final class RecordingDataSource {
    private static final Set<String> SENDING = Set.of(
            "setAutoCommit", "commit", "rollback", "setReadOnly", "setTransactionIsolation", "setSchema", "isValid");

    final List<String> sent = new CopyOnWriteArrayList<>();
    final List<String> connections = new CopyOnWriteArrayList<>();
    /** Updates are carried out, and then the connection breaks. */
    volatile boolean losesAnswers;

    private final DataSource dataSource;

    RecordingDataSource(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    DataSource get() {
        return proxy(DataSource.class, (method, arguments) -> {
            Object result = invoke(dataSource, method, arguments);
            if (result instanceof Connection connection) {
                connections.add("open");
                return recording(connection);
            }
            return result;
        });
    }

    private Connection recording(Connection connection) {
        return proxy(Connection.class, (method, arguments) -> {
            if (SENDING.contains(method.getName())) {
                sent.add(arguments == null ? method.getName() : method.getName() + " " + arguments[0]);
            }
            if (method.getName().equals("close")) {
                connections.add("close");
            }
            Object result = invoke(connection, method, arguments);
            if (result instanceof PreparedStatement statement) {
                return recording(PreparedStatement.class, statement, (String) arguments[0]);
            }
            return result instanceof Statement statement ? recording(Statement.class, statement, "") : result;
        });
    }

    private <S extends Statement> S recording(Class<S> type, S statement, String sql) {
        return proxy(type, (method, arguments) -> {
            if (method.getName().startsWith("execute")) {
                sent.add(arguments == null ? sql : (String) arguments[0]);
            }
            Object result = invoke(statement, method, arguments);
            if (method.getName().equals("executeUpdate") && losesAnswers) {
                throw new SQLException("connection lost", "08006");
            }
            return result;
        });
    }

    private interface Call {
        Object call(Method method, Object[] arguments) throws Throwable;
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                RecordingDataSource.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call.call(method, arguments)));
    }
}
