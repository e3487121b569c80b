package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.internal.values.RandomSource;
import dev.peruser.store.Deadline;
import dev.peruser.store.ForwardingSessionStore;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.StoredSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A look that finds nothing under a guest token ends no claim, and leaves nothing to the browser's next visitor. */
class UnknownTokenTest {
    private final InMemorySessionStore store = new InMemorySessionStore();
    private final Behind behind = new Behind(store);
    private final TestEngine server = new TestEngine(store);
    private final TestEngine late = new TestEngine(behind);
    private final InMemorySessionStore othersStore = new InMemorySessionStore();
    private final TestEngine other = new TestEngine(othersStore);
    private final Browser browser = new Browser();

    /** Has the cookies of all that answer under one host name. */
    private static final class Browser {
        private final Map<String, GuestToken> cookies = new LinkedHashMap<>();
        private Visitor visitor = Visitor.guest();

        Browser signIn(String name) {
            visitor = Visitor.user(UserId.of(name));
            return this;
        }

        void signOut(TestEngine at) {
            Visit visit = at.perUser.visit(() -> visitor, cookies.values());
            visit.signedOut();
            visitor = Visitor.guest();
            visit.commit();
            receive(visit);
        }

        <T> T ask(TestEngine at, Function<UserSession, T> work) {
            Visit visit = at.perUser.visit(() -> visitor, List.copyOf(cookies.values()));
            T answer = work.apply(visit.session());
            visit.observe();
            visit.commit();
            receive(visit);
            return answer;
        }

        void request(TestEngine at, Consumer<UserSession> work) {
            ask(at, session -> {
                work.accept(session);
                return true;
            });
        }

        private void receive(Visit visit) {
            Visit.TokenChanges changes = visit.takeTokenChanges();
            changes.toRemove().forEach(token -> cookies.remove(token.shortName()));
            changes.toSet().forEach(token -> cookies.put(token.shortName(), token));
            visit.responseCommitted();
            visit.end();
        }

        void add(TestEngine at, String item) {
            request(at, session -> session.list("cart").add(item));
        }

        List<Object> cart(TestEngine at) {
            return ask(at, session -> new ArrayList<>(session.list("cart")));
        }
    }

    /** A way to a store on which, for some time, guests' sessions are not seen; what is saved arrives. */
    private static final class Behind extends ForwardingSessionStore {
        private final SessionStore store;
        private boolean isBehind;
        private int calls;

        Behind(SessionStore store) {
            this.store = store;
        }

        @Override
        public SessionStore wrapped() {
            return store;
        }

