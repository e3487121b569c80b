package dev.peruser.test.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.EmbeddedSessionStore;
import dev.peruser.store.jdbc.JdbcSessionStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** The developer's files stay as they are, unless the test names one. */
class MemoryForTestsTest {
    private static final Path USUAL = Path.of("data");

    /** Which store a test of the application has. */
    abstract static class Application {
        @Autowired
        SessionStore store;

        @Autowired
        PerUser perUser;

        void assertFile(Path expected) {
            assertThat(store)
                    .isInstanceOfSatisfying(
                            EmbeddedSessionStore.class,
                            embedded -> assertThat(embedded.path())
                                    .isEqualTo(expected.toAbsolutePath())
                                    .exists());
        }

        void use() {
            perUser.withSession(
                    UserId.of("ada"), session -> session.list("wishes").add("tea"));
        }
    }

    @Nested
    @SpringBootTest(classes = WishApplication.class)
    class WithNothingToConfigure extends Application {
        @Test
        void sessions_areInMemory() {
            use();
            assertThat(store).isInstanceOf(InMemorySessionStore.class);
            assertThat(USUAL).doesNotExist();
        }
    }

    /** The profile's file, application-filed.properties, names a path and the embedded store. */
    @Nested
    @ActiveProfiles("filed")
    @SpringBootTest(classes = WishApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
    class WithAPathOfTheApplication extends Application {
        @Test
        void sessions_areInMemory() {
            use();
            assertThat(store).isInstanceOf(InMemorySessionStore.class);
            assertThat(Path.of("target/of-the-application")).doesNotExist();
        }
    }

    @Nested
    @SpringBootTest(
            classes = WishApplication.class,
            properties = "peruser.embedded.path=target/memory-for-tests/inlined.db")
    class WithAnInlinedPath extends Application {
        @Test
        void sessions_areInThatFile() {
            use();
            assertFile(Path.of("target/memory-for-tests/inlined.db"));
        }
    }

    @Nested
    @ActiveProfiles("filed")
    @SpringBootTest(classes = WishApplication.class)
    @TestPropertySource(properties = "peruser.embedded.path=target/memory-for-tests/source.db")
    class WithATestPropertySource extends Application {
        @Test
        void sessions_areInThatFile() {
            use();
            assertFile(Path.of("target/memory-for-tests/source.db"));
        }
    }

    @Nested
    @SpringBootTest(classes = WishApplication.class)
    class WithADynamicPath extends Application {
        @TempDir
        static Path folder;

        @DynamicPropertySource
        static void path(DynamicPropertyRegistry registry) {
            registry.add(
                    "peruser.embedded.path", () -> folder.resolve("dynamic.db").toString());
        }

        @Test
        void sessions_areInThatFile() {
            use();
            assertFile(folder.resolve("dynamic.db"));
        }
    }

    /** Has a property of its own, so that its application is not another test's. */
    @Nested
    @SpringBootTest(classes = WishApplication.class, properties = "spring.application.name=by-system-property")
    class WithASystemProperty extends Application {
        @BeforeAll
        static void asABuildDoes() {
            System.setProperty("peruser.embedded.path", "target/memory-for-tests/system.db");
        }

        @AfterAll
        static void clear() {
            System.clearProperty("peruser.embedded.path");
        }

        @Test
        void sessions_areInThatFile() {
            use();
            assertFile(Path.of("target/memory-for-tests/system.db"));
        }
    }

    @Nested
    @SpringBootTest(classes = WishApplication.class, args = "--peruser.embedded.path=target/memory-for-tests/args.db")
    class WithAnArgument extends Application {
        @Test
        void sessions_areInThatFile() {
            use();
            assertFile(Path.of("target/memory-for-tests/args.db"));
        }
    }

    @Nested
    @SpringBootTest(classes = WishApplication.class, properties = "spring.datasource.url=jdbc:h2:mem:wanted")
    class WithADataSource extends Application {
        @Test
        void sessions_areThere() {
            use();
            assertThat(store).isInstanceOf(JdbcSessionStore.class);
        }
    }
}
