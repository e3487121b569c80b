package dev.peruser.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Takes away what an application had answered before its session could not be saved: the body, its encoding, the
 * redirect, and each header that describes them. A header that is left would describe the page that follows instead:
 * with the {@code Content-Type} of a picture, no error page can be written.
 *
 * <p>All other headers and all cookies stay: a sign-in among them, {@code Vary} (it says what the answer depends on,
 * for errors, too), and those of security, such as {@code Content-Security-Policy}.
 */
final class LostBody {
    private static final Set<String> HEADERS = Set.of(
            // RFC 9110, 8: the representation
            "content-type",
            "content-length",
            "content-encoding",
            "content-language",
            "content-location",
            "content-range",
            "accept-ranges",
            "etag",
            "last-modified",
            "transfer-encoding",
            "trailer",
            // RFC 6266, RFC 1864, RFC 9530
            "content-disposition",
            "content-md5",
            "content-digest",
            "repr-digest",
            "digest",
            // where to go next, or what to load for the page that is lost
            "location",
            "refresh",
            "link",
            "sourcemap",
            // a proxy would send a file instead of the error
            "x-accel-redirect",
            "x-sendfile",
            // how long the lost body might have been kept, by whom
            "age",
            "cache-control",
            "expires",
            "pragma");

    private LostBody() {}

    /** Whether a header tells of the body or the redirect, not of the request or the visitor. */
    static boolean isDescribedBy(String name) {
        return HEADERS.contains(name.toLowerCase(Locale.ROOT)) || CacheHeaders.isForOneKindOfCache(name);
    }

    /** Resets all that can be reset, and sets again what stays: only so, character set and language are gone, too. */
    static void clear(HttpServletResponse response) {
        Map<String, List<String>> kept = new LinkedHashMap<>();
        for (String name : response.getHeaderNames()) {
            if (!isDescribedBy(name)) {
                kept.computeIfAbsent(name, key -> List.copyOf(response.getHeaders(key)));
            }
        }
        if (response.getTrailerFields() != null) {
            response.setTrailerFields(null);
        }
        response.reset();
        kept.forEach((name, values) -> set(name, values, response));
        response.setHeader("Cache-Control", "no-store");
    }

    /** In place of what the container itself sets after a reset, such as the date. */
    private static void set(String name, List<String> values, HttpServletResponse response) {
        response.setHeader(name, values.get(0));
        values.subList(1, values.size()).forEach(value -> response.addHeader(name, value));
    }
}
