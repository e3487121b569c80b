package dev.peruser.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.peruser.PerUser;
import dev.peruser.PerUserListener;
import dev.peruser.StoreException;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.Visitor;
import dev.peruser.store.Deadline;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SaveResult;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import jakarta.servlet.AsyncContext;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The filter in a real container: whatever commits the response, the session is saved before. */
class PerUserFilterTest {
    private final BreakableStore store = new BreakableStore();
    private TestServer server;
    private volatile Object lateResult = "";
    private final AtomicInteger late = new AtomicInteger();

    /** A store that can be down. */
    static final class BreakableStore implements SessionStore {
        final InMemorySessionStore store = new InMemorySessionStore();
        volatile boolean isDown;
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
            calls.incrementAndGet();
            if (isDown) {
                throw new StoreException("down");
            }
            return store.load(key, deadline);
        }

        @Override
        public SaveResult save(SessionKey key, SessionChange change, Deadline deadline) {
            calls.incrementAndGet();
            if (isDown) {
                throw new StoreException("down");
            }
            return store.save(key, change, deadline);
        }

        @Override
        public SaveResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
            return store.delete(key, expected, deadline);
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = newServer().start();
    }

    private TestServer newServer() throws Exception {
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
            Map<String, Object> map = new java.util.HashMap<>();
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
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redirect",
                "redirect303",
                "redirect-kept",
                "redirect303-kept",
                "error404",
                "error-text",
                "flush",
                "writer-flush",
                "writer-close",
                "large",
                "large-text",
                "buffer",
                "length",
                "length-header",
                "include",
                "plain",
                "exception",
                "async-complete",
                "async-streaming"
            })
    void guestsFirstChange_isSavedAndTheCookieSet_howeverTheResponseIsCommitted(String path) throws Exception {
        TestServer.Client client = server.client();
        HttpResponse<String> response = client.get("/" + path);
        assertThat(response.headers().allValues("Set-Cookie"))
                .singleElement()
                .satisfies(cookie -> assertThat(cookie)
                        .matches("peruser\\.[0-9a-f]{8}=[A-Za-z0-9_-]{43}; .*")
                        .contains("HttpOnly")
                        .contains("SameSite=Lax")
                        .contains("Path=/")
                        .contains("Max-Age=2592000")
                        .doesNotContain("Secure"));
        assertThat(client.get("/read").body()).isEqualTo("[" + path + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"forward", "async-dispatch"})
    void dispatchedRequests_areOneVisit(String path) throws Exception {
        TestServer.Client client = server.client();
        assertThat(client.get("/" + path).body()).isEqualTo("plain");
        assertThat(client.get("/read").body()).isEqualTo("[" + path + ", plain]");
        assertThat(client.cookies.getCookieStore().getCookies()).hasSize(1);
    }

    @Test
    void changeAfterTheResponseWasCommitted_isRefused() throws Exception {
        server.client().get("/too-late");
        assertThat(lateResult.toString()).contains("already committed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/late-in-place", "/late-in-place-async"})
    void changeInPlaceAfterTheResponseWasCommitted_isReported_andNotSaved(String path) throws Exception {
        TestServer.Client client = server.client();
        client.get("/plain");
        client.get(path);
        await().untilAtomic(late, equalTo(1));
        assertThat(client.get("/read").body()).isEqualTo("[plain]");
    }

    @Test
    void readingAndUntouchedRequests_setNoCookie_andAskNoStore() throws Exception {
        TestServer.Client client = server.client();
        for (String path : List.of("/read", "/untouched", "/missing")) {
            assertThat(client.get(path).headers().allValues("Set-Cookie")).isEmpty();
        }
        assertThat(store.calls).hasValue(0);
    }

    @Nested
    class Failure {
        @Test
        void failedCommit_is503_withoutRedirectOrBody_otherHeadersKept() throws Exception {
            HttpResponse<String> response = server.client().get("/unstorable");
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().firstValue("Location")).isEmpty();
            assertThat(response.headers().firstValue("X-Kept")).contains("yes");
            assertThat(response.headers().allValues("Set-Cookie")).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "redirect",
                    "error404",
                    "flush",
                    "writer-close",
                    "large",
                    "large-text",
                    "buffer",
                    "length",
                    "plain",
                    "include",
                    "forward"
                })
        void storeDown_is503_neverASuccess(String path) throws Exception {
            TestServer.Client client = server.client();
            client.get("/plain");
            store.isDown = true;
            HttpResponse<String> response = client.get("/" + path, "X-User", "ada");
            assertThat(response.statusCode()).isEqualTo(503);
            store.isDown = false;
            assertThat(client.get("/read", "X-User", "ada").body()).isEqualTo("[plain]");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "redirect",
                    "error404",
                    "flush",
                    "writer-close",
                    "large",
                    "large-text",
                    "buffer",
                    "length",
                    "plain",
                    "async-complete",
                    "include",
                    "forward"
                })
        void storeThatGoesDownBeforeTheSave_is503(String path) throws Exception {
            TestServer.Client client = server.client(); // a new guest loads nothing, so only the save fails
            store.isDown = true;
            HttpResponse<String> response = client.get("/" + path);
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.body())
                    .doesNotContain("plain")
                    .doesNotContain("abc")
                    .doesNotContain("xxx");
            assertThat(response.headers().allValues("Set-Cookie")).isEmpty();
            store.isDown = false;
            assertThat(client.get("/read").body()).isEqualTo("[]");
        }

        @Test
        void requestThatDoesNotUseTheSession_isNotTouchedByADeadStore() throws Exception {
            store.isDown = true;
            assertThat(server.client().get("/untouched").body()).isEqualTo("untouched");
        }

        @Test
        void deadStore_doesNotFailASignIn_andTheCartFollowsLater() throws Exception {
            TestServer.Client client = server.client();
            client.get("/plain");
            store.isDown = true;
            assertThat(client.get("/untouched", "X-User", "ada").statusCode()).isEqualTo(200);
            store.isDown = false;
            assertThat(client.get("/read", "X-User", "ada").body()).isEqualTo("[plain]");
        }
    }

    @Nested
    class Cookies {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "peruser.00000000=",
                    "peruser.00000000=user:ada",
                    "peruser.00000000=u::ada",
                    "peruser.=x",
                    "peruser.00000000=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                    "peruser.66687aad=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                    "__Host-peruser.66687aad=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                    "=; ;; peruser; peruser.66687aad",
                    "peruser.66687aad=\"quoted\""
                })
        void anythingMalformedOrForeign_isNoCookie(String cookie) throws Exception {
            HttpResponse<String> response = server.client().get("/read", "Cookie", cookie);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("[]");
        }

        @Test
        void oversizedAndTooManyCookies_areNoError() throws Exception {
            String many = java.util.stream.IntStream.range(0, 60)
                    .mapToObj(i -> "peruser.66687aad=" + "A".repeat(43))
                    .collect(java.util.stream.Collectors.joining("; "));
            assertThat(server.client().get("/read", "Cookie", many).statusCode())
                    .isEqualTo(200);
            String large = "peruser.66687aad=" + "A".repeat(6_000);
            assertThat(server.client().get("/read", "Cookie", large).statusCode())
                    .isEqualTo(200);
        }

        @Test
        void unknownToken_isRemovedOnce_andNeverAdopted() throws Exception {
            String planted = "peruser.66687aad=" + "A".repeat(43);
            HttpResponse<String> response = server.client().get("/plain", "Cookie", planted);
            List<String> cookies = response.headers().allValues("Set-Cookie");
            assertThat(cookies).hasSize(2);
            assertThat(cookies)
                    .anyMatch(cookie ->
                            cookie.startsWith("peruser.66687aad=;") && cookie.contains("Expires=Thu, 01 Jan 1970"));
            assertThat(cookies).noneMatch(cookie -> cookie.contains("A".repeat(43)));
        }

        @Test
        void onHttps_theNameIsHostBound_andPlainNamesAreIgnored() throws Exception {
            try (TestServer https = newServer().secure().start()) {
                HttpResponse<String> response = https.client().get("/plain");
                assertThat(response.headers().firstValue("Set-Cookie").orElseThrow())
                        .startsWith("__Host-peruser.")
                        .contains("Secure")
                        .contains("Path=/")
                        .doesNotContain("Domain");
                String cookie = response.headers()
                        .firstValue("Set-Cookie")
                        .orElseThrow()
                        .split(";", 2)[0];
                assertThat(https.client().get("/read", "Cookie", cookie).body()).isEqualTo("[plain]");
                String withoutPrefix = cookie.substring("__Host-".length());
                assertThat(https.client().get("/read", "Cookie", withoutPrefix).body())
                        .isEqualTo("[]");
            }
        }

        @Test
        void unsafeRequestFromAnotherSite_withoutCookie_makesNoGuest() throws Exception {
            HttpResponse<String> refused = server.client().post("/plain", "Sec-Fetch-Site", "cross-site");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().allValues("Set-Cookie")).isEmpty();
            assertThat(server.client()
                            .post("/plain", "Sec-Fetch-Site", "same-origin")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(server.client()
                            .get("/plain", "Sec-Fetch-Site", "cross-site")
                            .statusCode())
                    .isEqualTo(200);
        }
    }
}
