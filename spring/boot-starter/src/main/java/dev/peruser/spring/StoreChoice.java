package dev.peruser.spring;

import dev.peruser.StoreException;
import dev.peruser.spring.internal.start.StartFailure;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.EmbeddedSessionStore;
import dev.peruser.store.jdbc.JdbcSessionStore;
import dev.peruser.store.jdbc.JdbcSessionStoreBuilder;
import dev.peruser.store.jdbc.NotifyingSessionStore;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.BeanNotOfRequiredTypeException;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Chooses the store by what is there.
 *
 * <ol>
 *   <li>{@code peruser.store} says which: done.
 *   <li>{@code peruser.redis.url} or {@code peruser.redis.cluster} is set: Redis. A Redis that the application uses for
 *       something else ({@code spring.data.redis.*}) is never taken unasked: it may be a cache that drops what is in
 *       it. With {@code peruser.store=redis} and no address it is. If the module {@code peruser-store-redis} isn't
 *       there, start-up fails and says so.
 *   <li>The application has a {@code DataSource} of its own: that. Of several the primary one, or the one that
 *       {@code peruser.jdbc.data-source} names; otherwise start-up fails. Unless it is named, sessions get a small pool
 *       of their own to it, see {@link SessionPools}.
 *   <li>A database in memory that Boot made up because no URL was given is not the application's: the embedded file.
 *   <li>No {@code DataSource}: the embedded file.
 *   <li>The path of the embedded file is {@code :memory:}: there is no file, sessions are in memory.
 * </ol>
 */
final class StoreChoice {
    private static final Log LOGGER = LogFactory.getLog(StoreChoice.class);
    private static final Set<String> IN_MEMORY = Set.of("jdbc:h2:mem:", "jdbc:hsqldb:mem:", "jdbc:derby:memory:");

    private final PerUserProperties properties;
    private final ListableBeanFactory beans;
    private final Environment environment;

    StoreChoice(PerUserProperties properties, ListableBeanFactory beans, Environment environment) {
        this.properties = properties;
        this.beans = beans;
        this.environment = environment;
    }

    SessionStore open() {
        return switch (properties.store()) {
            case MEMORY -> memory();
            case EMBEDDED -> embedded();
            case REDIS -> redis();
            case JDBC ->
                jdbc(dataSource()
                        .orElseThrow(() -> StartFailure.of(
                                "peruser.store=jdbc, but the application has no DataSource.",
                                "Set spring.datasource.url, with spring-boot-starter-jdbc or -data-jpa and the database's"
                                        + " driver among the dependencies, or set peruser.store=embedded.")));
            case AUTO ->
                properties.redis().isGiven()
                        ? redis()
                        : dataSource()
                                .filter(this::isTheApplicationsOwn)
                                .map(this::jdbc)
                                .orElseGet(this::embedded);
        };
    }

    private static SessionStore memory() {
        LOGGER.warn("peruser.store-chosen: PerUser keeps sessions in memory: they are forgotten at a restart");
        return new InMemorySessionStore();
    }

    private SessionStore embedded() {
        if (properties.embedded().isInMemory()) {
            return memory();
        }
        EmbeddedSessionStore store = open(properties.embedded().path());
        LOGGER.info("peruser.store-chosen: PerUser keeps sessions in " + store.path());
        return store;
    }

    private static EmbeddedSessionStore open(String path) {
        if (!ClassUtils.isPresent("org.sqlite.JDBC", null)
                || !ClassUtils.isPresent("com.zaxxer.hikari.HikariConfig", null)) {
            throw StartFailure.of(
                    "Sessions would be kept in a SQLite file, but what that needs is not on the class path.",
                    "Don't exclude org.xerial:sqlite-jdbc and com.zaxxer:HikariCP from the starter, or give the"
                            + " application a DataSource, or peruser.redis.url.");
        }
        try {
            return EmbeddedSessionStore.open(Path.of(path));
        } catch (StoreException | InvalidPathException e) {
            throw StartFailure.of(
                    e instanceof StoreException
                            ? String.valueOf(e.getMessage())
                            : "peruser.embedded.path is no path: " + path + ".",
                    "Set peruser.embedded.path to a file that this process may write, in a directory of its own; for"
                            + " another store see peruser.store.",
                    e);
        }
    }

