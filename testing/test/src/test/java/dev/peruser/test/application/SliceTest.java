package dev.peruser.test.application;

import static dev.peruser.test.assertions.PerUserAssertions.assertThat;
import static dev.peruser.test.spring.PerUserRequestPostProcessors.guest;
import static dev.peruser.test.spring.PerUserRequestPostProcessors.withSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.cookie;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import dev.peruser.test.TestStore;
import dev.peruser.test.Wishes;
import dev.peruser.test.spring.GuestBrowser;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.test.context.support.WithAnonymousUser;
import org.springframework.security.test.context.support.WithMockUser;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** A slice of the application, whatever its properties say of the store. */
@WebMvcTest(WishController.class)
@Import({WishAttributes.class, WishSecurity.class})
@TestPropertySource(properties = "peruser.store=redis")
@WithMockUser("ada")
class SliceTest {
    @Autowired
    MockMvc mvc;

    @Autowired
    MockMvcTester tester;

    @Autowired
    PerUser perUser;

    @Autowired
    SessionStore store;

    @Autowired
    TestStore writes;

    @Test
    void session_isInMemory() {
        assertThat(store).isInstanceOf(InMemorySessionStore.class);
    }

    @Test
    void argument_isTheMockUsers() throws Exception {
        mvc.perform(post("/wishes/tea").with(csrf())).andExpect(status().isOk());
        mvc.perform(get("/wishes")).andExpect(content().json("[\"tea\"]"));
        mvc.perform(get("/visitor")).andExpect(content().string(":ada"));
        mvc.perform(get("/account")).andExpect(content().json("[\"tea\"]"));
        perUser.withSession(UserId.of("ada"), session -> {
            assertThat(session).isUser("ada").list("wishes").containsExactly("tea");
            return null;
        });
    }

    @Test
    @WithAnonymousUser
    void anonymousUser_isAGuest() throws Exception {
        mvc.perform(get("/visitor")).andExpect(content().string("guest"));
    }

    @RepeatedTest(2)
    void sessions_areForgottenAfterEachTest() throws Exception {
        mvc.perform(get("/wishes")).andExpect(content().json("[]"));
        mvc.perform(post("/wishes/tea").with(csrf())).andExpect(status().isOk());
        assertThat(writes).hasSaved(1);
        writes.faults().onLoads().fail();
        mvc.perform(get("/wishes")).andExpect(status().isServiceUnavailable());
    }

    @Test
    void guest_isAGuest_whateverTheMockUser() throws Exception {
        mvc.perform(get("/visitor").with(guest())).andExpect(content().string("guest"));
        assertThat(tester.get().uri("/visitor").with(guest())).hasBodyTextEqualTo("guest");
    }

    @Test
    void guest_isOneBrowser_overSeveralRequests() throws Exception {
        GuestBrowser laptop = guest();
        assertThat(laptop.cookies()).isEmpty();
        mvc.perform(post("/wishes/tea").with(csrf()).with(laptop)).andExpect(status().isOk());
        assertThat(laptop.cookies()).hasSize(1);
        mvc.perform(post("/wishes/milk").with(csrf()).with(laptop)).andExpect(status().isOk());
        mvc.perform(get("/wishes").with(laptop)).andExpect(content().json("[\"tea\", \"milk\"]"));
        mvc.perform(get("/wishes").with(guest())).andExpect(content().json("[]"));
    }

    @Test
    void guestWithASession_hasItBeforeTheRequest_andItDoesNotCount() throws Exception {
        GuestBrowser laptop =
                guest().withSession(session -> session.get(Wishes.LIST).add("tea"));
        String name = mvc.perform(get("/wishes").with(laptop))
                .andExpect(content().json("[\"tea\"]"))
                .andReturn()
                .getRequest()
                .getCookies()[0]
                .getName();
        assertThat(name).startsWith("peruser.");
        mvc.perform(get("/wishes").with(laptop))
                .andExpect(content().json("[\"tea\"]"))
                .andExpect(cookie().doesNotExist(name));
        assertThat(writes).hasWrittenNothing();
        laptop.withSession(session -> session.get(Wishes.LIST).add("milk"));
        mvc.perform(get("/wishes").with(laptop)).andExpect(content().json("[\"tea\", \"milk\"]"));
    }

