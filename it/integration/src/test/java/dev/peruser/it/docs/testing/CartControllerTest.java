package dev.peruser.it.docs.testing;

import static dev.peruser.it.docs.testing.ShopSession.CART;
import static dev.peruser.test.assertions.PerUserAssertions.assertThat;
import static dev.peruser.test.spring.PerUserRequestPostProcessors.guest;
import static dev.peruser.test.spring.PerUserRequestPostProcessors.withSession;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.test.TestStore;
import dev.peruser.test.spring.GuestBrowser;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.security.test.context.support.WithMockUser;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

// snippet-file:testing-slice
@WebMvcTest(CartController.class)
@Import({ShopSession.class, SecurityConfiguration.class})
@WithMockUser("ada")
class CartControllerTest {
    @Autowired
    private MockMvc mvc;

    @Autowired
    private PerUser perUser;

    @Autowired
    private TestStore store;

    private static RequestPostProcessor oneTea() {
        return withSession(session -> session.get(CART).put("tea", 1));
    }

    @Test
    void add_putsOneMoreIntoTheCart() throws Exception {
        mvc.perform(post("/cart/tea")
                        .with(csrf())
                        .with(withSession(session -> session.get(CART).put("tea", 1))))
                .andExpect(status().isOk());

        perUser.withSession(UserId.of("ada"), session -> assertThat(session).hasValue(CART, Map.of("tea", 2)));
        assertThat(store).hasSaved(1);
    }

    @Test
    void show_writesNothing() throws Exception {
        mvc.perform(get("/cart").with(oneTea())).andExpect(content().json("{\"tea\": 1}"));
        assertThat(store).hasWrittenNothing();
    }

    @Test
    void guest_hasACart_andTakesItAlong() throws Exception {
        GuestBrowser laptop = guest().withSession(session -> session.get(CART).put("tea", 1));
        mvc.perform(get("/cart").with(laptop)).andExpect(content().json("{\"tea\": 1}"));
        mvc.perform(post("/cart/tea").with(csrf()).with(laptop)).andExpect(status().isOk());

        mvc.perform(get("/cart").with(laptop).with(user("ada")))
                .andExpect(content().json("{\"tea\": 2}"));
        mvc.perform(get("/cart").with(laptop)).andExpect(content().json("{}"));
    }

    @Test
    void storeThatIsDown_isA503() throws Exception {
        store.faults().onCalls().fail();
        mvc.perform(get("/cart")).andExpect(status().isServiceUnavailable());
    }
}
