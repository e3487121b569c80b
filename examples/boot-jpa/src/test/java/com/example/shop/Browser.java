package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps cookies, and sends the CSRF token of the page with each form. */
final class Browser {
    private static final Pattern CSRF_TOKEN = Pattern.compile("name=\"_csrf\"[^>]* value=\"([^\"]+)\"");
    private static final Pattern LINE = Pattern.compile("<li>(.*)</li>");

    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final String server;

    Browser(int port) {
        this.server = "http://localhost:" + port;
    }

    String page() throws Exception {
        return send(HttpRequest.newBuilder(URI.create(server + "/"))).body();
    }

    List<String> cart() throws Exception {
        return LINE.matcher(page()).results().map(line -> line.group(1)).toList();
    }

    /** Fields are names and values in turn. */
    Browser post(String path, String... fields) throws Exception {
        Matcher token = CSRF_TOKEN.matcher(page());
        assertThat(token.find()).isTrue();
        StringBuilder form = new StringBuilder("_csrf=" + encoded(token.group(1)));
        for (int i = 0; i < fields.length; i += 2) {
            form.append('&').append(fields[i]).append('=').append(encoded(fields[i + 1]));
        }
        HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(server + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.toString())));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(302);
        return this;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
