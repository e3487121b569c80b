package com.example.cart;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.context.ConfigurableApplicationContext;

/** Keeps its cookies when the application is started anew. */
final class Browser {
    private static final Pattern CSRF_TOKEN = Pattern.compile("name=\"_csrf\"[^>]* value=\"([^\"]+)\"");

    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private String server = "";

    Browser at(ConfigurableApplicationContext application) {
        server = "http://localhost:" + application.getEnvironment().getProperty("local.server.port");
        return this;
    }

    String cart() throws Exception {
        return send(request("/cart")).body();
    }

    Browser add(String product) throws Exception {
        assertThat(post("/cart", "product=" + product)).isEqualTo(200);
        return this;
    }

    Browser signIn() throws Exception {
        assertThat(post("/login", "username=ada&password=a+good+password")).isEqualTo(302);
        return this;
    }

    Browser signOut() throws Exception {
        assertThat(post("/logout", "")).isEqualTo(302);
        return this;
    }

    private int post(String path, String fields) throws Exception {
        Matcher token = CSRF_TOKEN.matcher(send(request("/login")).body());
        assertThat(token.find()).isTrue();
        String form = "_csrf=" + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8) + "&" + fields;
        return send(request(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form)))
                .statusCode();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
