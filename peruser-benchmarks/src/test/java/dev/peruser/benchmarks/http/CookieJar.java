package dev.peruser.benchmarks.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A browser's cookies for one host and path. Not safe for use by many threads. */
final class CookieJar {
    private final Map<String, String> cookies = new LinkedHashMap<>();

    /** Takes what answers say. Returns whether anything is other than before. */
    boolean take(List<String> values) {
        boolean isChanged = false;
        for (String value : values) {
            isChanged |= take(value);
        }
        return isChanged;
    }

    private boolean take(String value) {
        String[] parts = value.split(";");
        int equals = parts[0].indexOf('=');
        String name = parts[0].substring(0, equals).strip();
        String content = parts[0].substring(equals + 1).strip();
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].strip().toLowerCase(Locale.ROOT).equals("max-age=0")) {
                return cookies.remove(name) != null;
            }
        }
        return !content.equals(cookies.put(name, content));
    }

    /** The value of the header {@code Cookie}. */
    String header() {
        return cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }
}
