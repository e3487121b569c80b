package dev.peruser.it.scenarios;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A browser: keeps its cookies, follows no redirects, and can send several requests at once. */
final class ShopBrowser {
    private final HttpClient client;
    private final URI address;
    private final CookieManager cookies;

    ShopBrowser(HttpClient client, URI address) {
        this(client, address, new CookieManager());
    }

    private ShopBrowser(HttpClient client, URI address, CookieManager cookies) {
        this.client = client;
        this.address = address;
        this.cookies = cookies;
    }

    /** The same browser with the same cookies, whose requests go to the server that the other one uses. */
    ShopBrowser at(ShopBrowser other) {
        return new ShopBrowser(client, other.address, cookies);
    }

    /** A browser that has the cookies of this one as they are now: another tab, or one that missed an answer. */
    ShopBrowser copy() {
        ShopBrowser copy = new ShopBrowser(client, address);
        cookies().forEach(copy::add);
        return copy;
    }

    List<HttpCookie> cookies() {
        return List.copyOf(cookies.getCookieStore().getCookies());
    }

    List<HttpCookie> guestCookies() {
        return cookies().stream()
                .filter(cookie -> cookie.getName().matches("peruser\\.[0-9a-f]{8}"))
                .toList();
    }

    void add(HttpCookie cookie) {
        cookies.getCookieStore().add(address, cookie);
    }

    void add(String name, String value) {
        HttpCookie cookie = new HttpCookie(name, value);
        cookie.setPath("/");
        cookie.setVersion(0);
        add(cookie);
    }

    /** Loses the cookies whose names begin like this. */
    void lose(String prefix) {
        cookies().stream()
                .filter(cookie -> cookie.getName().startsWith(prefix))
                .forEach(cookie -> cookies.getCookieStore().remove(address, cookie));
    }

    CompletableFuture<HttpResponse<String>> sendGet(String path, String... headers) {
        return send(HttpRequest.newBuilder(address.resolve(path)).GET(), headers);
    }

    /** The fields are names and values, one behind the other. */
    CompletableFuture<HttpResponse<String>> sendPost(String path, String... fields) {
        return send(HttpRequest.newBuilder(address.resolve(path + query(fields)))
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    private static String query(String... fields) {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            query.append(i == 0 ? '?' : '&').append(fields[i]).append('=');
            query.append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return query.toString();
    }

    private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request, String... headers) {
        try {
            cookies.get(address, Map.of())
                    .forEach((name, values) -> values.stream()
                            .filter(value -> !value.isEmpty())
                            .forEach(value -> request.header(name, value)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(this::keepCookies);
    }

    private HttpResponse<String> keepCookies(HttpResponse<String> answer) {
        try {
            cookies.put(address, answer.headers().map());
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HttpResponse<String> get(String path, String... headers) {
        return sendGet(path, headers).join();
    }

    HttpResponse<String> post(String path, String... fields) {
        return sendPost(path, fields).join();
    }

    String text(String path) {
        return get(path).body();
    }

    String cart() {
        return text("/cart");
    }

    /** The answer's status. */
    int add(String sku, int quantity) {
        return post("/cart/add", "sku", sku, "quantity", String.valueOf(quantity))
                .statusCode();
    }

    CompletableFuture<HttpResponse<String>> sendSignIn(String name) {
        return sendPost("/login", "username", name, "password", "pw");
    }

    ShopBrowser signIn(String name) {
        HttpResponse<String> answer = sendSignIn(name).join();
        boolean isIn = answer.statusCode() == 302
                && Stream.of("/", address.resolve("/").toString())
                        .anyMatch(answer.headers().firstValue("Location").orElse("")::equals);
        if (!isIn) {
            throw new AssertionError("sign-in failed with " + answer.statusCode());
        }
        return this;
    }

    ShopBrowser signOut() {
        post("/logout");
        return this;
    }

    static String basic(String name) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":pw").getBytes(StandardCharsets.UTF_8));
    }
}
