package dev.peruser.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.peruser.store.Deadline;
import dev.peruser.store.InMemorySessionStore;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The change is saved, and the cookie set, whichever way a response is committed, or undone and written anew. */
class ResponseCommitTest {
    final InMemorySessionStore store = new InMemorySessionStore();
    final AtomicInteger tooLate = new AtomicInteger();
    TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.countingLateChanges(store, tooLate);
        server.on("/read", (q, p, s) -> p.getWriter().print(s.list("l")));
        server.on("/reset", (q, p, s) -> {
            s.list("l").add("reset");
            p.getWriter().print("x".repeat(3_000));
            p.reset();
            p.getWriter().print("another page");
        });
        server.on("/reset-after-include", (q, p, s) -> {
            s.list("l").add("include");
            q.getRequestDispatcher("/nothing").include(q, p);
            p.reset();
            p.getWriter().print("another page");
        });
        server.on("/nothing", (q, p, s) -> {});
        server.on("/late", (q, p, s) -> {
            List<Object> l = s.list("l");
            p.flushBuffer();
            l.add("late");
        });
        server.on("/async-timeout", (q, p, s) -> {
            AsyncContext a = q.startAsync();
            s.list("l").add("timeout");
            a.setTimeout(100);
            a.addListener(new AsyncListener() {
                @Override
                public void onComplete(AsyncEvent e) {}

                @Override
                public void onTimeout(AsyncEvent e) throws java.io.IOException {
                    e.getAsyncContext().getResponse().getWriter().print("sorry");
                    e.getAsyncContext().complete();
                }

                @Override
                public void onError(AsyncEvent e) {}

                @Override
                public void onStartAsync(AsyncEvent e) {}
            });
        });
        server.on("/int-length", (q, p, s) -> {
            p.setIntHeader("Content-Length", 3);
            s.list("l").add("int");
            p.getOutputStream().write("abc".getBytes(StandardCharsets.US_ASCII));
        });
        server.on("/context-include", (q, p, s) -> {
            s.list("l").add("ctx");
            q.getServletContext().getRequestDispatcher("/flush-inside").include(q, p);
        });
        server.on("/named", (q, p, s) -> {
            s.list("l").add("fwd");
            q.getServletContext().getRequestDispatcher("/flush-inside").forward(q, p);
        });
        server.on("/flush-inside", (q, p, s) -> p.flushBuffer());
        server.on("/switch", (q, p, s) -> {
            List<Object> l = s.list("l");
            l.add("a");
            q.setAttribute("user", "ada");
            s.get("x");
        });
        server.on("/check-error", (q, p, s) -> {
            s.list("l").add("ce");
            p.getWriter().checkError();
        });
        server.on("/big-length-later", (q, p, s) -> {
            s.list("l").add("later");
            p.getOutputStream().write("abc".getBytes(StandardCharsets.US_ASCII));
            p.setContentLength(3);
        });
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    void stays(String path, String item) throws Exception {
        TestServer.Client c = server.client();
        c.get(path);
        assertThat(c.get("/read").body()).isEqualTo("[" + item + "]");
    }

    @Test
    void reset_keepsTheChangeAndItsCookie() throws Exception {
        stays("/reset", "reset");
    }

    @Test
    void reset_afterAnInclude_keepsTheChangeAndItsCookie() throws Exception {
        stays("/reset-after-include", "include");
    }

    @Test
    void asyncTimeout_savesAGuestsChange() throws Exception {
        stays("/async-timeout", "timeout");
    }

    @Test
    void includeByTheContext_thatFlushes_savesFirst() throws Exception {
        stays("/context-include", "ctx");
    }

    @Test
    void forwardByTheContext_thatFlushes_savesFirst() throws Exception {
        stays("/named", "fwd");
    }

    @Test
    void checkError_thatFlushes_savesFirst() throws Exception {
        stays("/check-error", "ce");
    }

    @Test
    void contentLength_setAfterTheBody_savesFirst() throws Exception {
        stays("/big-length-later", "later");
    }

    @Test
    void contentLength_setAsAnIntHeader_savesFirst() throws Exception {
        stays("/int-length", "int");
    }

    @Test
    void lateInPlaceChangeOfAGuest_isReported_andStoresNoOrphan() throws Exception {
        TestServer.Client c = server.client();
        c.get("/late");
        await().untilAtomic(tooLate, equalTo(1));
        assertThat(tooLate).hasValue(1);
        assertThat(store.keys(Optional.empty(), 9, Deadline.after(Duration.ofSeconds(1)))
                        .keys())
                .isEmpty();
    }

    @Test
    void asyncTimeout_savesAUsersChange() throws Exception {
        TestServer.Client c = server.client();
        c.get("/async-timeout", "X-User", "ada");
        assertThat(c.get("/read", "X-User", "ada").body()).isEqualTo("[timeout]");
    }
}
