package dev.peruser.spring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;

/** An application that drops the HttpSession's attributes at sign-in drops the guest's, too. */
@SpringBootTest(
        classes = GuestPlaceApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"peruser.guest.source=http-session", "test.fixation=new"})
class GuestInNewSessionTest {
    @Value("${local.server.port}")
    private int port;

    @Test
    void signIn_thatDropsTheHttpSession_goesThrough_withoutTheGuestsData() throws Exception {
        GuestPlaceScenarios scenarios = new GuestPlaceScenarios() {};
        scenarios.port = port;
        GuestPlaceScenarios.Browser browser = scenarios.new Browser();
        browser.change("/add/apple");
        browser.signIn("ada");
        assertThat(browser.cart()).isEmpty();
        browser.change("/add/pear");
        assertThat(browser.cart()).isEqualTo("pear");
    }
}
