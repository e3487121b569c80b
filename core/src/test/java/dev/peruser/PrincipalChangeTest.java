package dev.peruser;

import static dev.peruser.AbsorbFixture.add;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests within which the principal changes, or that go on after their commit. */
class PrincipalChangeTest {
    private final FaultyStore store = new FaultyStore();

    @Test
    void objectOfTheGuestChangedAfterSignInInTheSameRequest_isSaved() {
        TestEngine e = new TestEngine(store, b -> b);
        TestEngine.Browser b = e.browser();
        Visit v = b.begin();
        List<Object> cart = v.session().list("cart");
        cart.add("one");
        b.signIn("ada");
        v.session().get("theme"); // anybody asks: the guest's view is left
        cart.add("two"); // still before the response
        v.observe();
        v.commit();
        b.end(v);
        b.request(s -> assertThat(s.list("cart")).containsExactly("one", "two"));
    }

    @Test
    void usersObjectChangedAfterSignOut_beforeCommit_isSaved() {
        TestEngine e = new TestEngine(store, b -> b);
        TestEngine.Browser b = e.browser().signIn("ada");
        Visit v = b.begin();
        List<Object> log = v.session().list("log");
        log.add("in");
        v.signedOut();
        log.add("out");
        b.forgetPrincipal();
        v.commit();
        b.end(v);
        b.signIn("ada").request(s -> assertThat(s.list("log")).containsExactly("in", "out"));
    }

    @Test
    void sameUserAgainInOneRequest_readsItsOwnWrites() {
        TestEngine e = new TestEngine(store, b -> b);
        TestEngine.Browser b = e.browser();
        b.request(s -> add(s, "g"));
        b.signIn("ada");
        Visit v = b.begin();
        v.session().put("x", 1);
        b.signIn("eve");
        v.session().get("x");
        b.signIn("ada");
        assertThat(v.session().get("x")).contains(1);
    }

    @Test
    void guestsChangeThatCantBeSavedInTheRequestThatSignsIn_leavesTheGuestsDataToThatUser() {
        TestEngine engine = new TestEngine(store, builder -> builder);
        TestEngine.Browser browser = engine.browser();
        browser.request(session -> add(session, "mug"));
        Visit visit = browser.begin();
        add(visit.session(), "jug");
        browser.signIn("ada");
        visit.observe();
        store.crashAfter(0, false);
        assertThatExceptionOfType(StoreException.class).isThrownBy(visit::commit);
        browser.end(visit);
        store.recover();
        browser.signIn("eve")
                .request(session -> assertThat(session.contains("cart")).isFalse());
        browser.signIn("ada")
                .request(session -> assertThat(session.list("cart")).containsExactly("mug"));
    }

    @Test
    void guestsChangeThatCantBeSavedWhenThePrincipalChanges_leavesTheGuestsDataToThatUser() {
        TestEngine engine = new TestEngine(store, builder -> builder);
        TestEngine.Browser browser = engine.browser();
        browser.request(session -> add(session, "mug"));
        Visit visit = browser.begin();
        add(visit.session(), "jug");
        browser.signIn("ada");
        store.crashAfter(0, false);
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> visit.session().get("theme"));
        browser.end(visit);
        store.recover();
        browser.signIn("eve")
                .request(session -> assertThat(session.contains("cart")).isFalse());
        browser.signIn("ada")
                .request(session -> assertThat(session.list("cart")).containsExactly("mug"));
    }

    @Test
    void sessionFirstUsedLongAfterTheCommitThatAbsorbed_isShownAsItIsNow() {
        TestEngine engine = new TestEngine(store, builder -> builder);
        TestEngine.Browser browser = engine.browser();
        browser.request(session -> add(session, "mug"));
        browser.signIn("ada");
        Visit visit = browser.begin();
        visit.observe();
        visit.commit(); // before asynchronous work, for example
        engine.browser().signIn("ada").request(session -> session.remove("cart"));
        assertThat(visit.session().contains("cart")).isFalse();
    }
}
