package dev.peruser.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.spring.security.PerUserSecurityAutoConfiguration;
import dev.peruser.store.SessionStore;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

/** An application with the starter and nothing else, and what is said of its start. */
abstract class AutoConfigurationFixture {
    @TempDir
    Path folder;

    WebApplicationContextRunner runner;

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

    static ContextConsumer<AssertableWebApplicationContext> failsAndSays(String... what) {
        return context -> assertThat(failureOf(context)).contains(what);
    }

    static ContextConsumer<AssertableWebApplicationContext> keepsSessionsIn(Class<? extends SessionStore> store) {
        return context -> assertThat(context.getBean(SessionStore.class)).isInstanceOf(store);
    }

    static String failureOf(AssertableWebApplicationContext context) {
        StringBuilder all = new StringBuilder();
        for (Throwable cause = context.getStartupFailure(); cause != null; cause = cause.getCause()) {
            all.append(cause.getMessage()).append('\n');
        }
        return all.toString();
    }
}
