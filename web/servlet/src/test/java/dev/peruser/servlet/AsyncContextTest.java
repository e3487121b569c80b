package dev.peruser.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.store.InMemorySessionStore;
import jakarta.servlet.AsyncContext;
import java.io.UnsupportedEncodingException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The context that the filter gives out answers at any time, as the container's does, which asks it, too. */
class AsyncContextTest {
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer(
                PerUser.builder(new InMemorySessionStore()).build(), VisitorResolver.containerPrincipal());
        server.without("/page", (request, response) -> response.getWriter().print("page"));
        server.without(
                "/dispatches",
                (request, response) -> request.startAsync(request, response).dispatch("/page"));
        server.without("/completes", (request, response) -> {
            AsyncContext async = request.startAsync(request, response);
            response.getWriter().print("page");
            async.complete();
        });
        for (String path : new String[] {"dispatches", "completes"}) {
            server.without(
                    "/forward-" + path,
                    (request, response) ->
                            request.getRequestDispatcher("/" + path).forward(request, response));
            server.without(
                    "/include-" + path,
                    (request, response) ->
                            request.getRequestDispatcher("/" + path).include(request, response));
            server.without(
                    "/async-" + path,
                    (request, response) -> request.startAsync(request, response).dispatch("/forward-" + path));
        }
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dispatches",
                "/completes",
                "/forward-dispatches",
                "/forward-completes",
                "/include-dispatches",
                "/include-completes",
                "/async-dispatches",
                "/async-completes"
            })
    void workThatEndsWithinADispatch_isAnswered(String path) throws Exception {
        HttpResponse<String> response = server.start().client().get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("page");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/forward", "/include"})
    void dispatchWithinAsynchronousWork_leavesTheRequestAsItWas(String path) throws Exception {
        server.without("/outer", (request, response) -> {
            AsyncContext async = request.startAsync(request, response);
            if (path.equals("/forward")) {
                request.getRequestDispatcher("/page").forward(request, response);
            } else {
                request.getRequestDispatcher("/page").include(request, response);
            }
            response.getWriter().print(" " + request.getDispatcherType());
            async.complete();
        });
        assertThat(server.start().client().get("/outer").body()).isEqualTo("page REQUEST");
    }

    @Test
    void workThatBeginsAgain_givesOutTheWrappersOfItsDispatch() throws Exception {
        server.without("/first", (request, response) -> request.startAsync().dispatch("/second"));
        server.without("/second", (request, response) -> {
            AsyncContext async = request.startAsync();
            response.getWriter().print((async.getRequest() == request) + " " + (async.getResponse() == response));
            async.complete();
        });
        assertThat(server.start().client().get("/first").body()).isEqualTo("true true");
    }

    @Test
    void personalAnswerWhoseEncodingIsUnknown_isAnsweredWithoutABody() throws Exception {
        server.on("/unknown", (request, response, session) -> {
            session.put("a", 1);
            response.setContentType("text/plain;charset=nothing");
            try {
                response.getWriter();
            } catch (UnsupportedEncodingException e) {
                response.setStatus(202);
            }
        });
        HttpResponse<String> response = server.start().client().get("/unknown");
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().allValues("Set-Cookie")).hasSize(1);
    }
}
