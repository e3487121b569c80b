package dev.peruser.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.peruser.PerUser;
import dev.peruser.servlet.GuestCookie.SameSite;
import dev.peruser.store.InMemorySessionStore;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application may say of the cookies of guests, over HTTP, and what contradicts itself. */
class CookiePolicyTest {
    private final PerUser perUser = PerUser.builder(new InMemorySessionStore()).build();

    private TestServer server(GuestCookie cookie) throws Exception {
        TestServer server = new TestServer(PerUserFilter.builder(perUser)
                .visitors(TestServer::visitor)
                .cookie(cookie)
                .build());
        server.on("/add", (request, response, session) -> {
            session.list("l").add("x");
            response.getWriter().print(session.list("l").size());
        });
        return server;
    }

    private static String setCookie(HttpResponse<String> response) {
        return response.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> !cookie.contains("=;"))
                .findFirst()
                .orElseThrow();
    }

    private static String nameAndValue(HttpResponse<String> response) {
        return setCookie(response).split(";", 2)[0];
    }

    @Test
    void inFramesOfOtherSites_itIsSentAnywhere_andEachSiteHasGuestsOfItsOwn() throws Exception {
        GuestCookie cookie = GuestCookie.builder()
                .sameSite(SameSite.NONE)
                .partitioned()
                .alwaysSecure()
                .build();
        try (TestServer server = server(cookie).secure().start()) {
            HttpResponse<String> added = server.client().get("/add");
            assertThat(setCookie(added))
                    .startsWith("__Host-peruser.")
                    .contains("SameSite=None", "Secure", "HttpOnly", "Path=/", "; Partitioned");
        }
    }

    @Test
    void requestOfAnotherSite_withoutTheCookie_isANewGuests_whereTheCookieWouldHaveBeenSent() throws Exception {
        String[] fromAnotherSite = {"Sec-Fetch-Site", "cross-site"};
        try (TestServer server = server(GuestCookie.standard()).start()) {
            assertThat(server.client().post("/add", fromAnotherSite).statusCode())
                    .isEqualTo(500);
        }
        GuestCookie cookie =
                GuestCookie.builder().sameSite(SameSite.NONE).alwaysSecure().build();
        try (TestServer server = server(cookie).secure().start()) {
            assertThat(server.client().post("/add", fromAnotherSite).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void strictly_itIsSentWithNoRequestOfAnotherSite() throws Exception {
        try (TestServer server =
                server(GuestCookie.builder().sameSite(SameSite.STRICT).build()).start()) {
            assertThat(setCookie(server.client().get("/add"))).contains("SameSite=Strict");
        }
    }

    @Test
    void behindAProxyThatSaysNothing_itIsSecureAllTheSame() throws Exception {
        try (TestServer server =
                server(GuestCookie.builder().alwaysSecure().build()).start()) {
            HttpResponse<String> added = server.client().get("/add");
            assertThat(setCookie(added)).startsWith("__Host-peruser.").contains("Secure");
            assertThat(server.client()
                            .get("/add", "Cookie", nameAndValue(added))
                            .body())
                    .isEqualTo("2");
        }
    }

    @Test
    void forADomainOrAPath_itHasThePrefixThatBrowsersAcceptThere() throws Exception {
        GuestCookie cookie =
                GuestCookie.builder().domain("shop.example").path("/cart").build();
        try (TestServer server = server(cookie).secure().start()) {
            HttpResponse<String> added = server.client().get("/add");
            assertThat(setCookie(added))
                    .startsWith("__Secure-peruser.")
                    .contains("Domain=shop.example", "Path=/cart", "Secure");
            assertThat(server.client()
                            .get("/add", "Cookie", nameAndValue(added))
                            .body())
                    .isEqualTo("2");
        }
    }

    @Test
    void guestsOfBeforeTheDomainWasShared_keepWhatTheyHave_andTheirOldCookieGoesAtTheSignIn() throws Exception {
        String old;
        try (TestServer server = server(GuestCookie.standard()).secure().start()) {
            old = nameAndValue(server.client().get("/add"));
            assertThat(old).startsWith("__Host-peruser.");
        }
        GuestCookie cookie = GuestCookie.builder().domain("shop.example").build();
        try (TestServer server = server(cookie).secure().start()) {
            assertThat(server.client().get("/add", "Cookie", old).body()).isEqualTo("2");
            HttpResponse<String> signedIn = server.client().get("/add", "Cookie", old, "X-User", "ada");
            assertThat(signedIn.body()).isEqualTo("3");
            List<String> told = signedIn.headers().allValues("Set-Cookie");
            String name = old.substring(0, old.indexOf('='));
            assertThat(told).anyMatch(removed -> removed.startsWith(name + "=;"));
        }
    }

    @Test
    void contradictions_areRefusedTogether() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GuestCookie.builder()
                        .name("a b")
                        .sameSite(SameSite.NONE)
                        .domain(".shop.example")
                        .path("cart")
                        .build())
                .withMessageContaining("peruser.cookie.name")
                .withMessageContaining("peruser.cookie.same-site=none is refused by browsers without Secure")
                .withMessageContaining("peruser.cookie.domain")
                .withMessageContaining("peruser.cookie.path");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> GuestCookie.builder().partitioned().alwaysSecure().build())
                .withMessageContaining("peruser.cookie.same-site=none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"__Host-shop", "__Secure-shop", "", "a;b", "a=b"})
    void nameThatIsNone_orHasAPrefix_isRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> GuestCookie.named(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop.example", "SHOP.example", "localhost", "a"})
    void domain_isTaken(String domain) {
        assertThatCode(() -> GuestCookie.builder().domain(domain).build()).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {".shop.example", "shop.example;x", "shop example", "shop.example.", "-shop", "http://shop"})
    void domain_thatIsNone_isRefused(String domain) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GuestCookie.builder().domain(domain).build());
    }
}
