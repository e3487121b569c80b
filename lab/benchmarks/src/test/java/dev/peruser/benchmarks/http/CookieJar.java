package dev.peruser.benchmarks.http;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A browser's cookies for one host and path. Not safe for use by many threads. */
final class CookieJar {
    private static final String MAX_AGE = "Max-Age=";
    private static final String EXPIRES = "Expires=";

    private final Map<String, String> cookies = new LinkedHashMap<>();
    private String knownAsOver = "";

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
        return isGone(parts) ? cookies.remove(name) != null : !content.equals(cookies.put(name, content));
    }

    /** {@code Max-Age} goes before {@code Expires} (RFC 6265, section 5.3). */
    private boolean isGone(String[] parts) {
        boolean isExpired = false;
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip();
            if (part.regionMatches(true, 0, MAX_AGE, 0, MAX_AGE.length())) {
                return Long.parseLong(part.substring(MAX_AGE.length())) <= 0;
            }
            if (part.regionMatches(true, 0, EXPIRES, 0, EXPIRES.length())) {
                isExpired = isOver(part.substring(EXPIRES.length()));
            }
        }
        return isExpired;
    }

    /** What is over stays over: servers say it in the same words again and again. */
    private boolean isOver(String moment) {
        if (moment.equals(knownAsOver)) {
            return true;
        }
        boolean isOver =
                Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(moment)).isBefore(Instant.now());
        knownAsOver = isOver ? moment : knownAsOver;
        return isOver;
    }

    /** The value of the header {@code Cookie}. */
    String header() {
        return cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }
}
