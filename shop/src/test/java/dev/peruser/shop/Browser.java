package dev.peruser.shop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A visitor's browser with scripts turned off: keeps cookies, follows redirects, sends forms with the token of the last
 * page.
 */
final class Browser {
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    static final String PASSWORD = "a good password";

    private final CookieManager cookies = new CookieManager();
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private final String address;
    private String token = "";

    Browser(int port) {
        this.address = "http://localhost:" + port;
    }

    Page get(String path) {
        return send(request(path).GET().build());
    }

    /** All values of the header of that name with which the address answers. */
    List<String> headers(String method, String path, String name) {
        HttpRequest request =
                request(path).method(method, BodyPublishers.noBody()).build();
        return exchange(request).headers().allValues(name);
    }

    /** Sends a form: names and values in turn. */
    Page post(String path, String... fields) {
        if (token.isEmpty()) {
            get("/settings");
        }
        List<String> body = new ArrayList<>(List.of("_csrf=" + encoded(token)));
        for (int i = 0; i < fields.length; i += 2) {
            body.add(encoded(fields[i]) + "=" + encoded(fields[i + 1]));
        }
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(String.join("&", body)))
                .build());
    }

    Page add(String sku, String option, String quantity) {
        get("/products/" + sku);
        return post("/cart/add", "sku", sku, "option", option, "quantity", quantity);
    }

    Page signIn(String name) {
        return signIn(name, PASSWORD);
    }

    Page signIn(String name, String password) {
        get("/sign-in");
        return post("/sign-in", "name", name, "password", password);
    }

    Page signOut() {
        get("/account");
        Page page = post("/sign-out");
        token = "";
        return page;
    }

    /** Opens an account with the name, and is signed in then. */
    Page register(String name) {
        get("/register");
        return post("/register", "name", name, "password", PASSWORD);
    }

    /** A name that nobody has yet. */
    static String newName() {
        return "guest-" + UUID.randomUUID().toString().substring(0, 8);
    }

    List<String> cookieNames() {
        return cookies.getCookieStore().getCookies().stream()
                .map(HttpCookie::getName)
                .toList();
    }

    void forgetCookie(String name) {
        List.copyOf(cookies.getCookieStore().getCookies()).stream()
                .filter(cookie -> cookie.getName().equals(name))
                .forEach(cookie -> cookies.getCookieStore().remove(URI.create(address), cookie));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path)).header("Accept", "text/html");
    }

    private Page send(HttpRequest request) {
        HttpResponse<String> response = exchange(request);
        Matcher matcher = TOKEN.matcher(response.body());
        if (matcher.find()) {
            token = matcher.group(1);
        }
        return new Page(
                response.statusCode(), response.uri().getPath(), response.body().replaceAll("\\s+", " "));
    }

    private HttpResponse<String> exchange(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
