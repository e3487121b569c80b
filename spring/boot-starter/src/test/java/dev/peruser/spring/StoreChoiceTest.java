package dev.peruser.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.it.servers.RedisUnderTest;
import dev.peruser.migration.MovingSessionStore;
import dev.peruser.nearcache.NearCachedSessionStore;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.EmbeddedSessionStore;
import dev.peruser.store.jdbc.JdbcSessionStore;
import dev.peruser.store.redis.RedisSessionStore;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Which store is taken, what is put in front of it, and what is said about one that can't be. */
class StoreChoiceTest extends AutoConfigurationFixture {
    @Test
    void memory_byProperty() {
        runner.withPropertyValues("peruser.store=memory").run(keepsSessionsIn(InMemorySessionStore.class));
    }

    @Test
    void memory_insteadOfAFile_byItsPath() {
        runner.withPropertyValues("peruser.embedded.path=:memory:").run(keepsSessionsIn(InMemorySessionStore.class));
        runner.withPropertyValues("peruser.store=embedded", "peruser.embedded.path=:memory:")
                .run(keepsSessionsIn(InMemorySessionStore.class));
        runner.withUserConfiguration(OneDataSource.class)
                .withPropertyValues("peruser.embedded.path=:memory:")
                .run(keepsSessionsIn(JdbcSessionStore.class));
        assertThat(Path.of(":memory:")).doesNotExist();
    }

    @Test
    void redis_isTaken_ifItsAddressIsGiven() {
        String prefix = "peruser.redis.prefix=" + RedisUnderTest.newPrefix();
        runner.withUserConfiguration(OneDataSource.class)
                .withPropertyValues("peruser.redis.url=" + RedisUnderTest.url(), prefix)
                .run(keepsSessionsIn(RedisSessionStore.class));
        runner.withPropertyValues(
                        "peruser.store=redis",
                        "peruser.redis.cluster=" + String.join(",", RedisUnderTest.clusterUrls()),
                        prefix)
                .run(context -> {
                    assertThat(context.getBean(SessionStore.class)).isInstanceOf(RedisSessionStore.class);
                    assertThat(folder.resolve("sub")).doesNotExist();
                });
    }

    /** Without the question at start-up, which waits long for servers that don't answer. */
    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(PerUserProperties.class)
    static class OnlyChosen {
        @Bean
        SessionStore store(PerUserProperties properties, ListableBeanFactory beans, Environment environment) {
            return new StoreChoice(properties, beans, environment).open();
        }
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void whereSessionsAreKept_isLogged_withoutThePassword(CapturedOutput log) {
        WebApplicationContextRunner choosing =
                new WebApplicationContextRunner().withUserConfiguration(OnlyChosen.class);
        choosing.withPropertyValues("peruser.redis.url=redis://user:secret@127.0.0.1:1")
                .run(context -> assertThat(log).contains("keeps sessions in Redis, at 127.0.0.1:1, under keys"));
        choosing.withPropertyValues("peruser.redis.url=redis-sentinel://:secret@127.0.0.1:1,127.0.0.1:2#one")
                .run(context -> assertThat(log).contains("in Redis, at 127.0.0.1:1, 127.0.0.1:2, under keys"));
        runner.withUserConfiguration(OneDataSource.class)
                .run(context -> assertThat(log).contains("DataSource, in the table peruser_session"));
        runner.run(context -> assertThat(log).contains("keeps sessions in " + folder));
        assertThat(log).doesNotContain("secret");
    }

    @Test
    void redisThatIsSomethingElse_failsStartUp_andSaysWhatToDo() {
        runner.withPropertyValues(
                        "peruser.redis.url=" + RedisUnderTest.clusterUrls().get(0))
                .run(failsAndSays("peruser.redis.cluster", "peruser.store=embedded"));
        runner.withPropertyValues("peruser.store=redis").run(failsAndSays("peruser.redis.url"));
        runner.withPropertyValues("peruser.redis.url=redis://localhost")
                .withClassLoader(new FilteredClassLoader(RedisSessionStore.class))
                .run(failsAndSays("dev.peruser:peruser-store-redis"));
    }

    @Test
    void wrongRedisSettings_areListedWithTheOthers_withoutThePassword() {
        runner.withPropertyValues("peruser.redis.url=redis:/secret@x", "peruser.deadline=1ms")
                .run(context -> assertThat(failureOf(context))
                        .contains("peruser.redis.url must be", "peruser.deadline")
                        .doesNotContain("secret"));
        runner.withPropertyValues("peruser.redis.url=redis://x", "peruser.redis.prefix={x}")
                .run(failsAndSays("peruser.redis.prefix"));
        runner.withPropertyValues("peruser.redis.url=redis://x", "peruser.redis.wait-for-replicas=-1")
                .run(failsAndSays("peruser.redis.wait-for-replicas"));
        runner.withPropertyValues("peruser.redis.url=redis://x", "peruser.redis.cluster=redis://y")
                .run(failsAndSays("not both"));
    }

    @Configuration(proxyBeanMethods = false)
    static class OneDataSource {
        @Bean
        DataSource dataSource() {
            JdbcDataSource source = new JdbcDataSource();
            source.setURL("jdbc:h2:./target/autoconfiguration-h2");
            return source;
        }
    }

    @Test
    void applicationsDataSource_isTaken_unlessTheEmbeddedFileIsAskedFor() {
        runner.withUserConfiguration(OneDataSource.class).run(keepsSessionsIn(JdbcSessionStore.class));
        runner.withUserConfiguration(OneDataSource.class)
                .withPropertyValues("peruser.store=embedded")
                .run(keepsSessionsIn(EmbeddedSessionStore.class));
    }

