package dev.peruser.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.Attribute;
import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.it.servers.RedisUnderTest;
import dev.peruser.migration.MovingSessionStore;
import dev.peruser.nearcache.NearCachedSessionStore;
import dev.peruser.servlet.PerUserFilter;
import dev.peruser.servlet.VisitorResolver;
import dev.peruser.spring.security.PerUserSecurityAutoConfiguration;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.EmbeddedSessionStore;
import dev.peruser.store.jdbc.JdbcSessionStore;
import dev.peruser.store.redis.RedisSessionStore;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;

/** What is set up, what backs off, and what is said about wrong settings. */
class AutoConfigurationTest {
    @TempDir
    private Path folder;

    private WebApplicationContextRunner runner;

    @BeforeEach
    void setUp() {
        runner = new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        PerUserAutoConfiguration.class,
                        PerUserServletAutoConfiguration.class,
                        PerUserSecurityAutoConfiguration.class,
                        PerUserWebMvcAutoConfiguration.class))
                .withPropertyValues("peruser.embedded.path=" + folder.resolve("sub/peruser.db"));
    }

    @Test
    void nothingButTheStarter_isAnEmbeddedFile_aFilter_andAnInjectableSession() {
        runner.run(context -> {
            assertThat(context).hasSingleBean(PerUser.class).hasSingleBean(UserSession.class);
            assertThat(context.getBean(SessionStore.class)).isInstanceOf(EmbeddedSessionStore.class);
            assertThat(folder.resolve("sub/peruser.db")).exists();
            assertThat(context.getBean(FilterRegistrationBean.class).getFilter())
                    .isInstanceOf(PerUserFilter.class);
            assertThat(context.getBean(FilterRegistrationBean.class).getOrder()).isLessThan(-105);
        });
    }

    @Test
    void memory_byProperty() {
        runner.withPropertyValues("peruser.store=memory").run(keepsSessionsIn(InMemorySessionStore.class));
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

    private static ContextConsumer<AssertableWebApplicationContext> failsAndSays(String... what) {
        return context -> assertThat(failureOf(context)).contains(what);
    }

    private static ContextConsumer<AssertableWebApplicationContext> keepsSessionsIn(
            Class<? extends SessionStore> store) {
        return context -> assertThat(context.getBean(SessionStore.class)).isInstanceOf(store);
    }

    private static String failureOf(AssertableWebApplicationContext context) {
        StringBuilder all = new StringBuilder();
        for (Throwable cause = context.getStartupFailure(); cause != null; cause = cause.getCause()) {
            all.append(cause.getMessage()).append('\n');
        }
        return all.toString();
    }

    @Test
    void jdbcWithoutADataSource_saysWhatToDo() {
        runner.withPropertyValues("peruser.store=jdbc").run(failsAndSays("spring.datasource.url"));
    }

    @Test
    void wrongSettings_areAllListed() {
        runner.withPropertyValues(
                        "peruser.deadline=1ms",
                        "peruser.refresh-after=2",
                        "peruser.guest-idle=0s",
                        "peruser.waiting-requests=0",
                        "peruser.limits.depth=9999",
                        "peruser.limits.attribute-bytes=0",
                        "peruser.cookie.name=a b",
                        "peruser.jdbc.table=drop table")
                .run(failsAndSays(
                        "peruser.deadline",
                        "peruser.refresh-after",
                        "peruser.guest-idle",
                        "peruser.waiting-requests",
                        "peruser.limits.depth",
                        "peruser.limits.attribute-bytes",
                        "peruser.cookie.name",
                        "table must be"));
    }

    @Test
    void renamedProperty_stopsTheStart_andSaysItsNewName() {
        String saysTheNewName = "peruser.migrate has a new name: set peruser.guest.merge-at-sign-in instead";
        for (String value : List.of("false", "true", "")) {
            runner.withPropertyValues("peruser.migrate=" + value).run(failsAndSays(saysTheNewName));
        }
        runner.withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource(
                                "test-systemEnvironment", Map.of("PERUSER_MIGRATE", "false"))))
                .run(failsAndSays(saysTheNewName));
        runner.withUserConfiguration(OwnStore.class)
                .withPropertyValues("peruser.migrate=false", "peruser.deadline=1ms")
                .run(failsAndSays(saysTheNewName, "peruser.deadline"));
    }

    @Test
    void guestsData_isHiddenAtSignIn_ifThePropertySaysSo() {
        runner.withPropertyValues("peruser.guest.merge-at-sign-in=false").run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(PerUserProperties.class).guest().mergeAtSignIn())
                    .isFalse();
        });
        runner.run(context -> assertThat(
                        context.getBean(PerUserProperties.class).guest().mergeAtSignIn())
                .isTrue());
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnStore {
        @Bean
        SessionStore store() {
            return new InMemorySessionStore();
        }
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

    @Configuration(proxyBeanMethods = false)
    static class AttributesTwice {
        @Bean
        Attribute<String> one() {
            return Attribute.of("same", String.class);
        }

        @Bean
        Attribute<Integer> other() {
            return Attribute.of("same", Integer.class);
        }
    }

    @Test
    void twoAttributesOfOneName_failStartUp() {
        runner.withUserConfiguration(AttributesTwice.class).run(failsAndSays("'same'"));
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnParts {
        @Bean
        SessionStore store() {
            return new InMemorySessionStore();
        }

        @Bean
        VisitorResolver visitors() {
            return VisitorResolver.containerPrincipal();
        }

        @Bean
        PerUser engine(SessionStore store) {
            return PerUser.builder(store).build();
        }
    }

    @Test
    void everythingBacksOff_beforeTheApplicationsOwn() {
        runner.withUserConfiguration(OwnParts.class).run(context -> {
            assertThat(context).hasSingleBean(SessionStore.class).hasSingleBean(PerUser.class);
            assertThat(context).hasSingleBean(VisitorResolver.class);
            assertThat(folder.resolve("sub")).doesNotExist();
        });
    }

    @Test
    void withoutSpringSecurity_theContainersPrincipalCounts() {
        runner.withClassLoader(new FilteredClassLoader(HttpSecurity.class)).run(context -> {
            assertThat(context).hasSingleBean(VisitorResolver.class).doesNotHaveBean(UserIdResolver.class);
            assertThat(context.getBean(VisitorResolver.class).getClass().getPackage())
                    .isNotEqualTo(PerUserSecurityAutoConfiguration.class.getPackage());
        });
    }

    @Test
    void proxyOutsideOfARequest_saysWhatToDo() {
        runner.run(context -> org.assertj.core.api.Assertions.assertThatIllegalStateException()
                .isThrownBy(() -> context.getBean(UserSession.class).names())
                .withMessageContaining("controller argument"));
    }
}
