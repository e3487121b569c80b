package dev.peruser.it.datasource;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The data sources that applications have, each to an H2 file and, if it is a pool, with a single connection. */
enum Sources {
    HIKARI {
        @Override
        DataSource to(String url) {
            return hikari(url);
        }
    },
    HIKARI_OVER_A_SOURCE {
        @Override
        DataSource to(String url) {
            HikariDataSource pool = one();
            pool.setDataSource(h2(url));
            return pool;
        }
    },
    HIKARI_WITH_THE_NAME_OF_A_CLASS {
        @Override
        DataSource to(String url) {
            HikariDataSource pool = one();
            pool.setDataSourceClassName(JdbcDataSource.class.getName());
            pool.addDataSourceProperty("URL", url);
            pool.addDataSourceProperty("user", "sa");
            pool.addDataSourceProperty("password", "secret");
            return pool;
        }
    },
    HIKARI_FOR_READING_AND_WITHOUT_AUTOCOMMIT {
        @Override
        DataSource to(String url) {
            HikariDataSource pool = hikari(url);
            pool.setReadOnly(true);
            pool.setAutoCommit(false);
            return pool;
        }
    },
    LAZY {
        @Override
        DataSource to(String url) {
            LazyConnectionDataSourceProxy lazy = new LazyConnectionDataSourceProxy(hikari(url));
            lazy.setReadOnlyDataSource(h2(url + "-replica"));
            return lazy;
        }
    },
    TRANSACTION_AWARE_OVER_LAZY {
        @Override
        DataSource to(String url) {
            return new TransactionAwareDataSourceProxy(new LazyConnectionDataSourceProxy(hikari(url)));
        }
    },
    DELEGATING {
        @Override
        DataSource to(String url) {
            return new DelegatingDataSource(hikari(url));
        }
    },
    PROXY_OF_AN_INTERFACE {
        @Override
        DataSource to(String url) {
            HikariDataSource pool = hikari(url);
            return (DataSource) Proxy.newProxyInstance(
                    Sources.class.getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, arguments) -> {
                        try {
                            return method.invoke(pool, arguments);
                        } catch (InvocationTargetException failed) {
                            throw failed.getCause();
                        }
                    });
        }
    },
    PROXY_OF_A_CLASS {
        @Override
        DataSource to(String url) {
            ProxyFactory proxies = new ProxyFactory(hikari(url));
            proxies.setProxyTargetClass(true);
            return (DataSource) proxies.getProxy();
        }
    },
    ROUTING {
        @Override
        DataSource to(String url) {
            return routing(url);
        }
    },
    TOMCAT {
        @Override
        DataSource to(String url) {
            org.apache.tomcat.jdbc.pool.DataSource pool = new org.apache.tomcat.jdbc.pool.DataSource();
            pool.setUrl(url);
            pool.setDriverClassName("org.h2.Driver");
            pool.setUsername("sa");
            pool.setPassword("secret");
            pool.setMaxActive(1);
            pool.setInitialSize(0);
            return pool;
        }
    },
    DBCP {
        @Override
        DataSource to(String url) {
            BasicDataSource pool = new BasicDataSource();
            pool.setUrl(url);
            pool.setUsername("sa");
            pool.setPassword("secret");
            pool.setMaxTotal(1);
            return pool;
        }
    },
    DRIVER_MANAGER {
        @Override
        DataSource to(String url) {
            return new DriverManagerDataSource(url, "sa", "secret");
        }
    },
    DRIVER {
        @Override
        DataSource to(String url) {
            return new SimpleDriverDataSource(new org.h2.Driver(), url, "sa", "secret");
        }
    },
    THE_DRIVERS_OWN {
        @Override
        DataSource to(String url) {
            return h2(url);
        }
    };

    abstract DataSource to(String url);

    DataSource in(Path folder) {
        return to("jdbc:h2:file:" + folder.resolve(name()));
    }

    static HikariDataSource hikari(String url) {
        HikariDataSource pool = one();
        pool.setJdbcUrl(url);
        pool.setUsername("sa");
        pool.setPassword("secret");
        return pool;
    }

    private static HikariDataSource one() {
        HikariDataSource pool = new HikariDataSource();
        pool.setMaximumPoolSize(1);
        return pool;
    }

    private static JdbcDataSource h2(String url) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(url);
        source.setUser("sa");
        source.setPassword("secret");
        return source;
    }

    /** What is done in a transaction that only reads goes to the replica. */
    private static DataSource routing(String url) {
        AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {
            @Override
            protected Object determineCurrentLookupKey() {
                return TransactionSynchronizationManager.isCurrentTransactionReadOnly() ? "replica" : "primary";
            }
        };
        routing.setTargetDataSources(Map.of("primary", hikari(url), "replica", h2(url + "-replica")));
        routing.afterPropertiesSet();
        return routing;
    }
}