    @Test
    void guestsCookie_isOfASecureRequest_onHttps() throws Exception {
        GuestBrowser laptop =
                guest().withSession(session -> session.get(Wishes.LIST).add("tea"));
        mvc.perform(get("/wishes").secure(true).with(laptop))
                .andExpect(content().json("[\"tea\"]"));
        assertThat(laptop.cookies())
                .singleElement()
                .satisfies(kept -> assertThat(kept.getName()).startsWith("__Host-peruser."));
    }

    @Test
    void guestThatSignsIn_bringsItsSession_andLosesTheCookie() throws Exception {
        perUser.withSession(
                UserId.of("ada"), session -> session.get(Wishes.LIST).add("vase"));
        GuestBrowser laptop =
                guest().withSession(session -> session.get(Wishes.LIST).add("tea"));
        mvc.perform(get("/wishes").with(laptop).with(user("ada")))
                .andExpect(content().json("[\"vase\", \"tea\"]"));
        assertThat(laptop.cookies()).isEmpty();
        mvc.perform(get("/wishes").with(laptop)).andExpect(content().json("[]"));
    }

    @Test
    void mockUser_hasHadASession() throws Exception {
        mvc.perform(get("/wishes")
                        .with(withSession(session -> session.get(Wishes.LIST).add("tea")))
                        .with(withSession(session -> session.get(Wishes.LIST).add("milk"))))
                .andExpect(content().json("[\"tea\", \"milk\"]"));
        assertThat(writes).hasWrittenNothing();
        assertThat(tester.get()
                        .uri("/wishes")
                        .with(withSession(session -> session.get(Wishes.LIST).add("vase"))))
                .bodyJson()
                .isEqualTo("[\"tea\", \"milk\", \"vase\"]");
    }

    @Test
    void ownPrincipal_hasHadASession() throws Exception {
        TestingAuthenticationToken customer = new TestingAuthenticationToken(
                new Customer("17"), null, AuthorityUtils.createAuthorityList("ROLE_CUSTOMER"));
        mvc.perform(get("/visitor").with(authentication(customer)))
                .andExpect(content().string("customers:17"));
        mvc.perform(get("/wishes").with(authentication(customer)).with(withSession(session -> {
                    assertThat(session).isUser(new UserId("customers", "17"));
                    session.get(Wishes.LIST).add("tea");
                })))
                .andExpect(content().json("[\"tea\"]"));
        mvc.perform(get("/wishes")).andExpect(content().json("[]"));
    }

    @Test
    void guestOfARequest_hasHadASession() throws Exception {
        mvc.perform(get("/wishes")
                        .with(guest())
                        .with(withSession(session -> session.get(Wishes.LIST).add("tea"))))
                .andExpect(content().json("[\"tea\"]"));
    }

    @Test
    void workThatThrows_failsTheRequest() {
        assertThatThrownBy(() -> mvc.perform(get("/wishes")
                        .with(withSession(session -> assertThat(session).isGuest()))))
                .hasStackTraceContaining("session of a guest");
    }

    @Test
    void requestThatIsRefused_neverReachesTheSession() throws Exception {
        mvc.perform(get("/closed").with(guest()).with(withSession(session -> session.put("x", 1))))
                .andExpect(status().is3xxRedirection());
        assertThat(writes).wasNotUsed();
    }

    @Test
    void requestWithoutTheSession_asksNobody() throws Exception {
        mvc.perform(get("/ping")).andExpect(content().string("pong"));
        assertThat(writes).wasNotUsed();
    }
}