        @Override
        public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
            calls++;
            return isBehind && key.text().startsWith("g:") ? Optional.empty() : store.load(key, deadline);
        }
    }

    // ---- two applications on one host

    @Test
    void aLookAtAnotherApplication_keepsTheCookie() {
        browser.add(server, "tea");
        assertThat(browser.cart(other)).isEmpty();

        assertThat(browser.cart(server)).containsExactly("tea");
    }

    @Test
    void aChangeInAnotherApplication_makesASessionOfItsOwn() {
        browser.add(server, "tea");
        browser.add(other, "milk");
        browser.add(server, "bread");
        browser.add(other, "jam");

        assertThat(browser.cart(server)).containsExactly("tea", "bread");
        assertThat(browser.cart(other)).containsExactly("milk", "jam");
        assertThat(browser.cookies).hasSize(2);
    }

    @Test
    void aSignInToAnotherApplication_leavesTheGuestAlone() {
        browser.add(server, "tea");
        browser.add(other, "milk");
        browser.signIn("ada").add(other, "jam");
        browser.signOut(other);

        assertThat(browser.cart(server)).containsExactly("tea");
        assertThat(browser.cart(other)).isEmpty();
        assertThat(browser.signIn("ada").cart(other)).containsExactly("milk", "jam");
    }

    @Test
    void signInsToBothApplications_carryTheGuestOfEach() {
        browser.add(server, "tea");
        browser.add(other, "milk");
        browser.signIn("ada");

        assertThat(browser.cart(other)).containsExactly("milk");
        assertThat(browser.cart(server)).containsExactly("tea");
        assertThat(browser.cart(other)).containsExactly("milk");
        assertThat(browser.cookies).isEmpty();
    }

    @Test
    void manyFirstRequests_toBothApplications_areBroughtTogetherInEach() {
        for (TestEngine at : List.of(server, other)) {
            for (int i = 0; i < 10; i++) {
                Browser one = new Browser();
                one.add(at, "item" + i);
                browser.cookies.putAll(one.cookies);
            }
        }
        for (TestEngine at : List.of(server, other, server, other)) {
            assertThat(browser.cart(at)).hasSize(10).doesNotHaveDuplicates();
        }
        assertThat(browser.cookies).hasSize(2);
    }

    // ---- a server whose view is behind

    @Test
    void aLookByAServerThatIsBehind_keepsTheCookie() {
        browser.add(server, "tea");
        behind.isBehind = true;
        assertThat(browser.cart(late)).isEmpty();

        assertThat(browser.cart(server)).containsExactly("tea");
    }

    @Test
    void aChangeByAServerThatIsBehind_isBroughtTogetherWithTheRest() {
        browser.add(server, "tea");
        behind.isBehind = true;
        browser.add(late, "milk");

        assertThat(browser.cart(server)).containsExactlyInAnyOrder("tea", "milk");
        assertThat(browser.cookies).hasSize(1);
    }

    @Test
    void aSignInToAServerThatIsBehind_isFinishedByALaterRequestOfTheUser() {
        browser.add(server, "tea");
        behind.isBehind = true;
        assertThat(browser.signIn("ada").cart(late)).isEmpty();

        assertThat(browser.cart(server)).containsExactly("tea");
        assertThat(browser.cookies).isEmpty();
    }

    @Test
    void aSignInToAServerThatIsBehind_leavesNothingToTheNextVisitor() {
        browser.add(server, "tea");
        behind.isBehind = true;
        browser.signIn("ada").cart(late);
        browser.signOut(late);
        behind.isBehind = false;

        assertThat(browser.cart(server)).isEmpty();
        assertThat(browser.cart(late)).isEmpty();
        browser.signIn("bob");
        assertThat(browser.cart(server)).isEmpty();
        assertThat(browser.cart(late)).isEmpty();
        browser.signOut(server);
        assertThat(browser.signIn("ada").cart(late)).containsExactly("tea");
    }

    @Test
    void severalSessions_atASignInToAServerThatIsBehind_leaveNothingToTheNextVisitor() {
        for (int i = 0; i < 20; i++) {
            Browser one = new Browser();
            one.add(server, "item" + i);
            browser.cookies.putAll(one.cookies);
        }
        behind.isBehind = true;
        browser.signIn("ada").cart(late);
        browser.signOut(late);
        behind.isBehind = false;

        assertThat(browser.signIn("bob").cart(server)).isEmpty();
        browser.signOut(server);
        assertThat(browser.signIn("ada").cart(server)).hasSize(20);
    }

    @Test
    void aVisitorWhoReadsBeforeSigningIn_inOneRequest_leavesNothingToTheNext() {
        browser.add(server, "tea");
        behind.isBehind = true;
        browser.request(late, session -> {
            assertThat(session.names()).isEmpty();
            browser.signIn("ada");
        });
        browser.signOut(late);
        behind.isBehind = false;

        assertThat(browser.signIn("bob").cart(server)).isEmpty();
    }

    // ---- what it costs

    @Test
    void unknownTokens_costAUserOneLookAndOneSave_andAGuestOneLook() {
        browser.cookies.put("x", GuestToken.random(RandomSource.ofSystem()::fill));
        int before = behind.calls;
        browser.cart(late);
        assertThat(behind.calls - before).isEqualTo(1);
        assertThat(stored(browser.cookies.get("x")))
                .as("a guest who reads writes nothing")
                .isEmpty();

        browser.signIn("ada").cart(late);
        before = behind.calls;
        browser.cart(late);
        assertThat(behind.calls - before).as("the user's own session").isEqualTo(1);
    }

    @Test
    void unknownTokens_areBounded() {
        for (int i = 0; i < 100; i++) {
            GuestToken unknown = GuestToken.random(RandomSource.ofSystem()::fill);
            browser.cookies.put(unknown.shortName(), unknown);
        }
        for (int i = 0; i < 10; i++) {
            browser.cart(late);
        }
        assertThat(browser.cookies).hasSize(40);
        for (int i = 0; i < 10; i++) {
            browser.signIn("ada").cart(late);
        }
        assertThat(browser.cookies).hasSizeLessThanOrEqualTo(40);
    }

    @Test
    void nobodysToken_becomesASession_neverByBeingPresented() {
        GuestToken planted = GuestToken.random(RandomSource.ofSystem()::fill);
        browser.cookies.put(planted.shortName(), planted);
        browser.add(server, "tea");
        assertThat(stored(planted)).isEmpty();
        browser.signIn("ada").cart(server);

        Browser whoPlanted = new Browser();
        whoPlanted.cookies.put(planted.shortName(), planted);
        assertThat(whoPlanted.cart(server)).isEmpty();
        whoPlanted.add(server, "jam");
        assertThat(whoPlanted.signIn("eve").cart(server)).containsExactly("jam");
        assertThat(browser.cart(server)).containsExactly("tea");
    }

    private Optional<StoredSession> stored(GuestToken token) {
        return store.load(token.key(), Deadline.after(Duration.ofSeconds(1)));
    }
}
