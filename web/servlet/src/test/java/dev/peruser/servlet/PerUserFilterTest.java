package dev.peruser.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.peruser.store.tck.faults.FailingSessionStore;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The filter in a real container: whatever commits the response, the session is saved before. */
class PerUserFilterTest {
    private final FilterPages pages = new FilterPages();
    private final FailingSessionStore store = pages.store;
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = pages.server().start();
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
        assertThat(pages.lateResult.toString()).contains("already committed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/late-in-place", "/late-in-place-async"})
    void changeInPlaceAfterTheResponseWasCommitted_isReported_andNotSaved(String path) throws Exception {
        TestServer.Client client = server.client();
        client.get("/plain");
        client.get(path);
        await().untilAtomic(pages.late, equalTo(1));
        assertThat(client.get("/read").body()).isEqualTo("[plain]");
    }

    @Test
    void readingAndUntouchedRequests_setNoCookie_andAskNoStore() throws Exception {
        TestServer.Client client = server.client();
        for (String path : List.of("/read", "/untouched", "/missing")) {
            assertThat(client.get(path).headers().allValues("Set-Cookie")).isEmpty();
        }
        assertThat(store.calls()).isZero();
    }

    @Nested
    class Failure {
        static Stream<String> pages() {
            return Stream.of(
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
                    "forward");
        }

        @Test
        void valueThatCannotBeStored_is500_withoutRedirectOrBody_otherHeadersKept() throws Exception {
            HttpResponse<String> response = server.client().get("/unstorable");
            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.headers().firstValue("Location")).isEmpty();
            assertThat(response.headers().firstValue("X-Kept")).contains("yes");
            assertThat(response.headers().allValues("Set-Cookie")).isEmpty();
        }

        @ParameterizedTest
        @MethodSource("pages")
        void storeDown_is503_neverASuccess(String path) throws Exception {
            TestServer.Client client = server.client();
            client.get("/plain");
            store.onCalls().fail();
            HttpResponse<String> response = client.get("/" + path, "X-User", "ada");
            assertThat(response.statusCode()).isEqualTo(503);
            store.recover();
            assertThat(client.get("/read", "X-User", "ada").body()).isEqualTo("[plain]");
        }

        @ParameterizedTest
        @MethodSource("pages")
        @ValueSource(strings = "async-complete")
        void storeThatGoesDownBeforeTheSave_is503(String path) throws Exception {
            TestServer.Client client = server.client(); // a new guest loads nothing, so only the save fails
            store.onCalls().fail();
            HttpResponse<String> response = client.get("/" + path);
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.body())
                    .doesNotContain("plain")
                    .doesNotContain("abc")
                    .doesNotContain("xxx");
            assertThat(response.headers().allValues("Set-Cookie")).isEmpty();
            store.recover();
            assertThat(client.get("/read").body()).isEqualTo("[]");
        }

        @Test
        void requestThatDoesNotUseTheSession_isNotTouchedByADeadStore() throws Exception {
            store.onCalls().fail();
            assertThat(server.client().get("/untouched").body()).isEqualTo("untouched");
        }

        @Test
        void deadStore_doesNotFailASignIn_andTheCartFollowsLater() throws Exception {
            TestServer.Client client = server.client();
            client.get("/plain");
            store.onCalls().fail();
            assertThat(client.get("/untouched", "X-User", "ada").statusCode()).isEqualTo(200);
            store.recover();
            assertThat(client.get("/read", "X-User", "ada").body()).isEqualTo("[plain]");
        }
    }
}
