package dev.peruser.spring;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeansException;
import org.springframework.beans.PropertyAccessorFactory;

/**
 * What is behind the wrappers that an application puts around its {@code DataSource}.
 *
 * <ol>
 *   <li>Spring's own wrappers tell what they wrap, and proxies for its aspects too.
 *   <li>One that routes is asked for HikariCP, and answers for the target that is chosen now: at the start, outside of
 *       any transaction, the one that is written to. If it can't choose, its default target counts.
 *   <li>Others pass the question for what is within on, as JDBC wants it.
 *   <li>One that connects as another user is left as it is: what is behind it is not the same.
 * </ol>
 */
final class Wrapped {
    private static final Set<String> AS_SOMEBODY_ELSE =
            Set.of("org.springframework.jdbc.datasource.UserCredentialsDataSourceAdapter");

    private Wrapped() {}

    /** The innermost one that can be found, HikariCP's own if it is among them. */
    static DataSource innermost(DataSource outermost) {
        DataSource current = outermost;
        while (true) {
            DataSource within = isItself(current) ? null : within(current);
            if (within == null || within.equals(current)) {
                return current;
            }
            current = within;
        }
    }

    private static boolean isItself(DataSource dataSource) {
        return dataSource.getClass().equals(HikariDataSource.class) || connectsAsSomebodyElse(dataSource);
    }

    private static boolean connectsAsSomebodyElse(DataSource dataSource) {
        for (Class<?> type = dataSource.getClass(); type != null; type = type.getSuperclass()) {
            if (AS_SOMEBODY_ELSE.contains(type.getName())) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable DataSource within(DataSource wrapper) {
        DataSource target = property(wrapper, "targetDataSource");
        if (target == null && AopProxyUtils.getSingletonTarget(wrapper) instanceof DataSource proxied) {
            target = proxied;
        }
        if (target == null) {
            target = unwrapped(wrapper, HikariDataSource.class);
        }
        if (target == null) {
            target = property(wrapper, "resolvedDefaultDataSource");
        }
        return target == null ? unwrapped(wrapper, DataSource.class) : target;
    }

    private static @Nullable DataSource property(DataSource wrapper, String name) {
        try {
            BeanWrapper properties = PropertyAccessorFactory.forBeanPropertyAccess(wrapper);
            return properties.isReadableProperty(name) && properties.getPropertyValue(name) instanceof DataSource target
                    ? target
                    : null;
        } catch (BeansException notTold) {
            return null;
        }
    }

    private static @Nullable DataSource unwrapped(DataSource wrapper, Class<? extends DataSource> type) {
        try {
            return wrapper.isWrapperFor(type) ? wrapper.unwrap(type) : null;
        } catch (SQLException | RuntimeException | AbstractMethodError notTold) {
            return null;
        }
    }
}
