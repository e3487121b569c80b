package dev.peruser.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.Visitor;
import dev.peruser.store.tck.faults.FailingSessionStore;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page for an error is part of the request: what it changes is saved, whatever sent the error. */
class ErrorPageTest {
    private final FailingSessionStore store = FailingSessionStore.inMemory();
    private final AtomicInteger late = new AtomicInteger();
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.countingLateChanges(store, late);
        server.on("/read", (request, response, session) -> response.getWriter().print(session.list("l")));
        server.without("/sends", (request, response) -> response.sendError(404));
        server.without("/throws", (request, response) -> {
            throw new IllegalStateException("on purpose");
        });
        server.without(
                "/forwards",
                (request, response) -> request.getRequestDispatcher("/sends").forward(request, response));
        server.without("/async", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                try {
                    response.sendError(404);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                async.complete();
            });
        });
        server.without(
                "/async-dispatch", (request, response) -> request.startAsync().dispatch("/sends"));
        server.on("/changes-and-sends", (request, response, session) -> {
            session.list("l").add("before");
            response.sendError(404);
        });
        server.on("/sends-and-changes", (request, response, session) -> {
            response.sendError(404);
            session.list("l").add("after");
        });
        server.on("/error", (request, response, session) -> {
            if ("bad".equals(request.getQueryString())) {
                Map<String, Object> cyclic = new HashMap<>();
                session.put("cyclic", cyclic);
                cyclic.put("self", cyclic); // found when it is saved
            }
            session.list("l").add("page");
            response.getWriter().print("page");
        });
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sends", "/throws", "/forwards", "/async", "/async-dispatch"})
    void whatThePageChanges_isSaved_andTheCookieOfANewGuestSet(String path) throws Exception {
        TestServer.Client client = server.client();
        HttpResponse<String> response = client.get(path);
        assertThat(response.body()).isEqualTo("page");
        assertThat(response.headers().allValues("Set-Cookie")).hasSize(1);
        assertThat(client.get("/read").body()).isEqualTo("[page]");
        assertThat(late).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/changes-and-sends", "/sends-and-changes"})
    void whatIsChangedAroundSendError_isSavedTogetherWithThePages(String path) throws Exception {
        TestServer.Client client = server.client();
        HttpResponse<String> response = client.get(path);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().allValues("Set-Cookie")).hasSize(1);
        assertThat(client.get("/read").body())
                .isEqualTo(path.startsWith("/changes") ? "[before, page]" : "[after, page]");
        assertThat(late).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sends", "/throws", "/forwards", "/async-dispatch"})
    void pageWhoseChangeCannotBeSaved_is503_withoutAPage(String path) throws Exception {
        store.onCalls().fail(); // a new guest loads nothing, so only the save fails
        HttpResponse<String> response = server.client().get(path);
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sends?bad", "/throws?bad"})
    void pageThatLeavesAValueThatCannotBeStored_is500_withoutAPage(String path) throws Exception {
        HttpResponse<String> response = server.client().get(path);
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void saveThatFailsAfterSendError_is503() throws Exception {
        TestServer.Client client = server.client();
        client.get("/changes-and-sends");
        store.onCalls().fail();
        assertThat(client.get("/sends-and-changes").statusCode()).isEqualTo(503);
    }

    /** A shared cache may keep some errors, and the request that failed depends on a session. */
    @ParameterizedTest
    @ValueSource(strings = {"/sends-and-changes", "/changes-and-sends"})
    void errorOfASaveThatFailed_isPrivate(String path) throws Exception {
        TestServer.Client client = server.client();
        client.get("/changes-and-sends");
        store.onCalls().fail();
        HttpResponse<String> response = client.get(path);
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().allValues("Cache-Control"))
                .singleElement()
                .satisfiesAnyOf(
                        value -> assertThat(value).contains("private"),
                        value -> assertThat(value).contains("no-store"));
    }

    /** Frameworks have filters further out that forward to the page for an error themselves. */
    @Nested
    class FilterOutside {
        private final Filter forwarding = (request, response, chain) -> {
            try {
                chain.doFilter(request, response);
            } catch (ServletException | RuntimeException e) {
                request.getRequestDispatcher("/error").forward(request, response);
            }
        };

        @Test
        void whatThePageChanges_isSaved_andTheCookieOfANewGuestSet() throws Exception {
            PerUserFilter filter = new PerUserFilter(
                    PerUser.builder(store).build(), request -> Visitor.guest(), GuestCookie.standard());
            try (TestServer other = new TestServer(filter, forwarding)) {
                other.without("/throws", (request, response) -> {
                    throw new IllegalStateException("on purpose");
                });
                other.on("/changes-and-throws", (request, response, session) -> {
                    session.list("l").add("before");
                    throw new IllegalStateException("on purpose");
                });
                other.on("/error", (request, response, session) -> {
                    session.list("l").add("page");
                    response.getWriter().print("page");
                });
                other.on(
                        "/read",
                        (request, response, session) -> response.getWriter().print(session.list("l")));
                other.start();
                TestServer.Client client = other.client();
                HttpResponse<String> response = client.get("/throws");
                assertThat(response.body()).isEqualTo("page");
                assertThat(response.headers().allValues("Set-Cookie")).hasSize(1);
                assertThat(client.get("/read").body()).isEqualTo("[page]");
                assertThat(client.get("/changes-and-throws").body()).isEqualTo("page");
                assertThat(client.get("/read").body()).startsWith("[page, ").endsWith("page]");
            }
        }
    }
}
