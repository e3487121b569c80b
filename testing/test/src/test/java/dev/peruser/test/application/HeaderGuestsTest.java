package dev.peruser.test.application;

import static dev.peruser.test.spring.PerUserRequestPostProcessors.guest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.peruser.test.Wishes;
import dev.peruser.test.spring.GuestBrowser;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.MockMvc;

/** Guests of an application whose clients keep no cookies. */
@SpringBootTest(properties = "peruser.guest.carrier=header")
@AutoConfigureMockMvc
class HeaderGuestsTest {
    @Autowired
    MockMvc mvc;

    @Test
    void guest_keepsWhatTheHeaderTells_untilTheSignIn() throws Exception {
        GuestBrowser app =
                guest().withSession(session -> session.get(Wishes.LIST).add("tea"));
        mvc.perform(post("/wishes/mug").with(csrf()).with(app)).andExpect(status().isOk());
        assertThat(app.cookies()).isEmpty();
        assertThat(app.header()).get().asString().matches("[0-9a-f]{8}=[A-Za-z0-9_-]{43}");
        mvc.perform(get("/wishes").with(app)).andExpect(content().json("[\"tea\", \"mug\"]"));
        mvc.perform(get("/wishes").with(guest())).andExpect(content().json("[]"));
        mvc.perform(get("/wishes").with(app).with(user("bob")))
                .andExpect(content().json("[\"tea\", \"mug\"]"))
                .andExpect(header().exists("PerUser-Guest"));
        assertThat(app.header()).isEmpty();
    }
}
