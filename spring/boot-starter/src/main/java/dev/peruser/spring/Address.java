package dev.peruser.spring;

import com.zaxxer.hikari.HikariConfig;
import java.util.Collection;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeansException;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.core.env.Environment;

/**
 * Where a {@code DataSource} connects to, as far as its properties tell. They are asked for by name, since each pool
 * has a class of its own, and none of them need be on the class path.
 */
final class Address {
    private final BeanWrapper properties;
    private final Environment environment;
    private final String url;

    private Address(DataSource dataSource, Environment environment) {
        this.properties = propertiesOf(dataSource);
        this.environment = environment;
        this.url = first("jdbcUrl", "url", "URL").map(Object::toString).orElse("");
    }

    /** Tomcat's pool shows a sentence instead of its password, but not in the properties that it was made of. */
    private static BeanWrapper propertiesOf(DataSource dataSource) {
        BeanWrapper own = PropertyAccessorFactory.forBeanPropertyAccess(dataSource);
        return value(own, "poolProperties")
                .map(PropertyAccessorFactory::forBeanPropertyAccess)
                .orElse(own);
    }

    static Address of(DataSource dataSource, Environment environment) {
        return new Address(dataSource, environment);
    }

    /** The JDBC URL, or nothing. */
    String url() {
        return url;
    }

    /** Whether a pool can be made with it: a pool that hides its password has to be one that Boot made. */
    boolean isComplete() {
        return !url.isEmpty() && (user().isEmpty() || password().isPresent());
    }

    void applyTo(HikariConfig pool) {
        pool.setJdbcUrl(url);
        user().ifPresent(pool::setUsername);
        password().ifPresent(pool::setPassword);
        first("driverClassName").map(Object::toString).ifPresent(pool::setDriverClassName);
        first("dbProperties")
                .filter(Properties.class::isInstance)
                .map(Properties.class::cast)
                .ifPresent(pool::setDataSourceProperties);
        first("initSQL").map(Object::toString).ifPresent(pool::setConnectionInitSql);
        first("connectionInitSqls")
                .filter(Collection.class::isInstance)
                .map(Address::joined)
                .filter(sql -> !sql.isEmpty())
                .ifPresent(pool::setConnectionInitSql);
        first("defaultCatalog").map(Object::toString).ifPresent(pool::setCatalog);
        first("defaultSchema").map(Object::toString).ifPresent(pool::setSchema);
    }

    private static String joined(Object statements) {
        return ((Collection<?>) statements).stream().map(Object::toString).collect(Collectors.joining("; "));
    }

    private Optional<String> user() {
        return ofBoot("spring.datasource.username")
                .or(() -> first("username", "userName", "user").map(Object::toString));
    }

    private Optional<String> password() {
        return ofBoot("spring.datasource.password").or(() -> first("password").map(Object::toString));
    }

    /** What Boot made the pool of is surer than what the pool shows. */
    private Optional<String> ofBoot(String property) {
        return url.equals(environment.getProperty("spring.datasource.url"))
                ? Optional.ofNullable(environment.getProperty(property))
                : Optional.empty();
    }

    private Optional<Object> first(String... names) {
        return Stream.of(names)
                .map(name -> value(properties, name))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Object> value(BeanWrapper properties, String name) {
        try {
            return properties.isReadableProperty(name)
                    ? Optional.ofNullable(properties.getPropertyValue(name))
                    : Optional.empty();
        } catch (BeansException notTold) {
            return Optional.empty();
        }
    }
}
