package dev.peruser.test.application;

import static dev.peruser.test.assertions.PerUserAssertions.assertThat;
import static dev.peruser.test.spring.PerUserRequestPostProcessors.guest;
import static dev.peruser.test.spring.PerUserRequestPostProcessors.withSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.asyncDispatch;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.request;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.peruser.test.TestStore;
import dev.peruser.test.spring.GuestBrowser;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.security.test.context.support.WithMockUser;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;

/** A bean of the visitor's in a slice, and a request with two dispatches. */
@WebMvcTest(BasketController.class)
@Import(Basket.class)
@TestPropertySource(properties = "peruser.cookie.name=shop")
@WithMockUser
class BasketSliceTest {
    @Autowired
    MockMvc mvc;

    @Autowired
    TestStore store;

    @Autowired
    Basket basket;

    @Test
    void beanOfTheVisitor_isInTheSession() throws Exception {
        mvc.perform(post("/basket/tea").with(csrf())).andExpect(content().json("[\"tea\"]"));
        mvc.perform(post("/basket/milk").with(csrf())).andExpect(content().json("[\"tea\", \"milk\"]"));
        assertThat(store).hasSaved(2);
    }

    @Test
    void asynchronousRequest_hasItsSessionOnce() throws Exception {
        MvcResult started = mvc.perform(get("/basket")
                        .with(withSession(session -> basket.getProducts().add("tea"))))
                .andExpect(request().asyncStarted())
                .andReturn();
        mvc.perform(asyncDispatch(started)).andExpect(content().json("[\"tea\"]"));
        assertThat(store).hasWrittenNothing();
    }

    @Test
    void guestsCookie_hasTheNameOfTheApplications() throws Exception {
        GuestBrowser laptop =
                guest().withSession(session -> session.list("seen").add("tea"));
        mvc.perform(post("/basket/tea").with(csrf()).with(laptop)).andExpect(status().isUnauthorized());
        assertThat(laptop.cookies())
                .singleElement()
                .satisfies(kept -> assertThat(kept.getName()).startsWith("shop."));
        mvc.perform(post("/basket/tea").with(csrf()).with(laptop).with(user("ada")))
                .andExpect(status().isOk());
        assertThat(laptop.cookies()).isEmpty();
    }
}
