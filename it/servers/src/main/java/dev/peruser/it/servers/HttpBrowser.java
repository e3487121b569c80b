package dev.peruser.it.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** A browser that asks a server on this machine, keeps cookies, and follows no redirects. */
public class HttpBrowser {
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final URI server;

    /** A new one, without cookies, for the server at this port. */
    public HttpBrowser(int port) {
        this.server = URI.create("http://localhost:" + port + "/");
    }

    /** Headers are names and values in turn. */
    public final HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    /** Posts nothing. */
    public final HttpResponse<String> post(String path, String... headers) {
        return send(request(path, headers).POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** Posts the fields of a form, as they are encoded. */
    public final HttpResponse<String> postForm(String path, String form) {
        return send(request(path, "Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What a page says. */
    public final String text(String path) {
        return get(path).body();
    }

    /** A copy of what is kept. */
    public final List<HttpCookie> cookies() {
        return List.copyOf(cookies.getCookieStore().getCookies());
    }

    private List<HttpCookie> cookies(String prefix) {
        return cookies().stream()
                .filter(cookie -> cookie.getName().startsWith(prefix))
                .toList();
    }

    /** The names of the cookies that are kept. */
    public final List<String> cookieNames() {
        return cookies().stream().map(HttpCookie::getName).toList();
    }

    /** Whether a cookie is kept whose name begins so. */
    public final boolean hasCookie(String prefix) {
        return !cookies(prefix).isEmpty();
    }

    /** Keeps a cookie as if an answer had set it. */
    public final void take(HttpCookie cookie) {
        cookies.getCookieStore().add(server, cookie);
    }

    /** Has another one's cookies as well, as after a parallel request of one browser whose answer comes late. */
    public final void takeCookies(HttpBrowser other, String prefix) {
        other.cookies(prefix).forEach(this::take);
    }

    /** Loses the cookies whose names begin so. */
    public final void forget(String prefix) {
        cookies(prefix).forEach(cookie -> cookies.getCookieStore().remove(server, cookie));
    }
}
