package dev.peruser.servlet;

import dev.peruser.UserSession;
import dev.peruser.store.tck.faults.FailingSessionStore;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Pages that change the session and then commit the response, each in its own way. The header X-User says who is signed
 * in.
 */
final class FilterPages {
    final FailingSessionStore store = FailingSessionStore.inMemory();
    final AtomicInteger late = new AtomicInteger();
    volatile Object lateResult = "";

    private TestServer fresh;

    TestServer server() throws Exception {
        fresh = TestServer.countingLateChanges(store, late);
        fresh.on("/read", (request, response, session) -> response.getWriter().print(session.list("l")));
        page("redirect", (request, response) -> response.sendRedirect("/read"));
        page("redirect303", (request, response) -> response.sendRedirect("/read", 303));
        page("redirect-kept", (request, response) -> response.sendRedirect("/read", false));
        page("redirect303-kept", (request, response) -> response.sendRedirect("/read", 303, false));
        page("error404", (request, response) -> response.sendError(404));
        page("error-text", (request, response) -> response.sendError(409, "no"));
        page("flush", (request, response) -> {
            response.getWriter().print("x");
            response.flushBuffer();
        });
        page("writer-flush", (request, response) -> {
            response.getWriter().print("x");
            response.getWriter().flush();
        });
        page("writer-close", (request, response) -> response.getWriter().close());
        page("large", (request, response) -> {
            for (int i = 0; i < 100; i++) {
                response.getOutputStream().write(new byte[1_000]);
            }
        });
        page("large-text", (request, response) -> {
            for (int i = 0; i < 100; i++) {
                response.getWriter().print("x".repeat(1_000));
            }
        });
        page("buffer", (request, response) -> response.getOutputStream().write(ByteBuffer.wrap(new byte[100_000])));
        page("length", (request, response) -> {
            response.setContentLength(3);
            response.getOutputStream().write("abc".getBytes(StandardCharsets.US_ASCII));
        });
        page("length-header", (request, response) -> {
            response.setHeader("Content-Length", "3");
            response.getWriter().print("abc");
        });
        page(
                "forward",
                (request, response) -> request.getRequestDispatcher("/plain").forward(request, response));
        page(
                "include",
                (request, response) ->
                        request.getRequestDispatcher("/flush-inside").include(request, response));
        fresh.on("/flush-inside", (request, response, session) -> response.flushBuffer());
        page("plain", (request, response) -> response.getWriter().print("plain"));
        page("exception", (request, response) -> {
            throw new IllegalStateException("on purpose");
        });
        fresh.on("/async-complete", (request, response, session) -> {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                add(session, "async-complete");
                write(async, "done");
                async.complete();
            });
        });
        fresh.on("/async-dispatch", (request, response, session) -> {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                add(session, "async-dispatch");
                async.dispatch("/plain");
            });
        });
        fresh.on("/async-streaming", (request, response, session) -> {
            AsyncContext async = request.startAsync(request, response);
            async.start(() -> {
                add(session, "async-streaming");
                for (int i = 0; i < 100; i++) {
                    write(async, "x".repeat(1_000));
                }
                async.complete();
            });
        });
        fresh.on("/too-late", (request, response, session) -> {
            response.flushBuffer();
            try {
                session.put("late", 1);
                lateResult = "accepted";
            } catch (IllegalStateException e) {
                lateResult = e.getMessage();
            }
        });
        fresh.on("/late-in-place", (request, response, session) -> {
            List<Object> list = session.list("l");
            response.flushBuffer();
            list.add("late");
        });
        fresh.on("/late-in-place-async", (request, response, session) -> {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                List<Object> list = session.list("l");
                write(async, "x".repeat(100_000));
                list.add("late");
                async.complete();
            });
        });
        fresh.on("/untouched", (request, response, session) -> {
            request.getSession(false);
            response.getWriter().print("untouched");
        });
        fresh.on("/unstorable", (request, response, session) -> {
            Map<String, Object> map = new HashMap<>();
            session.put("cyclic", map);
            map.put("self", map);
            response.addHeader("X-Kept", "yes");
            response.sendRedirect("/read");
        });
        fresh.on("/commits-explicitly", (request, response, session) -> {
            add(session, "explicit");
            session.commit();
            response.getWriter().print("ok");
        });
        return fresh;
    }

    /** One that adds its name to the session, and does this. */
    private void page(String name, TestServer.Page rest) {
        fresh.on("/" + name, (request, response, session) -> {
            add(session, name);
            rest.show(request, response);
        });
    }

    private static void add(UserSession session, String item) {
        session.list("l").add(item);
    }

    private static void write(AsyncContext async, String text) {
        try {
            async.getResponse().getWriter().print(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
