package dev.peruser.it.docs.testing;

import static dev.peruser.it.docs.testing.ShopSession.CART;
import static dev.peruser.test.assertions.PerUserAssertions.assertThat;
import static dev.peruser.test.spring.PerUserRequestPostProcessors.guest;
import static dev.peruser.test.spring.PerUserRequestPostProcessors.withSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.test.TestStore;
import dev.peruser.test.spring.GuestBrowser;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

// snippet-file:testing-application
@SpringBootTest
@AutoConfigureMockMvc
class ShopApplicationTest {
    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private PerUser perUser;

    @Autowired
    private TestStore store;

    @Test
    void signIn_bringsTheGuestsCart() {
        GuestBrowser laptop = guest().withSession(session -> session.get(CART).put("tea", 1));
        assertThat(mvc.post()
                        .uri("/login")
                        .param("username", "ada")
                        .param("password", "secret")
                        .with(csrf())
                        .with(laptop))
                .hasStatus3xxRedirection();

        perUser.withSession(
                UserId.of("ada"),
                session -> assertThat(session)
                        .hasValue(CART, Map.of("tea", 1))
                        .mergeReport()
                        .brought(CART));
        assertThat(laptop.cookies()).isEmpty();
    }

    @Test
    void customer_isKnownByTheNumber() {
        Authentication ada = new TestingAuthenticationToken(new Customer("17", "ada"), null, "ROLE_CUSTOMER");
        assertThat(mvc.get()
                        .uri("/cart")
                        .with(authentication(ada))
                        .with(withSession(session -> session.get(CART).put("tea", 1))))
                .bodyJson()
                .isEqualTo("{\"tea\": 1}");

        perUser.withSession(
                UserId.of("customer-17"), session -> assertThat(session).hasAttribute(CART));
        assertThat(store).hasWrittenNothing();
    }
}
