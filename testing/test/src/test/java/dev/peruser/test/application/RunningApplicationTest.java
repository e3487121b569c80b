package dev.peruser.test.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.EmbeddedSessionStore;
import dev.peruser.test.TestStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** An application that merely runs with the class path of its tests. */
class RunningApplicationTest {
    @TempDir
    Path folder;

    @Test
    void application_isAsItIsWithoutTests() {
        String[] arguments = {"--server.port=0", "--peruser.embedded.path=" + folder.resolve("own.db")};
        try (ConfigurableApplicationContext context = SpringApplication.run(WishApplication.class, arguments)) {
            assertThat(context.getBean(SessionStore.class)).isInstanceOf(EmbeddedSessionStore.class);
            assertThat(context.getBeanProvider(TestStore.class).getIfAvailable())
                    .isNull();
        }
    }
}
