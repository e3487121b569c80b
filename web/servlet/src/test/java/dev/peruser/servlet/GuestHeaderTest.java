package dev.peruser.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.peruser.GuestToken;
import dev.peruser.PerUser;
import dev.peruser.store.InMemorySessionStore;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guests of clients that keep no cookies, over HTTP. */
class GuestHeaderTest {
    private static final String HEADER = GuestHeader.STANDARD_NAME;
    private static final String[] ALICE = {"X-User", "alice"};

    private final PerUser perUser = PerUser.builder(new InMemorySessionStore()).build();
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = serverWith(GuestHeader.standard());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private TestServer serverWith(GuestHeader header) throws Exception {
        TestServer made = new TestServer(PerUserFilter.builder(perUser)
                .visitors(TestServer::visitor)
                .guestHeader(header)
                .build());
        made.on("/add", (request, response, session) -> {
            session.list("l").add(request.getParameter("item"));
            response.getWriter().print(session.list("l"));
        });
        made.on("/list", (request, response, session) -> response.getWriter().print(session.list("l")));
        made.on("/fail", (request, response, session) -> {
            session.list("l").add("x");
            response.sendError(418);
        });
        made.without("/exposing", (request, response) -> {
            response.setHeader("Access-Control-Expose-Headers", "ETag, peruser-guest");
            RequestVisit.of(request).orElseThrow().session().list("l").add("x");
        });
        return made.start();
    }

    /** A client that keeps what the header tells, as an app does. */
    private final class App {
        private final Map<String, String> kept = new LinkedHashMap<>();

        HttpResponse<String> get(String path, String... more) throws IOException, InterruptedException {
            HttpResponse<String> response = send(path, value(), more);
            keep(response.headers());
            return response;
        }

        String value() {
            return kept.isEmpty()
                    ? "new"
                    : kept.entrySet().stream().map(Object::toString).collect(Collectors.joining(", "));
        }

        void keep(HttpHeaders headers) {
            for (String line : headers.allValues(HEADER)) {
                for (String item : line.split(", ", -1)) {
                    String[] parts = item.split("=", 2);
                    if (parts[1].isEmpty()) {
                        kept.remove(parts[0]);
                    } else {
                        kept.put(parts[0], parts[1]);
                    }
                }
            }
        }
    }

    private HttpResponse<String> send(String path, String value, String... more)
            throws IOException, InterruptedException {
        String[] headers = new String[more.length + 2];
        headers[0] = HEADER;
        headers[1] = value;
        System.arraycopy(more, 0, headers, 2, more.length);
        return server.client().get(path, headers);
    }

    private static String told(HttpResponse<String> response) {
        return String.join(", ", response.headers().allValues(HEADER));
    }

