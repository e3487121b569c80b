package dev.peruser.test.application;

import static dev.peruser.test.assertions.PerUserAssertions.assertThat;
import static dev.peruser.test.spring.PerUserRequestPostProcessors.guest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.store.Deadline;
import dev.peruser.store.EnumerableSessionStore;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import dev.peruser.test.TestStore;
import dev.peruser.test.Wishes;
import dev.peruser.test.spring.GuestBrowser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;

/** The application as it is, by MockMvc and by its server. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@AutoConfigureMockMvc
class WholeApplicationTest {
    @Autowired
    MockMvc mvc;

    @Autowired
    PerUser perUser;

    @Autowired
    SessionStore sessions;

    @Autowired
    TestStore store;

    @LocalServerPort
    int port;

    @BeforeEach
    void theAccountHasSomething() {
        perUser.withSession(
                UserId.of("ada"), session -> session.get(Wishes.LIST).add("vase"));
    }

    @Test
    void signInByForm_bringsTheGuestsSession() throws Exception {
        GuestBrowser laptop = guest();
        mvc.perform(post("/wishes/tea").with(csrf()).with(laptop)).andExpect(status().isOk());
        MockHttpSession container = (MockHttpSession) mvc.perform(post("/login")
                        .param("username", "ada")
                        .param("password", "secret")
                        .with(csrf())
                        .with(laptop))
                .andExpect(status().is3xxRedirection())
                .andReturn()
                .getRequest()
                .getSession();
        assertThat(laptop.cookies()).isEmpty();
        mvc.perform(get("/wishes").session(container)).andExpect(content().json("[\"vase\", \"tea\"]"));
        perUser.withSession(
                UserId.of("ada"), session -> assertThat(session).mergeReport().brought(Wishes.LIST));
    }

    @RepeatedTest(2)
    void sessionsInMemory_areForgottenAfterEachTest_andCountsBeginWithIt() {
        assertThat(store).hasWrittenNothing();
        assertThat(sessions).isInstanceOf(InMemorySessionStore.class);
        assertThat(((EnumerableSessionStore) sessions)
                        .keys(Optional.empty(), 10, Deadline.after(Duration.ofSeconds(5)))
                        .keys())
                .hasSize(1);
        perUser.withSession(
                UserId.of("grace"), session -> session.get(Wishes.LIST).add("tea"));
        assertThat(store).hasSaved(1);
        store.faults().onCalls().fail();
    }

    @Test
    void requestsOfTheServer_areCounted() throws Exception {
        assertThat(answer("/ping")).isEqualTo("pong");
        assertThat(answer("/wishes")).isEqualTo("[]");
        assertThat(store).wasNotUsed();
        assertThat(answer("/seen/tea")).isEqualTo("[\"tea\"]");
        assertThat(store).hasSaved(1);
    }

    private String answer(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
