package dev.peruser.benchmarks.sidebyside;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** Counts statements, commits and rollbacks. Slow, so it is for counting only. */
final class CountedDataSource implements Meter {
    private final AtomicLong commands = new AtomicLong();
    private final DataSource counted;

    CountedDataSource(DataSource dataSource) {
        counted = proxy(DataSource.class, dataSource);
    }

    DataSource dataSource() {
        return counted;
    }

    private <T> T proxy(Class<T> type, Object target) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            String name = method.getName();
            if (name.startsWith("execute") || name.equals("commit") || name.equals("rollback")) {
                commands.incrementAndGet();
            }
            try {
                Object result = method.invoke(target, arguments);
                if (result == null || !method.getReturnType().isInterface()) {
                    return result;
                }
                return switch (method.getReturnType().getSimpleName()) {
                    case "Connection" -> proxy(Connection.class, result);
                    case "PreparedStatement" -> proxy(PreparedStatement.class, result);
                    case "Statement" -> proxy(Statement.class, result);
                    default -> result;
                };
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public Subject.Traffic read() {
        return new Subject.Traffic(commands.get(), Double.NaN, Double.NaN);
    }
}
