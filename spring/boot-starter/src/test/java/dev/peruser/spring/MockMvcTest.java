package dev.peruser.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.asyncDispatch;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.request;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Tests of an application by Spring's MockMvc, with the starter as it is. */
@SpringBootTest(classes = MockMvcApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@AutoConfigureMockMvc
class MockMvcTest {
    @Autowired
    MockMvc mvc;

    @org.springframework.boot.test.web.server.LocalServerPort
    int port;

    private int items(Cookie... cookies) throws Exception {
        MvcResult result = mvc.perform(get("/add").cookie(cookies)).andReturn();
        return Integer.parseInt(result.getResponse().getContentAsString());
    }

    private static Cookie guestCookie(MvcResult result) {
        Cookie[] cookies = result.getResponse().getCookies();
        assertThat(cookies)
                .singleElement()
                .extracting(Cookie::getName)
                .asString()
                .startsWith("peruser.");
        return cookies[0];
    }

    @Test
    void requestThatDoesNotUseTheSession_isAnswered() throws Exception {
        mvc.perform(get("/ping")).andExpect(status().isOk()).andExpect(content().string("pong"));
    }

    @Test
    void session_isSaved_andFoundByItsCookie() throws Exception {
        MvcResult first = mvc.perform(get("/add"))
                .andExpect(status().isOk())
                .andExpect(request().asyncNotStarted())
                .andReturn();
        assertThat(items(guestCookie(first))).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/callable", "/deferred"})
    void asyncResult_isDispatched_andTheSessionSaved(String path) throws Exception {
        MvcResult started =
                mvc.perform(get(path)).andExpect(request().asyncStarted()).andReturn();
        MvcResult ended = mvc.perform(asyncDispatch(started))
                .andExpect(status().isOk())
                .andExpect(content().string("1"))
                .andReturn();
        assertThat(items(guestCookie(ended))).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/session", "/nested"})
    void sessionAsABody_isRefused_withWhatToReturn(String path) throws Exception {
        MvcResult result =
                mvc.perform(get(path)).andExpect(status().is5xxServerError()).andReturn();
        assertThat(result.getResolvedException()).hasMessageContaining("return what the page needs of it");
    }

    @Test
    void asyncWorkThatIsCompleted_savesTheSession() throws Exception {
        MvcResult result = mvc.perform(get("/complete")).andReturn();
        assertThat(items(guestCookie(result))).isEqualTo(2);
    }

    @Test
    void errorOfAnUnknownPath_isAnswered() throws Exception {
        mvc.perform(get("/missing")).andExpect(status().isNotFound());
    }

    @Test
    void restTestClient_isAnswered_boundToTheMockAndToTheServer() {
        RestTestClient mock = RestTestClient.bindTo(mvc).build();
        RestTestClient server = RestTestClient.bindToServer()
                .baseUrl("http://localhost:" + port)
                .build();
        for (RestTestClient client : new RestTestClient[] {mock, server}) {
            client.get()
                    .uri("/ping")
                    .exchangeSuccessfully()
                    .expectBody(String.class)
                    .isEqualTo("pong");
            client.get()
                    .uri("/add")
                    .exchangeSuccessfully()
                    .expectHeader()
                    .valueMatches("Set-Cookie", "peruser\\..*")
                    .expectBody(String.class)
                    .isEqualTo("1");
        }
    }
}
