package dev.peruser.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.GuestToken;
import jakarta.servlet.http.Cookie;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The threats of SECURITY.md that concern cookies. */
class CookieThreatsTest {
    private static final GuestToken TOKEN = GuestToken.parse("A".repeat(43)).orElseThrow();
    private static final String PLAIN = "peruser." + TOKEN.shortName();
    private static final String SECURE = "__Host-" + PLAIN;

    private static List<GuestToken> read(boolean isSecure, String... names) {
        Cookie[] cookies =
                Stream.of(names).map(name -> new Cookie(name, TOKEN.text())).toArray(Cookie[]::new);
        return GuestCookie.standard().cookies().readTokens(cookies, isSecure);
    }

    @Test
    void downgrade_aCookieOfHttpsIsNotTakenOnHttp_norTheOtherWayRound() {
        assertThat(read(true, SECURE)).containsExactly(TOKEN);
        assertThat(read(false, SECURE)).isEmpty();
        assertThat(read(false, PLAIN)).containsExactly(TOKEN);
        assertThat(read(true, PLAIN)).isEmpty();
    }

    @Test
    void cookieTossing_fromASubDomain_isIgnoredOnHttps_whateverTheNameLooksLike() {
        assertThat(read(
                        true,
                        PLAIN,
                        "__Secure-" + PLAIN,
                        "__host-" + PLAIN,
                        "__HOST-" + PLAIN,
                        "__Host-x" + PLAIN,
                        "__Host-peruser.00000000"))
                .isEmpty();
    }

    @Test
    void tossedCookies_doNotPushOutTheGenuineOne_sinceTheyDoNotCount() throws Exception {
        try (TestServer https = new FilterPages().server().secure().start()) {
            HttpResponse<String> response = https.client().get("/plain");
            String genuine =
                    response.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
            String tossed = Stream.iterate(0, i -> i + 1)
                    .limit(40)
                    .map(i -> PLAIN + "=" + TOKEN.text())
                    .reduce("", (left, right) -> left + right + "; ");
            assertThat(https.client().get("/read", "Cookie", tossed + genuine).body())
                    .isEqualTo("[plain]");
        }
    }

    @Test
    void stolenByAScript_isPrevented_andTheTokenIsNowhereButInTheCookie() throws Exception {
        try (TestServer https = new FilterPages().server().secure().start()) {
            HttpResponse<String> response = https.client().get("/plain");
            String cookie = response.headers().firstValue("Set-Cookie").orElseThrow();
            assertThat(cookie).contains("HttpOnly", "Secure", "SameSite=Lax", "Path=/");
            String token = cookie.split(";", 2)[0].split("=", 2)[1];
            assertThat(response.body()).doesNotContain(token);
            assertThat(response.headers().map().entrySet().stream()
                            .filter(header -> !header.getKey().equalsIgnoreCase("set-cookie")))
                    .noneMatch(header -> header.getValue().toString().contains(token));
        }
    }

    @Test
    void requestForgery_fromAnotherSite_createsNoSessionThatReplacesTheVictims() throws Exception {
        try (TestServer server = new FilterPages().server().start()) {
            HttpResponse<String> refused = server.client().post("/plain", "Sec-Fetch-Site", "cross-site");
            assertThat(refused.headers().allValues("Set-Cookie")).isEmpty();
            assertThat(refused.statusCode()).isEqualTo(500);
        }
    }
}
