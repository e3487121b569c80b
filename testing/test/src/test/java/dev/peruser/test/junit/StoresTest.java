package dev.peruser.test.junit;

import static dev.peruser.test.assertions.PerUserAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.Attribute;
import dev.peruser.store.ForwardingSessionStore;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.EmbeddedSessionStore;
import dev.peruser.test.TestBrowser;
import dev.peruser.test.TestPerUser;
import dev.peruser.test.Wishes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A test is run on each store, with the application's attributes. */
class StoresTest {
    private static final Attribute<String> THEME = Attribute.of("theme", String.class);

    @EachStoreTest
    void session_isKept_andExpires(TestPerUser shop) {
        shop.user("ada").request(session -> session.put(THEME, "dark"));
        shop.user("ada").request(session -> assertThat(session).hasValue(THEME, "dark"));
        shop.advance(Duration.ofDays(366));
        shop.user("ada").request(session -> assertThat(session).isEmpty());
        assertThat(shop.perUser().purgeExpired()).isEqualTo(1);
    }

    @EachStoreTest(attributesOf = Wishes.class)
    void attributesOfOtherClasses_areDeclaredToo(TestPerUser shop) {
        TestBrowser laptop = shop.guest();
        laptop.request(session -> session.get(Wishes.LIST).add("tea"));
        laptop.signIn("ada");
        laptop.request(session -> assertThat(session.get(Wishes.LIST)).containsExactly("tea"));
        laptop.request(session -> assertThat(session.find(THEME)).isEmpty());
    }

    @EachStoreTest
    void more_isSetByTheBuilder(TestPerUser.Builder builder, SessionStore store) {
        TestPerUser brief = builder.customize(perUser -> perUser.userIdle(Duration.ofMinutes(1)))
                .build();
        brief.user("ada").request(session -> session.put(THEME, "dark"));
        brief.advance(Duration.ofMinutes(2));
        brief.user("ada").request(session -> assertThat(session).isEmpty());
        assertThat(store).isInstanceOfAny(InMemorySessionStore.class, EmbeddedSessionStore.class);
    }

    /** Counts what is opened and closed, in files beside the folder that it is given. */
    public static final class Recorded implements StoreOpener {
        @Override
        public SessionStore open(Path folder) throws Exception {
            assertThat(folder).isEmptyDirectory();
            Files.writeString(folder.resolve("data"), "something");
            return new Closeable(new InMemorySessionStore(), folder);
        }
    }

    private static final class Closeable extends ForwardingSessionStore implements AutoCloseable {
        private final SessionStore behind;
        private final Path folder;

        Closeable(SessionStore behind, Path folder) {
            this.behind = behind;
            this.folder = folder;
        }

        @Override
        public SessionStore wrapped() {
            return behind;
        }

        @Override
        public void close() {
            assertThat(folder).isNotEmptyDirectory();
            System.setProperty(Recorded.class.getName(), folder.toString());
        }
    }

    /** On stores of its own. */
    @Tag("sample")
    static final class Own {
        @EachStoreTest(stores = {Recorded.class, InMemory.class})
        void session_isKept(TestPerUser shop) {
            shop.user("ada").request(session -> session.put("theme", "dark"));
            shop.user("ada").request(session -> assertThat(session).hasAttribute("theme"));
        }
    }

    @Test
    void ownStore_isClosed_andItsFolderRemoved() {
        try {
            assertThat(TemplateRun.of(Own.class).passed).containsExactly("Recorded", "InMemory");
            assertThat(Path.of(System.getProperty(Recorded.class.getName()))).doesNotExist();
        } finally {
            System.clearProperty(Recorded.class.getName());
        }
    }

    /** Can't be opened. */
    public static final class Broken implements StoreOpener {
        @Override
        public SessionStore open(Path folder) throws Exception {
            throw new java.io.IOException("no such server");
        }
    }

    /** Has what runs before each test. */
    @Tag("sample")
    static final class Prepared {
        private final TestPerUser ofConstructor;

        Prepared(TestPerUser shop) {
            this.ofConstructor = shop;
        }

        @BeforeEach
        void fill(TestPerUser shop) {
            shop.user("ada").request(session -> session.put("theme", "dark"));
        }

        @EachStoreTest
        void session_isKept(TestPerUser shop) {
            assertThat(shop).isSameAs(ofConstructor);
            shop.user("ada").request(session -> assertThat(session).hasAttribute("theme"));
        }
    }

    @Test
    void perUser_isTheSame_inAllOfARun() {
        TemplateRun run = TemplateRun.of(Prepared.class);
        assertThat(run.failures).isEmpty();
        assertThat(run.passed).containsExactly("InMemory", "EmbeddedFile");
    }

    /** On a store that isn't there, and on one that is. */
    @Tag("sample")
    static final class OnBroken {
        @EachStoreTest(stores = {Broken.class, InMemory.class})
        void session_isKept(TestPerUser shop) {
            assertThat(shop.guest().guestTokens()).isEmpty();
        }
    }

    @Test
    void storeThatCantBeOpened_failsItsRun() {
        TemplateRun run = TemplateRun.of(OnBroken.class);
        assertThat(run.failed).containsExactly("Broken");
        assertThat(run.passed).containsExactly("InMemory");
        assertThat(run.failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .hasStackTraceContaining("Broken can't open its store")
                        .hasStackTraceContaining("no such server"));
    }
}