    @Configuration(proxyBeanMethods = false)
    static class DatabaseThatBootMadeUp {
        @Bean
        DataSource dataSource() {
            JdbcDataSource source = new JdbcDataSource();
            source.setURL("jdbc:h2:mem:00000000-made-up");
            return source;
        }
    }

    @Test
    void databaseInMemory_thatNobodyAskedFor_isNotTheApplications() {
        runner.withUserConfiguration(DatabaseThatBootMadeUp.class).run(keepsSessionsIn(EmbeddedSessionStore.class));
        runner.withUserConfiguration(DatabaseThatBootMadeUp.class)
                .withPropertyValues("spring.datasource.url=jdbc:h2:mem:wanted")
                .run(keepsSessionsIn(JdbcSessionStore.class));
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoDataSources {
        @Bean
        DataSource orders() {
            return new OneDataSource().dataSource();
        }

        @Bean
        DataSource customers() {
            return new OneDataSource().dataSource();
        }
    }

    @Test
    void severalDataSources_withoutAPrimary_failWithTheProperty() {
        runner.withUserConfiguration(TwoDataSources.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .satisfies(e -> assertThat(failureOf(context)).contains("peruser.jdbc.data-source")));
        runner.withUserConfiguration(TwoDataSources.class)
                .withPropertyValues("peruser.jdbc.data-source=orders")
                .run(keepsSessionsIn(JdbcSessionStore.class));
    }

    @Configuration(proxyBeanMethods = false)
    static class UnknownProduct {
        @Bean
        DataSource dataSource() throws Exception {
            java.sql.DatabaseMetaData metadata = proxy(java.sql.DatabaseMetaData.class, "getURL", "jdbc:acme:db");
            Connection connection = proxy(Connection.class, "getMetaData", metadata);
            return proxy(DataSource.class, "getConnection", connection);
        }

        /** A driver of a product that nobody knows can't be had, so this is a stand-in. */
        private static <T> T proxy(Class<T> type, String method, Object result) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(),
                    new Class<?>[] {type},
                    (self, called, arguments) -> switch (called.getName()) {
                        case "getDatabaseProductName" -> "Acme DB";
                        case "getAutoCommit" -> true;
                        default -> called.getName().equals(method) ? result : null;
                    }));
        }
    }

    @Test
    void databaseOfAnUnknownProduct_failsStartUp_andSaysWhatToDo() {
        runner.withUserConfiguration(UnknownProduct.class)
                .run(failsAndSays("Acme DB", "H2, MariaDB, MySQL, PostgreSQL, SQLite", "peruser.store=embedded"));
    }

    @Test
    void jdbcWithoutADataSource_saysWhatToDo() {
        runner.withPropertyValues("peruser.store=jdbc").run(failsAndSays("spring.datasource.url"));
    }

    @Test
    void nearCache_isPutInFrontOfTheStore_ifAskedFor() {
        runner.withPropertyValues("peruser.near-cache.enabled=true").run(context -> {
            assertThat(context.getBean(SessionStore.class)).isInstanceOf(NearCachedSessionStore.class);
            assertThat(context.getBean(NearCachedSessionStore.class).wrapped())
                    .isInstanceOf(EmbeddedSessionStore.class);
            assertThat(context.getBean(PerUser.class).recallsCopies()).isTrue();
        });
        runner.run(context ->
                assertThat(context.getBean(PerUser.class).recallsCopies()).isFalse());
    }

    @Test
    void nearCache_withWrongSettings_orWithoutItsModule_saysWhatToDo() {
        runner.withPropertyValues(
                        "peruser.near-cache.enabled=true", "peruser.near-cache.maximum-age=2h", "peruser.deadline=1ms")
                .run(failsAndSays("peruser.near-cache.maximum-age", "peruser.deadline"));
        runner.withPropertyValues("peruser.near-cache.enabled=true")
                .withClassLoader(new FilteredClassLoader(NearCachedSessionStore.class))
                .run(failsAndSays("dev.peruser:peruser-near-cache"));
        runner.withClassLoader(new FilteredClassLoader(NearCachedSessionStore.class))
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void oldStore_isTakenOverFrom_ifOneIsNamed() {
        Path old = folder.resolve("old.db");
        try (EmbeddedSessionStore store = EmbeddedSessionStore.open(old);
                PerUser before = PerUser.builder(store).build()) {
            before.withSession(UserId.of("ada"), session -> session.list("cart").add("tea"));
        }
        runner.withPropertyValues("peruser.move-from.url=jdbc:sqlite:" + old).run(context -> {
            assertThat(context.getBean(SessionStore.class)).isInstanceOf(MovingSessionStore.class);
            List<Object> cart = context.getBean(PerUser.class)
                    .withSession(UserId.of("ada"), session -> List.copyOf(session.list("cart")));
            assertThat(cart).containsExactly("tea");
        });
    }

    @Test
    void oldStore_thatCantBe_saysWhatToDo() {
        runner.withPropertyValues("peruser.move-from.url=jdbc:sqlite:" + folder.resolve("missing.db"))
                .run(failsAndSays("there is no file"));
        runner.withPropertyValues("peruser.move-from.url=mongodb://x")
                .run(failsAndSays("peruser.move-from", "redis://"));
        runner.withPropertyValues("peruser.move-from.url=redis://x")
                .withClassLoader(new FilteredClassLoader(MovingSessionStore.class))
                .run(failsAndSays("dev.peruser:peruser-migration"));
    }
}