    private SessionStore redis() {
        if (!RedisStoreChoice.isPossible()) {
            throw StartFailure.of(
                    "Sessions are to be in Redis, but the module for that is not on the class path.",
                    "Add the dependency dev.peruser:peruser-store-redis.");
        }
        return RedisStoreChoice.open(properties.redis(), beans);
    }

    private SessionStore jdbc(DataSource application) {
        PerUserProperties.Jdbc jdbc = properties.jdbc();
        Optional<DataSource> own = ownPool(application);
        DataSource dataSource = own.orElse(application);
        JdbcSessionStoreBuilder builder = JdbcSessionStore.builder(dataSource).table(jdbc.table());
        if (own.isPresent()) {
            builder.connections(jdbc.poolSize()).closeDataSource();
        }
        JdbcSessionStore store = (jdbc.createTable() ? builder : builder.requireTable()).build();
        LOGGER.info("peruser.store-chosen: PerUser keeps sessions in the application's DataSource, in the table "
                + jdbc.table() + (own.isPresent() ? ", over a pool of its own of " + jdbc.poolSize() : ""));
        return jdbc.notifyChanges() ? NotifyingSessionStore.of(dataSource, store) : store;
    }

    /** A DataSource that was named for sessions is a choice of the application's, and used as it is. */
    private Optional<DataSource> ownPool(DataSource application) {
        PerUserProperties.Jdbc jdbc = properties.jdbc();
        if (jdbc.poolSize() == 0 || !jdbc.dataSource().isEmpty()) {
            return Optional.empty();
        }
        int listening = jdbc.notifyChanges() ? 1 : 0; // for good, and not one of those that calls take
        return new SessionPools(environment, jdbc.poolSize() + listening, properties.deadline()).madeFrom(application);
    }

    private Optional<DataSource> dataSource() {
        String name = properties.jdbc().dataSource();
        if (!name.isEmpty()) {
            return Optional.of(named(name));
        }
        List<String> names = List.of(beans.getBeanNamesForType(DataSource.class));
        if (names.isEmpty()) {
            requireNoUrl();
            return Optional.empty();
        }
        return Optional.of(
                beans.getBeanProvider(DataSource.class).stream().count() == 1
                        ? beans.getBean(names.get(0), DataSource.class)
                        : primary(names));
    }

    private DataSource named(String name) {
        try {
            return beans.getBean(name, DataSource.class);
        } catch (NoSuchBeanDefinitionException | BeanNotOfRequiredTypeException e) {
            throw StartFailure.of(
                    "peruser.jdbc.data-source names " + name + ", and the application has no DataSource of that name.",
                    "Set it to one of " + List.of(beans.getBeanNamesForType(DataSource.class)) + ", or remove it.",
                    e);
        }
    }

    /** An application that gives an address expects its data there, and not in a file. */
    private void requireNoUrl() {
        if (properties.store() == PerUserProperties.Store.AUTO
                && environment.containsProperty("spring.datasource.url")) {
            throw StartFailure.of(
                    "spring.datasource.url is set, but the application has no DataSource: sessions would be kept in a"
                            + " file.",
                    "Add spring-boot-starter-jdbc or -data-jpa and the database's driver to the dependencies, or set"
                            + " peruser.store=embedded if a file is right.");
        }
    }

    private DataSource primary(List<String> names) {
        try {
            return beans.getBean(DataSource.class);
        } catch (NoUniqueBeanDefinitionException e) {
            throw StartFailure.of(
                    "The application has several DataSources " + names + ", and none is primary.",
                    "Set peruser.jdbc.data-source to the name of the one for sessions, or peruser.store=embedded.",
                    e);
        }
    }

    private boolean isTheApplicationsOwn(DataSource dataSource) {
        if (environment.containsProperty("spring.datasource.url")
                || !properties.jdbc().dataSource().isEmpty()) {
            return true;
        }
        try (Connection connection = dataSource.getConnection()) {
            String url = connection.getMetaData().getURL().toLowerCase(Locale.ROOT);
            return IN_MEMORY.stream().noneMatch(url::startsWith);
        } catch (SQLException e) {
            return true; // the store says what is wrong with it
        }
    }
}
