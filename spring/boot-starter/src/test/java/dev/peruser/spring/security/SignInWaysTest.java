package dev.peruser.spring.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.peruser.it.servers.HttpBrowser;
import java.io.IOException;
import java.net.HttpCookie;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A guest's cart follows into the account, whichever way of Spring Security the visitor signs in by; over HTTP. */
@SpringBootTest(classes = SecuredApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class SignInWaysTest {
    private static final HttpServer PROVIDER = provider();
    private static volatile String oauthName = "ada";

    @Value("${local.server.port}")
    private int port;

    private Client browser;
    private String user;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        String base = "http://localhost:" + PROVIDER.getAddress().getPort();
        registry.add("peruser.embedded.path", () -> "target/sign-in-ways-" + UUID.randomUUID() + "/peruser.db");
        String client = "spring.security.oauth2.client.registration.idp.";
        registry.add(client + "client-id", () -> "shop");
        registry.add(client + "client-secret", () -> "secret");
        registry.add(client + "authorization-grant-type", () -> "authorization_code");
        registry.add(client + "redirect-uri", () -> "{baseUrl}/login/oauth2/code/idp");
        registry.add(client + "provider", () -> "idp");
        String provider = "spring.security.oauth2.client.provider.idp.";
        registry.add(provider + "authorization-uri", () -> base + "/authorize");
        registry.add(provider + "token-uri", () -> base + "/token");
        registry.add(provider + "user-info-uri", () -> base + "/user");
        registry.add(provider + "user-name-attribute", () -> "login");
    }

    /** An identity provider that lets everybody in. */
    private static HttpServer provider() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
            String token = "{\"access_token\":\"t\",\"token_type\":\"bearer\",\"expires_in\":60}";
            server.createContext("/token", exchange -> answer(exchange, token));
            server.createContext("/user", exchange -> answer(exchange, "{\"login\":\"" + oauthName + "\"}"));
            server.start();
            return server;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, json.length);
        exchange.getResponseBody().write(json);
        exchange.close();
    }

    @AfterAll
    static void stopProvider() {
        PROVIDER.stop(0);
    }

    /** A browser. */
    private final class Client extends HttpBrowser {
        Client() {
            super(port);
        }

        void add(String item) throws Exception {
            assertThat(post("/add/" + item).statusCode()).isEqualTo(200);
        }

        String cart() throws Exception {
            return text("/");
        }
    }

    @BeforeEach
    void guestWithACart() throws Exception {
        user = "user-" + UUID.randomUUID();
        browser = new Client();
        browser.add("apple");
        assertThat(browser.hasCookie("peruser.")).isTrue();
        Client other = new Client();
        other.post("/login-in-code/ada");
        other.post("/request-logout");
    }

    private void assertCarried(String expected) throws Exception {
        assertThat(browser.hasCookie("peruser.")).as("guest cookie").isFalse();
        assertThat(browser.cart()).isEqualTo(expected);
        assertThat(browser.cart()).isEqualTo(expected);
    }

    private static String basic(String name) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":pw").getBytes(StandardCharsets.UTF_8));
    }

    /** Empties the carts of the three accounts that have passwords. */
    private void emptyCartOf(String name) throws Exception {
        perUser.erase(dev.peruser.UserId.of(name));
    }

    @org.springframework.beans.factory.annotation.Autowired
    private dev.peruser.PerUser perUser;

    @Test
    void form() throws Exception {
        emptyCartOf("ada");
        HttpResponse<String> response = browser.postForm("/login", "username=ada&password=pw");
        assertThat(response.statusCode()).isEqualTo(302);
        assertCarried("apple");
    }

    @Test
    void basicAuthentication() throws Exception {
        emptyCartOf("ada");
        HttpResponse<String> response = browser.get("/untouched", "Authorization", basic("ada"));
        assertThat(response.body()).isEqualTo("untouched");
        assertThat(browser.hasCookie("peruser.")).isFalse();
        assertThat(new Client().get("/", "Authorization", basic("ada")).body()).isEqualTo("apple");
    }

    @Test
    void rememberMe() throws Exception {
        emptyCartOf("ada");
        Client earlier = new Client();
        earlier.postForm("/login", "username=ada&password=pw&remember-me=on");
        HttpCookie remember = earlier.cookies().stream()
                .filter(cookie -> cookie.getName().equals("remember-me"))
                .findFirst()
                .orElseThrow();
        browser.take(remember);
        browser.get("/untouched");
        assertCarried("apple");
        browser.get("/untouched");
        assertCarried("apple"); // re-authentication merges nothing again
    }

    @Test
    void oauth2Code() throws Exception {
        oauthName = user;
        String authorize = browser.get("/oauth2/authorization/idp")
                .headers()
                .firstValue("Location")
                .orElseThrow();
        String state = authorize.replaceAll(".*[?&]state=([^&]+).*", "$1");
        HttpResponse<String> response = browser.get("/login/oauth2/code/idp?code=c&state=" + state);
        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.headers().firstValue("Location").orElseThrow()).doesNotContain("error");
        assertCarried("apple");
        Client sameNameOtherWay = new Client();
        sameNameOtherWay.post("/login-in-code/" + user);
        assertThat(sameNameOtherWay.cart())
                .as("another identity provider's user of the same name")
                .isEmpty();
    }

    @Test
    void crossSitePost_withoutTheLaxCookie_isCarriedWithTheNextRequest() throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/saml/acs"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .header("Sec-Fetch-Site", "cross-site")
                                .POST(HttpRequest.BodyPublishers.ofString("name=" + user))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(302);
        String session = response.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("JSESSIONID"))
                .findFirst()
                .orElseThrow();
        assertThat(response.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("peruser"));
        HttpCookie cookie = HttpCookie.parse(session).get(0);
        browser.take(cookie);
        assertCarriedAfterTheNextRequest();
    }

    private void assertCarriedAfterTheNextRequest() throws Exception {
        assertThat(browser.cart()).isEqualTo("apple");
        assertCarried("apple");
    }

    @Test
    void programmatic() throws Exception {
        browser.post("/login-in-code/" + user);
        assertCarried("apple");
    }

    @Test
    void registration_withAChangeBeforeIt_inOneRequest() throws Exception {
        assertThat(browser.post("/register/" + user).body()).isEqualTo("apple,welcome-gift");
        assertCarried("apple,welcome-gift");
    }

    @Test
    void requestLogin_ofTheServletApi() throws Exception {
        emptyCartOf("ada");
        assertThat(browser.post("/request-login").statusCode()).isEqualTo(200);
        assertCarried("apple");
    }

    @Test
    void signOut_showsAFreshGuest_andTheNextUserSeesNothing() throws Exception {
        browser.post("/login-in-code/" + user);
        browser.add("pear");
        assertThat(browser.post("/logout").statusCode()).isBetween(200, 399);
        assertThat(browser.cart()).isEmpty();
        browser.add("guests");
        browser.post("/login-in-code/next-" + user);
        assertThat(browser.cart()).isEqualTo("guests");
        browser.post("/request-logout");
        assertThat(browser.cart()).isEmpty();
        browser.post("/login-in-code/" + user);
        assertThat(browser.cart()).isEqualTo("apple,pear");
    }

    @Test
    void switchUser_carriesNothing_andShowsEachTheirOwn() throws Exception {
        emptyCartOf("admin");
        emptyCartOf("grace");
        Client admin = new Client();
        admin.postForm("/login", "username=admin&password=pw");
        admin.add("admins");
        // A guest token that the administrator's browser has from elsewhere must not land in the customer's cart.
        admin.takeCookies(browser, "");
        HttpResponse<String> switched = admin.get("/impersonate?username=grace");
        assertThat(switched.statusCode()).isEqualTo(302);
        assertThat(admin.cart()).doesNotContain("admins");
        Client grace = new Client();
        assertThat(grace.get("/", "Authorization", basic("grace")).body()).doesNotContain("admins");
        assertThat(admin.get("/impersonate/exit").statusCode()).isEqualTo(302);
        assertThat(admin.cart()).contains("admins");
    }

    @Test
    void asynchronousControllers_useTheVisitorsSession() throws Exception {
        browser.post("/login-in-code/" + user);
        assertThat(browser.text("/callable")).isEqualTo("apple,callable");
        assertThat(browser.text("/deferred")).isEqualTo("apple,callable,deferred");
        assertThat(browser.text("/injected")).isEqualTo("apple,callable,deferred");
        assertCarried("apple,callable,deferred");
    }

    @Test
    void errorPages_andMissingOnes_areNoSignOut_andChangeNothing() throws Exception {
        browser.post("/login-in-code/" + user);
        assertThat(browser.get("/missing").statusCode()).isEqualTo(404);
        assertThat(browser.get("/failing").statusCode()).isEqualTo(409);
        assertThat(browser.hasCookie("peruser.")).isFalse();
        assertThat(browser.cart()).isEqualTo("apple,before-failure");
    }

    @Test
    void crawlers_getNoCookieAndNoSession() throws Exception {
        Client crawler = new Client();
        for (String path : new String[] {"/", "/untouched", "/injected", "/missing"}) {
            assertThat(crawler.get(path).headers().allValues("Set-Cookie")).isEmpty();
        }
    }
}
