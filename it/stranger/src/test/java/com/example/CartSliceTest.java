package com.example;

import static dev.peruser.test.assertions.PerUserAssertions.assertThat;
import static dev.peruser.test.spring.PerUserRequestPostProcessors.guest;
import static dev.peruser.test.spring.PerUserRequestPostProcessors.withSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;

import dev.peruser.test.TestPerUser;
import dev.peruser.test.TestStore;
import dev.peruser.test.junit.EachStoreTest;
import dev.peruser.test.spring.GuestBrowser;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.MockMvc;

@WebMvcTest
@Import(SecurityConfiguration.class)
class CartSliceTest {
    @Autowired
    private MockMvc mvc;

    @Autowired
    private TestStore store;

    @Test
    void guestCart_followsTheSignIn() throws Exception {
        GuestBrowser laptop = guest().withSession(session -> session.list("cart").add("tea"));
        mvc.perform(get("/cart").with(laptop)).andExpect(content().json("[\"tea\"]"));
        mvc.perform(get("/cart").with(user("ada")).with(withSession(session -> session.list("cart").add("milk"))))
                .andExpect(content().json("[\"milk\"]"));
        assertThat(store).hasWrittenNothing();
        mvc.perform(get("/cart").with(laptop).with(user("ada"))).andExpect(content().json("[\"milk\", \"tea\"]"));
        assertThat(Path.of("data")).doesNotExist();
    }

    @EachStoreTest
    void cart_isKept(TestPerUser perUser) {
        perUser.user("ada").request(session -> session.list("cart").add("tea"));
        perUser.user("ada").request(session -> assertThat(session).list("cart").containsExactly("tea"));
    }
}
