package dev.peruser.test;

import dev.peruser.Attribute;
import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.Visitor;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * PerUser for a test: with the application's attributes, in memory, in a time that stands still, and with browsers that
 * visit it.
 *
 * <pre>{@code
 * TestPerUser shop = TestPerUser.with(CART);
 * TestBrowser laptop = shop.guest();
 * laptop.request(session -> session.get(CART).add("tea"));
 * laptop.signIn("ada");
 * shop.user("ada").request(session -> assertThat(session).hasValue(CART, List.of("tea")));
 * }</pre>
 *
 * <p>Requests do what the servlet filter does: they begin a visit with the tokens that the browser has, save before the
 * answer, and tell the browser of its tokens. Nothing has to be closed if the store needs no closing. Safe for use by
 * many threads.
 */
public final class TestPerUser implements AutoCloseable {
    private final PerUser perUser;
    private final TestStore store;
    private final TestClock clock;

    private TestPerUser(PerUser perUser, TestStore store, TestClock clock) {
        this.perUser = perUser;
        this.store = store;
        this.clock = clock;
    }

    /** In memory, with these attributes, and otherwise with PerUser's defaults. */
    public static TestPerUser with(Attribute<?>... attributes) {
        return builder().attributes(attributes).build();
    }

    /** The builder of one with settings. */
    public static Builder builder() {
        return new Builder();
    }

    /** A new browser, without a cookie. */
    public TestBrowser guest() {
        return new TestBrowser(perUser, clock, Visitor.guest());
    }

    /** A new browser in which this user is signed in; each call is another device of theirs. */
    public TestBrowser user(String name) {
        return user(UserId.of(name));
    }

    /** As {@link #user(String)}, for an id with a realm. */
    public TestBrowser user(UserId id) {
        return new TestBrowser(perUser, clock, Visitor.user(id));
    }

    /** PerUser itself, for what happens outside of requests: jobs, erasing, export. */
    public PerUser perUser() {
        return perUser;
    }

    /** The store: what it was asked for, and what it is told to do wrong. */
    public TestStore store() {
        return store;
    }

    /** What the time is. */
    public Instant now() {
        return clock.instant();
    }

    /**
     * Lets time pass. Sessions, attributes and cookies expire by it; nothing else does, deadlines in particular.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public void advance(Duration duration) {
        clock.advance(duration);
    }

    /** Closes PerUser; the store is not closed. */
    @Override
    public void close() {
        perUser.close();
    }

    /** The settings. Not safe for use by many threads. */
    public static final class Builder {
        private final List<Attribute<?>> attributes = new ArrayList<>();
        private final List<Consumer<PerUser.Builder>> customizers = new ArrayList<>();
        private @Nullable SessionStore sessionStore;
        private Instant start = InstantSource.system().instant().truncatedTo(ChronoUnit.MILLIS);

        private Builder() {}

        /** Declares attributes, as the application does. */
        public Builder attributes(Attribute<?>... declared) {
            return attributes(List.of(declared));
        }

        /** Declares attributes, as the application does. */
        public Builder attributes(Collection<? extends Attribute<?>> declared) {
            attributes.addAll(declared);
            return this;
        }

        /** Sets anything else of PerUser, as the application does. Called after what this builder sets itself. */
        public Builder customize(Consumer<PerUser.Builder> customizer) {
            customizers.add(Objects.requireNonNull(customizer, "customizer"));
            return this;
        }

        /** The store; default an empty one in memory. It is the test's to close. */
        public Builder store(SessionStore store) {
            this.sessionStore = Objects.requireNonNull(store, "store");
            return this;
        }

        /**
         * When time stands still at first; default when this builder was made. A store that drops what has expired by a
         * clock of its own, as Redis does, needs a time that is near to that.
         */
        public Builder startingAt(Instant instant) {
            this.start = Objects.requireNonNull(instant, "startingAt");
            return this;
        }

        /**
         * PerUser for a test.
         *
         * @throws IllegalArgumentException if a setting is wrong, as by {@link PerUser.Builder#build()}
         */
        public TestPerUser build() {
            TestStore store = new TestStore();
            TestClock clock = new TestClock(start);
            SessionStore behind = sessionStore == null ? new InMemorySessionStore() : sessionStore;
            PerUser.Builder builder =
                    PerUser.builder(store.inFrontOf(behind)).clock(clock).attributes(attributes);
            customizers.forEach(customizer -> customizer.accept(builder));
            return new TestPerUser(builder.build(), store, clock);
        }
    }
}
