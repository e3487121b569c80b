package dev.peruser.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cookies of guests over HTTP: what is accepted, what is set, and on which kind of connection. */
class GuestCookieTest {
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = new FilterPages().server().start();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

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
        String many = IntStream.range(0, 60)
                .mapToObj(i -> "peruser.66687aad=" + "A".repeat(43))
                .collect(Collectors.joining("; "));
        assertThat(server.client().get("/read", "Cookie", many).statusCode()).isEqualTo(200);
        String large = "peruser.66687aad=" + "A".repeat(6_000);
        assertThat(server.client().get("/read", "Cookie", large).statusCode()).isEqualTo(200);
    }

    @Test
    void unknownToken_isNeverAdopted_andStaysInTheBrowser_sinceOneLookIsNoProof() throws Exception {
        String planted = "peruser.66687aad=" + "A".repeat(43);
        HttpResponse<String> response = server.client().get("/plain", "Cookie", planted);
        List<String> cookies = response.headers().allValues("Set-Cookie");
        assertThat(cookies).hasSize(1);
        assertThat(cookies).noneMatch(cookie -> cookie.startsWith("peruser.66687aad="));
        assertThat(cookies).noneMatch(cookie -> cookie.contains("A".repeat(43)));
    }

    @Test
    void onHttps_theNameIsHostBound_andPlainNamesAreIgnored() throws Exception {
        try (TestServer https = new FilterPages().server().secure().start()) {
            HttpResponse<String> response = https.client().get("/plain");
            assertThat(response.headers().firstValue("Set-Cookie").orElseThrow())
                    .startsWith("__Host-peruser.")
                    .contains("Secure")
                    .contains("Path=/")
                    .doesNotContain("Domain");
            String cookie =
                    response.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
            assertThat(https.client().get("/read", "Cookie", cookie).body()).isEqualTo("[plain]");
            String withoutPrefix = cookie.substring("__Host-".length());
            assertThat(https.client().get("/read", "Cookie", withoutPrefix).body())
                    .isEqualTo("[]");
        }
    }

    @Test
    void unsafeRequestFromAnotherSite_withoutCookie_makesNoGuest() throws Exception {
        HttpResponse<String> refused = server.client().post("/plain", "Sec-Fetch-Site", "cross-site");
        assertThat(refused.statusCode()).isEqualTo(500);
        assertThat(refused.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(server.client()
                        .post("/plain", "Sec-Fetch-Site", "same-origin")
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.client().get("/plain", "Sec-Fetch-Site", "cross-site").statusCode())
                .isEqualTo(200);
    }
}
