package dev.peruser.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.peruser.UserSession;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The cookies of a request are looked at when the session is first used: never, late, or by another thread. */
class FirstUseTest {
    private final FilterPages pages = new FilterPages();
    private final AtomicReference<RequestVisit> kept = new AtomicReference<>();
    private TestServer server;
    private TestServer.Client client;

    @BeforeEach
    void start() throws Exception {
        server = pages.server()
                .without("/static", (request, response) -> {
                    kept.set(RequestVisit.of(request).orElseThrow());
                    response.getWriter().print("static");
                })
                .without("/after-flush", (request, response) -> {
                    response.flushBuffer();
                    assertThatIllegalStateException()
                            .isThrownBy(() -> session(request).put("late", 1))
                            .withMessageContaining("already committed");
                    response.getWriter().print("refused");
                })
                .without("/async", (request, response) -> {
                    AsyncContext async = request.startAsync();
                    async.start(() -> {
                        session(request).list("l").add("async");
                        async.complete();
                    });
                })
                .start();
        client = server.client();
        client.get("/plain");
        pages.store.forgetCounts();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static UserSession session(ServletRequest request) {
        return RequestVisit.of(request).orElseThrow().session();
    }

    @Test
    void never_aGuestsTokenIsKept_andNoStoreIsAsked() throws Exception {
        assertThat(client.get("/static").headers().allValues("Set-Cookie")).isEmpty();
        assertThat(pages.store.calls()).isZero();
        assertThat(client.get("/read").body()).isEqualTo("[plain]");
    }

    @Test
    void never_aUserGetsTheGuestsSession_andTheBrowserLosesItsToken() throws Exception {
        assertThat(client.get("/static", "X-User", "ada").headers().allValues("Set-Cookie"))
                .singleElement()
                .satisfies(cookie -> assertThat(cookie).contains("Expires=Thu, 01 Jan 1970"));
        assertThat(server.client().get("/read", "X-User", "ada").body()).isEqualTo("[plain]");
    }

    @Test
    void afterTheResponseWasCommitted_aChangeIsRefused() throws Exception {
        assertThat(client.get("/after-flush").body()).isEqualTo("refused");
    }

    @Test
    void byAnotherThread_itIsTheGuestsOwn() throws Exception {
        client.get("/async");
        assertThat(client.get("/read").body()).isEqualTo("[plain, async]");
    }

    @Test
    void whenTheRequestIsOver_itIsRefused_andNotThatOfTheNextRequest() throws Exception {
        client.get("/static");
        RequestVisit visit = kept.get();
        TestServer.Client other = server.client();
        other.get("/redirect");
        assertThat(other.get("/read").body()).isEqualTo("[redirect]");
        assertThatIllegalStateException()
                .isThrownBy(() -> visit.session().list("l"))
                .withMessageContaining("a request that is over");
    }
}
