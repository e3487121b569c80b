package dev.peruser.it.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.store.jdbc.JdbcSessionStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A store that is given a DataSource which leads to a replica now and then: sessions are at the primary. */
class RoutedStoreIT {
    private static final ThreadLocal<String> CHOSEN = new ThreadLocal<>();
    private static final ThreadLocal<String> HANDED_DOWN = new InheritableThreadLocal<>();

    @TempDir
    private Path folder;

    private final List<HikariDataSource> pools = new ArrayList<>();

    /** How applications route. */
    enum Routing {
        BY_THE_TRANSACTION {
            @Override
            DataSource of(DataSource primary, DataSource replica) {
                return routing(primary, replica, RoutedStoreIT::byTheTransaction);
            }
        },
        BY_THE_TRANSACTION_WHEN_FIRST_USED {
            @Override
            DataSource of(DataSource primary, DataSource replica) {
                return new LazyConnectionDataSourceProxy(routing(primary, replica, RoutedStoreIT::byTheTransaction));
            }
        },
        WITHIN_ANOTHER {
            @Override
            DataSource of(DataSource primary, DataSource replica) {
                return new DelegatingDataSource(routing(primary, replica, RoutedStoreIT::byTheTransaction));
            }
        },
        BEHIND_A_PROXY {
            @Override
            DataSource of(DataSource primary, DataSource replica) {
                return proxyOf(routing(primary, replica, RoutedStoreIT::byTheTransaction));
            }
        },
        BY_A_LAZY_PROXY_FOR_READING {
            @Override
            DataSource of(DataSource primary, DataSource replica) {
                LazyConnectionDataSourceProxy lazy = new LazyConnectionDataSourceProxy(primary);
                lazy.setReadOnlyDataSource(replica);
                return lazy;
            }
        },
        BY_WHAT_THE_APPLICATION_BINDS_TO_THE_THREAD {
            @Override
            DataSource of(DataSource primary, DataSource replica) {
                return routing(primary, replica, any -> CHOSEN.get());
            }
        },
        BY_WHAT_THREADS_HAND_DOWN {
            @Override
            DataSource of(DataSource primary, DataSource replica) {
                return routing(primary, replica, any -> HANDED_DOWN.get());
            }
        };

        abstract DataSource of(DataSource primary, DataSource replica);
    }

    private static String byTheTransaction(Object any) {
        return TransactionSynchronizationManager.isCurrentTransactionReadOnly() ? "replica" : "primary";
    }

    private static DataSource routing(DataSource primary, DataSource replica, Function<Object, String> choice) {
        AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {
            @Override
            protected Object determineCurrentLookupKey() {
                return choice.apply(this);
            }
        };
        routing.setTargetDataSources(Map.of("primary", primary, "replica", replica));
        routing.setDefaultTargetDataSource(primary);
        routing.afterPropertiesSet();
        return routing;
    }

    private static DataSource proxyOf(DataSource dataSource) {
        return (DataSource) Proxy.newProxyInstance(
                RoutedStoreIT.class.getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, arguments) -> {
                    try {
                        return method.invoke(dataSource, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }

    private DataSource pool(String name) {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:" + folder.resolve(name));
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(database);
        pool.setMaximumPoolSize(4);
        pools.add(pool);
        return pool;
    }

    @AfterEach
    void close() {
        CHOSEN.remove();
        HANDED_DOWN.remove();
        pools.forEach(HikariDataSource::close);
    }

    @ParameterizedTest
    @EnumSource
    void sessionsAreAtThePrimary_whateverTransactionIsOpen(Routing kind) {
        DataSource primary = pool("primary");
        DataSource replica = pool("replica");
        DataSource routed = kind.of(primary, replica);
        PlatformTransactionManager transactions = new DataSourceTransactionManager(routed);
        TransactionTemplate reading = new TransactionTemplate(transactions);
        reading.setReadOnly(true);
        try (JdbcSessionStore store = JdbcSessionStore.builder(routed).build();
                PerUser perUser = PerUser.builder(store).build()) {
            inAReadOnlyTransaction(reading, () -> add(perUser, "tea")); // the very first use
            add(perUser, "milk");
            inAReadOnlyTransaction(reading, () -> {
                assertThat(cart(perUser)).containsExactly("tea", "milk");
                add(perUser, "bread");
            });
            assertThat(cart(perUser)).containsExactly("tea", "milk", "bread");
        }
        try (JdbcSessionStore store = JdbcSessionStore.builder(primary).build();
                PerUser perUser = PerUser.builder(store).build()) {
            assertThat(cart(perUser)).containsExactly("tea", "milk", "bread");
        }
        try (JdbcSessionStore store = JdbcSessionStore.builder(replica).build();
                PerUser perUser = PerUser.builder(store).build()) {
            assertThat(cart(perUser)).isEmpty();
        }
    }

    private static void inAReadOnlyTransaction(TransactionTemplate reading, Runnable work) {
        CHOSEN.set("replica");
        HANDED_DOWN.set("replica");
        reading.executeWithoutResult(status -> work.run());
        CHOSEN.remove();
        HANDED_DOWN.remove();
    }

    private static void add(PerUser perUser, String item) {
        perUser.withSession(UserId.of("ada"), session -> session.list("cart").add(item));
    }

    private static List<Object> cart(PerUser perUser) {
        return perUser.withSession(UserId.of("ada"), session -> List.copyOf(session.list("cart")));
    }
}