    @Test
    void clientThatAsksForIt_isToldOfItsTokenByTheHeader_andOfNoCookie() throws Exception {
        HttpResponse<String> added = send("/add?item=tea", "new");
        assertThat(told(added)).matches("[0-9a-f]{8}=[A-Za-z0-9_-]{43}");
        assertThat(added.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(added.headers().firstValue("Cache-Control")).hasValue("private");
        assertThat(added.headers().firstValue("Vary")).hasValue("Cookie, PerUser-Guest");
    }

    @Test
    void clientThatSendsOneRequestAtATime_sendsWhatItGot() throws Exception {
        String value = told(send("/add?item=tea", "new"));
        HttpResponse<String> second = send("/add?item=cup", value);
        assertThat(second.body()).isEqualTo("[tea, cup]");
        assertThat(told(second)).as("nothing has changed").isEmpty();
        assertThat(send("/list", value).body()).isEqualTo("[tea, cup]");
    }

    @Test
    void guestsOfFirstRequestsInParallel_areBroughtTogether() throws Exception {
        App app = new App();
        HttpResponse<String> one = send("/add?item=tea", "new");
        HttpResponse<String> other = send("/add?item=cup", "new");
        app.keep(one.headers());
        app.keep(other.headers());
        assertThat(app.kept).hasSize(2);
        HttpResponse<String> both = app.get("/list");
        assertThat(both.body()).contains("tea", "cup");
        assertThat(app.kept).hasSize(1);
        assertThat(app.get("/list").body()).isEqualTo(both.body());
        assertThat(send("/list", told(both)).body())
                .as("also for a client that sends the answer's header as it is")
                .isEqualTo(both.body());
    }

    @Test
    void signIn_takesTheGuestsItems_once_andTheClientIsToldToForgetTheToken() throws Exception {
        App app = new App();
        app.get("/add?item=tea");
        String before = app.value();
        assertThat(app.get("/list", ALICE).body()).isEqualTo("[tea]");
        assertThat(app.kept).isEmpty();
        assertThat(send("/list", before, ALICE).body()).isEqualTo("[tea]");
        assertThat(send("/list", before).body()).as("whoever has the old token").isEqualTo("[]");
    }

    @Test
    void tokenOfTheHeader_winsOverACookie_whichStaysAsItIs() throws Exception {
        TestServer.Client browser = server.client();
        browser.get("/add?item=cookies");
        String value = told(send("/add?item=headers", "new"));
        HttpResponse<String> both = browser.get("/list", HEADER, value);
        assertThat(both.body()).isEqualTo("[headers]");
        assertThat(browser.get("/list", HEADER, value, "X-User", "alice").body())
                .isEqualTo("[headers]");
        assertThat(browser.get("/list").body())
                .as("what the cookie's guest has went to nobody")
                .isEqualTo("[cookies]");
        assertThat(browser.get("/list", HEADER, "new").body()).isEqualTo("[]");
    }

    @Test
    void requestWithoutTheHeader_goesByItsCookies() throws Exception {
        TestServer.Client browser = server.client();
        HttpResponse<String> added = browser.get("/add?item=tea");
        assertThat(added.headers().allValues("Set-Cookie")).hasSize(1);
        assertThat(told(added)).isEmpty();
        assertThat(browser.get("/list").body()).isEqualTo("[tea]");
    }

    @Test
    void withoutCookies_noneIsReadOrSet() throws Exception {
        TestServer.Client browser = server.client();
        browser.get("/add?item=tea");
        server.close();
        server = serverWith(GuestHeader.standard().withoutCookies());
        TestServer.Client again = server.client();
        browser.cookies
                .getCookieStore()
                .getCookies()
                .forEach(cookie -> again.cookies.getCookieStore().add(null, cookie));
        assertThat(again.get("/list").body()).isEqualTo("[]");
        HttpResponse<String> added = again.get("/add?item=cup");
        assertThat(added.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(send("/list", told(added)).body()).isEqualTo("[cup]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "=",
                ",,,",
                "01c804f1=",
                "01c804f1=short",
                "01c804f1=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "u:alice=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "seen.01c804f1=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void whatIsMalformed_countsAsNotThere(String value) throws Exception {
        HttpResponse<String> added = send("/add?item=tea", value);
        assertThat(added.body()).isEqualTo("[tea]");
        assertThat(told(added)).matches("[0-9a-f]{8}=[A-Za-z0-9_-]{43}");
    }

    @Test
    void tokenUnderAnothersName_countsAsNotThere() throws Exception {
        String value = told(send("/add?item=tea", "new"));
        String renamed = "00000000" + value.substring(value.indexOf('='));
        assertThat(send("/list", renamed).body()).isEqualTo("[]");
    }

    @Test
    void headerThatIsTooLong_countsAsNotThere_andOneInSeveralLinesIsOneList() throws Exception {
        String value = told(send("/add?item=tea", "new"));
        assertThat(server.client()
                        .get("/list", HEADER, "x=" + "y".repeat(100), HEADER, value)
                        .body())
                .isEqualTo("[tea]");
        String long5 = "x=" + "y".repeat(5_000);
        HttpResponse<String> tooLong =
                server.client().get("/list", HEADER, value, HEADER, long5 + "1", HEADER, long5 + "2");
        assertThat(tooLong.statusCode() == 400 ? "[]" : tooLong.body())
                .as("the container's limit for all headers may be lower")
                .isIn("[]", "[tea]");
    }

    @Test
    void tokenThatNobodyWasGiven_isNeverCreated() throws Exception {
        GuestToken planted = GuestToken.random(new SecureRandom()::nextBytes);
        String value = planted.shortName() + "=" + planted.text();
        HttpResponse<String> added = send("/add?item=tea", value);
        assertThat(told(added)).doesNotContain(planted.text()).isNotEmpty();
        assertThat(send("/list", value).body()).isEqualTo("[]");
    }

    @Test
    void pageOfAnotherOrigin_mayReadTheHeader_andIsToldSoOnce() throws Exception {
        String[] origin = {"Origin", "https://app.example"};
        assertThat(send("/add?item=tea", "new", origin).headers().allValues("Access-Control-Expose-Headers"))
                .containsExactly(HEADER);
        assertThat(send("/exposing", "new", origin).headers().allValues("Access-Control-Expose-Headers"))
                .containsExactly("ETag, peruser-guest");
        assertThat(send("/add?item=tea", "new").headers().allValues("Access-Control-Expose-Headers"))
                .as("where there is no other origin")
                .isEmpty();
    }

    @Test
    void requestOfAnotherSite_mayMakeAGuest_byTheHeaderOnly() throws Exception {
        String[] fromAnotherSite = {"Sec-Fetch-Site", "cross-site"};
        assertThat(server.client().post("/add?item=tea", fromAnotherSite).statusCode())
                .isEqualTo(500);
        assertThat(server.client()
                        .post("/add?item=tea", HEADER, "new", "Sec-Fetch-Site", "cross-site")
                        .body())
                .isEqualTo("[tea]");
    }

    @Test
    void answerOfAnError_tellsTheToken_too() throws Exception {
        HttpResponse<String> failed = send("/fail", "new");
        assertThat(failed.statusCode()).isEqualTo(418);
        assertThat(send("/list", told(failed)).body()).isEqualTo("[x]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1st", "Per User", "PerUser:Guest", "x\r\ny"})
    void nameThatIsNoHeader_isRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GuestHeader.named(name))
                .withMessageContaining("peruser.guest.header");
    }

    @Test
    void anotherName_isUsedInstead() throws Exception {
        server.close();
        server = serverWith(GuestHeader.named("Shop-Guest"));
        HttpResponse<String> added = server.client().get("/add?item=tea", "Shop-Guest", "new");
        String value = String.join(", ", added.headers().allValues("Shop-Guest"));
        assertThat(server.client().get("/list", "Shop-Guest", value).body()).isEqualTo("[tea]");
        assertThat(List.of(added.headers().firstValue("Vary").orElseThrow())).containsExactly("Cookie, Shop-Guest");
    }
}
