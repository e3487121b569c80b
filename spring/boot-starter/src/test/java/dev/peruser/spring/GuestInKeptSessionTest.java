package dev.peruser.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.store.SessionStore;
import dev.peruser.store.tck.faults.FailingSessionStore;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** As in Tomcat's own, but the application keeps the HttpSession at sign-out. */
@SpringBootTest(
        classes = GuestPlaceApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"peruser.guest.source=http-session", "test.invalidate-at-logout=false"})
class GuestInKeptSessionTest extends GuestPlaceScenarios {
    @Autowired
    private SessionStore failing;

    @Test
    void storeDown_atSignIn_theNextUserOfTheBrowserSeesNothing_andTheFirstGetsItAll() throws Exception {
        for (int step = 0; step < 6; step++) {
            freshBrowserAndAccounts();
            browser.change("/older/add/adas");
            ((FailingSessionStore) failing).onCalls().after(step).fail();
            browser.signIn("ada");
            browser.signOut();
            assertThat(browser.cart()).as("guest after step " + step).isEmpty();
            ((FailingSessionStore) failing).recover();
            assertThat(browser.cart()).as("guest after step " + step).isEmpty();
            browser.signIn("grace");
            assertThat(browser.cart()).as("the other user after step " + step).isEmpty();
            browser.signOut();
            browser.signIn("ada");
            assertThat(browser.cart()).as("the user after step " + step).isEqualTo("adas");
        }
    }

    @Test
    void whatOlderCodePut_inTheRequestBeforeTheSignOut_staysWithTheUser() throws Exception {
        browser.signIn("ada");
        browser.change("/older/add/adas");
        browser.signOut();
        assertThat(browser.page("/older/value/cart")).isEqualTo("null");
        assertThat(browser.cart()).isEmpty();
        browser.signIn("grace");
        assertThat(browser.cart()).isEmpty();
    }
}
