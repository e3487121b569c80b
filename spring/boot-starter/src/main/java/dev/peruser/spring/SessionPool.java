package dev.peruser.spring;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import com.zaxxer.hikari.util.DriverDataSource;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A small pool for sessions alone, to the application's database. Nothing else takes from it, so that no request waits
 * for a connection that is held by one which waits for its session.
 *
 * <p>It is not a bean, and leaves no trace in the application: no MBean, no meter, no health check. Nothing is opened
 * before a connection is asked for, and a database that doesn't run is no failure to begin with.
 */
final class SessionPool extends HikariDataSource {
    /** HikariCP allows no less. */
    private static final long SHORTEST = 250;
    /** A connection that doesn't answer must leave time to take another one. */
    private static final int SHARES_TO_VALIDATE = 4;

    private final @Nullable HikariDataSource application;

    private SessionPool(@Nullable HikariDataSource application) {
        this.application = application;
    }

    /** With the address, the properties and the present credentials of a pool of the application. */
    static SessionPool like(HikariDataSource application, int size, Duration deadline) {
        SessionPool pool = new SessionPool(application);
        application.copyStateTo(pool);
        pool.set(size, deadline);
        return pool;
    }

    /** Over connections that a source opens one by one. */
    static SessionPool over(DataSource source, int size, Duration deadline) {
        SessionPool pool = new SessionPool(null);
        pool.setDataSource(source);
        pool.set(size, deadline);
        return pool;
    }

    /** To where another product's pool goes. */
    static SessionPool to(Address address, int size, Duration deadline) {
        SessionPool pool = new SessionPool(null);
        address.applyTo(pool);
        pool.set(size, deadline);
        return pool;
    }

    private void set(int size, Duration deadline) {
        long patience = deadline.toMillis();
        setPoolName("peruser-sessions");
        setMaximumPoolSize(size);
        setMinimumIdle(0);
        // Shorter than the deadline, so that what the driver said is told; the deadline itself is held by the store.
        setConnectionTimeout(Math.max(SHORTEST, patience - patience / SHARES_TO_VALIDATE));
        setValidationTimeout(Math.max(SHORTEST, patience / SHARES_TO_VALIDATE));
        setInitializationFailTimeout(-1);
        setAutoCommit(true);
        setReadOnly(false);
        setAllowPoolSuspension(false);
        setLeakDetectionThreshold(0);
        // Under its name, the application's own would be replaced, and removed at the end.
        setRegisterMbeans(false);
        setMetricsTrackerFactory(null);
        setMetricRegistry(null);
        setHealthCheckRegistry(null);
        leaveLoginTimeout();
    }

    /** Which HikariCP would set to this pool's patience. A data source that it makes itself is nobody else's. */
    private void leaveLoginTimeout() {
        DataSource given = getDataSource();
        if (given != null) {
            setDataSource(new UntouchedSource(() -> given));
        } else if (getDataSourceClassName() == null && getDataSourceJNDI() == null) {
            setDataSource(new UntouchedSource(() -> new DriverDataSource(
                    getJdbcUrl(), getDriverClassName(), getDataSourceProperties(), getUsername(), getPassword())));
        }
    }

    /** Those of now: the application may have changed them since the start. */
    @Override
    public Credentials getCredentials() {
        return application == null ? super.getCredentials() : application.getCredentials();
    }
}
