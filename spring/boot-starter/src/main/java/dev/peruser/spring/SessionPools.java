package dev.peruser.spring;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Makes sessions a pool of their own, if it can be made from the application's {@code DataSource}.
 *
 * <ol>
 *   <li>HikariCP is within: a pool with the same settings.
 *   <li>Connections are opened one by one, by a driver or by Spring: a pool over that.
 *   <li>Another product's pool that tells its address, user and password: a pool to the same address.
 *   <li>A database in the memory of one connection can't be reached by another pool, and of other sources nothing is
 *       known: the application's connections are shared, and that is said.
 * </ol>
 */
final class SessionPools {
    private static final Log LOGGER = LogFactory.getLog(SessionPools.class);
    private static final String HIKARI = "com.zaxxer.hikari.HikariDataSource";

    private static final Set<String> ONE_BY_ONE = Set.of(
            "org.springframework.jdbc.datasource.DriverManagerDataSource",
            "org.springframework.jdbc.datasource.SimpleDriverDataSource",
            "org.postgresql.ds.PGSimpleDataSource",
            "org.mariadb.jdbc.MariaDbDataSource",
            "com.mysql.cj.jdbc.MysqlDataSource",
            "org.h2.jdbcx.JdbcDataSource",
            "org.sqlite.SQLiteDataSource",
            "org.sqlite.javax.SQLiteConnectionPoolDataSource");

    private static final Pattern OF_ONE_CONNECTION = Pattern.compile("jdbc:h2:mem:(;.*)?"
            + "|jdbc:sqlite:(\\?.*)?"
            + "|jdbc:sqlite::memory:.*"
            + "|jdbc:sqlite:file:(?!.*cache=shared).*(:memory:|mode=memory).*");

    private final Environment environment;
    private final int size;
    private final Duration deadline;

    SessionPools(Environment environment, int size, Duration deadline) {
        this.environment = environment;
        this.size = size;
        this.deadline = deadline;
    }

    /** A pool that whoever gets it must close. */
    Optional<DataSource> madeFrom(DataSource application) {
        Optional<DataSource> pool =
                ClassUtils.isPresent(HIKARI, null) ? Present.madeFrom(application, this) : Optional.empty();
        if (pool.isEmpty()) {
            LOGGER.warn(
                    "peruser.pool-shared: sessions share the connections of the application, because no pool of their"
                            + " own can be made from its DataSource. Requests that hold a connection while they use the session,"
                            + " as they do with Boot's default spring.jpa.open-in-view=true, can wait for each other until"
                            + " peruser.deadline. Set spring.jpa.open-in-view=false, or give sessions a DataSource bean of their"
                            + " own and name it by peruser.jdbc.data-source");
        }
        return pool;
    }

    /** Loaded only if HikariCP is there. */
    private static final class Present {
        static Optional<DataSource> madeFrom(DataSource application, SessionPools wanted) {
            DataSource innermost = Wrapped.innermost(application);
            if (innermost instanceof HikariDataSource pool) {
                return isOfOneConnection(pool, wanted.environment)
                        ? Optional.empty()
                        : Optional.of(SessionPool.like(pool, wanted.size, wanted.deadline));
            }
            Address address = Address.of(innermost, wanted.environment);
            if (isOfOneConnection(address.url())) {
                return Optional.empty();
            }
            if (ONE_BY_ONE.contains(innermost.getClass().getName())) {
                return Optional.of(SessionPool.over(innermost, wanted.size, wanted.deadline));
            }
            return address.isComplete()
                    ? Optional.of(SessionPool.to(address, wanted.size, wanted.deadline))
                    : Optional.empty();
        }

        /** A pool has its address in one of three places. */
        private static boolean isOfOneConnection(HikariDataSource pool, Environment environment) {
            Properties properties = pool.getDataSourceProperties();
            DataSource source = pool.getDataSource();
            return isOfOneConnection(String.valueOf(pool.getJdbcUrl()))
                    || isOfOneConnection(String.valueOf(properties.get("url")))
                    || isOfOneConnection(String.valueOf(properties.get("URL")))
                    || (source != null
                            && isOfOneConnection(Address.of(source, environment).url()));
        }

        private static boolean isOfOneConnection(String url) {
            return OF_ONE_CONNECTION.matcher(url).matches();
        }
    }
}
