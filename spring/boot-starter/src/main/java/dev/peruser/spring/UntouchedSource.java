package dev.peruser.spring;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.springframework.util.function.SingletonSupplier;

/**
 * A source of connections whose settings stay as they are. HikariCP sets the login time-out of what it opens
 * connections with: of the application's object, or, if that is a JDBC URL, of {@code DriverManager} and so of the
 * whole process.
 */
final class UntouchedSource implements DataSource {
    private final SingletonSupplier<DataSource> source;

    /** The supplier is asked when the first connection is. */
    UntouchedSource(Supplier<DataSource> source) {
        this.source = SingletonSupplier.of(source);
    }

    /** One to check settings with, which is never asked. */
    static UntouchedSource none() {
        return new UntouchedSource(() -> {
            throw new IllegalStateException("there is no database");
        });
    }

    @Override
    public Connection getConnection() throws SQLException {
        return source.obtain().getConnection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return source.obtain().getConnection(user, password);
    }

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return source.obtain().getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter writer) {}

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : source.obtain().unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || source.obtain().isWrapperFor(type);
    }
}
