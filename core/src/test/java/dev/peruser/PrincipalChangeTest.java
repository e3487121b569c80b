package dev.peruser;

import static dev.peruser.AbsorbFixture.add;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests within which the principal changes, or that go on after their commit. */
class PrincipalChangeTest {
    private final FaultyStore store = new FaultyStore();
    private final TestEngine engine = new TestEngine(store);
    private final TestEngine.Browser browser = engine.browser();

    @Test
    void objectOfTheGuestChangedAfterSignInInTheSameRequest_isSaved() {
        Visit visit = browser.begin();
        List<Object> cart = visit.session().list("cart");
        cart.add("one");
        browser.signIn("ada");
        visit.session().get("theme"); // anybody asks: the guest's view is left
        cart.add("two"); // still before the response
        visit.observe();
        visit.commit();
        browser.end(visit);
        browser.seesCart("one", "two");
    }

    @Test
    void usersObjectChangedAfterSignOut_beforeCommit_isSaved() {
        browser.signIn("ada");
        Visit visit = browser.begin();
        List<Object> log = visit.session().list("log");
        log.add("in");
        visit.signedOut();
        log.add("out");
        browser.forgetPrincipal();
        visit.commit();
        browser.end(visit);
        browser.signIn("ada").request(session -> assertThat(session.list("log")).containsExactly("in", "out"));
    }

    @Test
    void sameUserAgainInOneRequest_readsItsOwnWrites() {
        browser.request(session -> add(session, "g"));
        browser.signIn("ada");
        Visit visit = browser.begin();
        visit.session().put("x", 1);
        browser.signIn("eve");
        visit.session().get("x");
        browser.signIn("ada");
        assertThat(visit.session().get("x")).contains(1);
    }

    /** Found when the principal is next asked for, or by the commit. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void guestsChangeThatCantBeSavedInTheRequestThatSignsIn_leavesTheGuestsDataToThatUser(boolean isUsedAgain) {
        browser.request(session -> add(session, "mug"));
        Visit visit = browser.begin();
        add(visit.session(), "jug");
        browser.signIn("ada");
        if (!isUsedAgain) {
            visit.observe();
        }
        store.crashAfter(0, false);
        assertThatExceptionOfType(StoreException.class).isThrownBy(() -> {
            if (isUsedAgain) {
                visit.session().get("theme");
            } else {
                visit.commit();
            }
        });
        browser.end(visit);
        store.recover();
        browser.signIn("eve")
                .request(session -> assertThat(session.contains("cart")).isFalse());
        browser.signIn("ada").seesCart("mug");
    }

    @Test
    void sessionFirstUsedLongAfterTheCommitThatAbsorbed_isShownAsItIsNow() {
        browser.request(session -> add(session, "mug"));
        browser.signIn("ada");
        Visit visit = browser.begin();
        visit.observe();
        visit.commit(); // before asynchronous work, for example
        engine.browser().signIn("ada").request(session -> session.remove("cart"));
        assertThat(visit.session().contains("cart")).isFalse();
    }
}
