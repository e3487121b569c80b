package com.example.single;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.beans.factory.annotation.Autowired;

@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"peruser.store=memory", "peruser.deadline=30s"})
class ShopTest {
    private static final String PAGE = "http://localhost:5500";
    private final HttpClient http = HttpClient.newHttpClient();

    @Value("${local.server.port}")
    private int port;

    @Autowired
    private UserDetailsService accounts;

    private HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        return http.send(request.headers(headers).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String told(HttpResponse<String> answer) {
        return answer.headers().firstValue("PerUser-Guest").orElseThrow();
    }

    private String signedIn(String name) throws Exception {
        if (!((InMemoryUserDetailsManager) accounts).userExists(name)) {
            ((InMemoryUserDetailsManager) accounts)
                    .createUser(User.withUsername(name).password("{noop}x").build());
        }
        String basic = java.util.Base64.getEncoder().encodeToString((name + ":x").getBytes());
        return "Bearer " + send("POST", "/sign-in", "Authorization", "Basic " + basic).body();
    }

    @Test
    void browser_isToldThatThePageMaySendTheHeader_andAnotherSitesPageMayNot() throws Exception {
        String[] preflight = {
            "Origin", PAGE,
            "Access-Control-Request-Method", "POST",
            "Access-Control-Request-Headers", "peruser-guest"
        };
        HttpResponse<String> allowed = send("OPTIONS", "/cart", preflight);
        assertThat(allowed.statusCode()).isEqualTo(200);
        assertThat(allowed.headers().firstValue("Access-Control-Allow-Headers")).hasValue("peruser-guest");
        preflight[1] = "https://attacker.example";
        assertThat(send("OPTIONS", "/cart", preflight).statusCode()).isEqualTo(403);
    }

    @Test
    void guestsCart_isInTheAccount_onceAndOnASecondDevice() throws Exception {
        HttpResponse<String> added =
                send("POST", "/cart?product=tea", "PerUser-Guest", "new", "Origin", PAGE);
        assertThat(added.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(added.headers().firstValue("Access-Control-Expose-Headers")).hasValue("PerUser-Guest");
        String guest = told(added);
        assertThat(send("POST", "/cart?product=tea", "PerUser-Guest", guest).body())
                .isEqualTo("{\"tea\":2}");

        String bob = signedIn("bob");
        HttpResponse<String> merged = send("GET", "/cart", "PerUser-Guest", guest, "Authorization", bob);
        assertThat(merged.body()).isEqualTo("{\"tea\":2}");
        assertThat(told(merged)).isEqualTo(guest.substring(0, guest.indexOf('=') + 1));
        assertThat(send("GET", "/cart", "PerUser-Guest", guest, "Authorization", bob).body())
                .isEqualTo("{\"tea\":2}");
        assertThat(send("GET", "/cart", "Authorization", signedIn("bob")).body())
                .isEqualTo("{\"tea\":2}");
        assertThat(send("GET", "/cart", "PerUser-Guest", guest).body()).isEqualTo("{}");
    }
}
