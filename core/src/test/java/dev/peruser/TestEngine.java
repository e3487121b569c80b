package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** An engine on a store in memory, with a clock that the test moves, and browsers that visit it. */
final class TestEngine {
    final SessionStore store;
    final PerUser perUser;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    TestEngine() {
        this(builder -> builder);
    }

    TestEngine(UnaryOperator<PerUser.Builder> options) {
        this(new InMemorySessionStore(), options);
    }

    TestEngine(SessionStore store) {
        this(store, builder -> builder);
    }

    TestEngine(SessionStore store, UnaryOperator<PerUser.Builder> options) {
        this.store = store;
        InstantSource clock = () -> now;
        this.perUser = options.apply(PerUser.builder(store).clock(clock)).build();
    }

    /** One whose requests have little time, for tests that let it pass. */
    static TestEngine hurried(SessionStore store) {
        return new TestEngine(store, builder -> builder.deadline(Duration.ofSeconds(1)));
    }

    /** A text that expires by itself. */
    static Attribute<String> expiring(String name, Duration life) {
        return Attribute.builder(name, String.class).expiresAfter(life).build();
    }

    void passes(Duration time) {
        now = now.plus(time);
    }

    Instant now() {
        return now;
    }

    Browser browser() {
        return new Browser();
    }

    /** A browser that keeps its guest tokens, and whose visitor signs in and out. */
    final class Browser {
        private final Map<String, GuestToken> cookies = new LinkedHashMap<>();
        private Visitor visitor = Visitor.guest();

        Browser signIn(String name) {
            visitor = Visitor.user(UserId.of(name));
            return this;
        }

        Browser become(Visitor other) {
            visitor = other;
            return this;
        }

        /** The principal is gone, but nobody signed out. */
        Browser forgetPrincipal() {
            visitor = Visitor.guest();
            return this;
        }

        void signOut() {
            Visit visit = begin();
            visit.signedOut();
            visitor = Visitor.guest();
            visit.commit();
            end(visit);
        }

        List<GuestToken> tokens() {
            return new ArrayList<>(cookies.values());
        }

        Browser present(GuestToken token) {
            cookies.put(token.shortName(), token);
            return this;
        }

        Visit begin() {
            return perUser.visit(() -> visitor, tokens());
        }

        void end(Visit visit) {
            receive(visit.takeTokenChanges());
            visit.responseCommitted();
            visit.end();
        }

        void receive(Visit.TokenChanges changes) {
            changes.toRemove().forEach(token -> cookies.remove(token.shortName()));
            changes.toSet().forEach(token -> cookies.put(token.shortName(), token));
        }

        void request(Consumer<UserSession> work) {
            Visit visit = begin();
            work.accept(visit.session());
            visit.observe();
            visit.commit();
            end(visit);
        }

        void seesNothing() {
            request(session -> assertThat(session.names()).isEmpty());
        }

        /** Its cart is a list with these items. */
        void seesCart(Object... items) {
            assertThat(cart()).containsExactly(items);
        }

        List<Object> cart() {
            return ask(session -> new ArrayList<>(session.list("cart")));
        }

        <T> T ask(Function<UserSession, T> work) {
            List<T> answer = new ArrayList<>();
            request(session -> answer.add(work.apply(session)));
            return answer.get(0);
        }
    }
}
