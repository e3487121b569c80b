package dev.peruser.it.docs;

import dev.peruser.it.servers.HttpBrowser;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser that keeps cookies and uses Spring Security's own sign-in page. */
final class Browser extends HttpBrowser {
    private static final Pattern CSRF_TOKEN = Pattern.compile("name=\"_csrf\"[^>]* value=\"([^\"]+)\"");

    Browser(int port) {
        super(port);
    }

    /** Fields of a form are names and values in turn. */
    HttpResponse<String> submit(String path, String... fields) {
        Matcher token = CSRF_TOKEN.matcher(text("/login"));
        StringBuilder form = new StringBuilder();
        if (token.find()) {
            form.append("_csrf=").append(encoded(token.group(1)));
        }
        for (int i = 0; i < fields.length; i += 2) {
            form.append('&').append(encoded(fields[i])).append('=').append(encoded(fields[i + 1]));
        }
        return postForm(path, form.toString());
    }

    HttpResponse<String> signIn(String name) {
        return submit("/login", "username", name, "password", "secret");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
