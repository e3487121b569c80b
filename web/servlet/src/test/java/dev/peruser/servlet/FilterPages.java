package dev.peruser.servlet;

import dev.peruser.PerUser;
import dev.peruser.PerUserListener;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.Visitor;
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

    TestServer server() throws Exception {
        PerUser perUser = PerUser.builder(store)
                .listener(new PerUserListener() {
                    @Override
                    public void changedTooLate() {
                        late.incrementAndGet();
                    }
                })
                .build();
        TestServer fresh = new TestServer(
                perUser,
                request -> request.getHeader("X-User") == null
                        ? Visitor.guest()
                        : Visitor.user(UserId.of(request.getHeader("X-User"))));
        fresh.on("/read", (request, response, session) -> response.getWriter().print(session.list("l")));
        fresh.on("/redirect", (request, response, session) -> {
            add(session, "redirect");
            response.sendRedirect("/read");
        });
        fresh.on("/redirect303", (request, response, session) -> {
            add(session, "redirect303");
            response.sendRedirect("/read", 303);
        });
        fresh.on("/redirect-kept", (request, response, session) -> {
            add(session, "redirect-kept");
            response.sendRedirect("/read", false);
        });
        fresh.on("/redirect303-kept", (request, response, session) -> {
            add(session, "redirect303-kept");
            response.sendRedirect("/read", 303, false);
        });
        fresh.on("/error404", (request, response, session) -> {
            add(session, "error404");
            response.sendError(404);
        });
        fresh.on("/error-text", (request, response, session) -> {
            add(session, "error-text");
            response.sendError(409, "no");
        });
        fresh.on("/flush", (request, response, session) -> {
            add(session, "flush");
            response.getWriter().print("x");
            response.flushBuffer();
        });
        fresh.on("/writer-flush", (request, response, session) -> {
            add(session, "writer-flush");
            response.getWriter().print("x");
            response.getWriter().flush();
        });
        fresh.on("/writer-close", (request, response, session) -> {
            add(session, "writer-close");
            response.getWriter().close();
        });
        fresh.on("/large", (request, response, session) -> {
            add(session, "large");
            for (int i = 0; i < 100; i++) {
                response.getOutputStream().write(new byte[1_000]);
            }
        });
        fresh.on("/large-text", (request, response, session) -> {
            add(session, "large-text");
            for (int i = 0; i < 100; i++) {
                response.getWriter().print("x".repeat(1_000));
            }
        });
        fresh.on("/buffer", (request, response, session) -> {
            add(session, "buffer");
            response.getOutputStream().write(ByteBuffer.wrap(new byte[100_000]));
        });
        fresh.on("/length", (request, response, session) -> {
            add(session, "length");
            response.setContentLength(3);
            response.getOutputStream().write("abc".getBytes(StandardCharsets.US_ASCII));
        });
        fresh.on("/length-header", (request, response, session) -> {
            add(session, "length-header");
            response.setHeader("Content-Length", "3");
            response.getWriter().print("abc");
        });
        fresh.on("/forward", (request, response, session) -> {
            add(session, "forward");
            request.getRequestDispatcher("/plain").forward(request, response);
        });
        fresh.on("/include", (request, response, session) -> {
            add(session, "include");
            request.getRequestDispatcher("/flush-inside").include(request, response);
        });
        fresh.on("/flush-inside", (request, response, session) -> response.flushBuffer());
        fresh.on("/plain", (request, response, session) -> {
            add(session, "plain");
            response.getWriter().print("plain");
        });
        fresh.on("/exception", (request, response, session) -> {
            add(session, "exception");
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
