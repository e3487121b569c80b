package dev.peruser.spring.internal.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peruser.PerUser;
import dev.peruser.UserId;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Applications that leave out what the starter brings for the embedded file: 14 MB that a database makes superfluous.
 */
class ExcludedDependenciesTest {

    /** In a class loader without what is excluded, by a part of a jar's name or of a module's folder. */
    private static Object run(String method, String... excluded) throws Exception {
        List<URL> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (Stream.of(excluded).noneMatch(entry::contains)) {
                classPath.add(Path.of(entry).toUri().toURL());
            }
        }
        Thread thread = Thread.currentThread();
        ClassLoader usual = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(loader);
            Method use = loader.loadClass(Use.class.getName()).getDeclaredMethod(method);
            use.setAccessible(true);
            return use.invoke(null);
        } catch (InvocationTargetException failed) {
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        } finally {
            thread.setContextClassLoader(usual);
        }
    }

    @Test
    void applicationWithADataSource_needsNoSqlite() throws Exception {
        assertThat(run("savesInH2", "sqlite-jdbc")).isEqualTo(1);
    }

    @Test
    void embeddedFile_withoutWhatItNeeds_saysSo() {
        assertThatThrownBy(() -> run("startsWithNothing", "sqlite-jdbc"))
                .hasStackTraceContaining("Don't exclude org.xerial:sqlite-jdbc");
    }

    @Test
    void moduleThatASettingNeeds_isNamed_ifItIsMissing() {
        assertThatThrownBy(() -> run("startsOnRedis", "stores/redis", "peruser-store-redis"))
                .hasStackTraceContaining("Add the dependency dev.peruser:peruser-store-redis.");
        assertThatThrownBy(() -> run("startsWithANearCache", "stores/near-cache", "peruser-near-cache"))
                .hasStackTraceContaining("add the dependency dev.peruser:peruser-near-cache");
        assertThatThrownBy(() -> run("startsWithAnOldStore", "stores/migration", "peruser-migration"))
                .hasStackTraceContaining("add the dependency dev.peruser:peruser-migration");
    }

    /** Runs in a class loader of its own. */
    static final class Use {
        private Use() {}

        static int savesInH2() {
            try (ConfigurableApplicationContext context = start(WithDatabase.class)) {
                return context.getBean(PerUser.class).withSession(UserId.of("ada"), session -> {
                    session.list("cart").add("tea");
                    return session.list("cart").size();
                });
            }
        }

        static void startsWithNothing() {
            start(Application.class).close();
        }

        static void startsOnRedis() {
            start(Application.class, "peruser.redis.url=redis://localhost").close();
        }

        static void startsWithANearCache() {
            start(Application.class, "peruser.near-cache.enabled=true").close();
        }

        static void startsWithAnOldStore() {
            start(Application.class, "peruser.move-from.url=jdbc:sqlite:old.db").close();
        }

        private static ConfigurableApplicationContext start(Class<?> configuration, String... properties) {
            SpringApplication application = new SpringApplicationBuilder(configuration)
                    .web(WebApplicationType.NONE)
                    .properties(properties)
                    .properties("peruser.store=" + (configuration == Application.class ? "auto" : "jdbc"))
                    .build();
            return application.run();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class WithDatabase {
        @Bean
        DataSource dataSource() {
            return JdbcConnectionPool.create("jdbc:h2:mem:excluded;DB_CLOSE_DELAY=-1", "sa", "");
        }
    }
}
