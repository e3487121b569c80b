package dev.peruser.test.spring;

import jakarta.servlet.http.Cookie;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a browser keeps of what PerUser's filter tells it: cookies, or what the header of guests says. */
final class KeptTokens {
    private final Map<String, Cookie> cookies = new LinkedHashMap<>();
    private final Map<String, String> ofHeader = new LinkedHashMap<>();

    /**
     * What an answer tells.
     *
     * @param headers the lines of the header of guests
     */
    record Told(List<Cookie> cookies, List<String> headers) {}

    void keep(Told told) {
        for (Cookie cookie : told.cookies()) {
            if (cookie.getMaxAge() == 0) {
                cookies.remove(cookie.getName());
            } else {
                cookies.put(cookie.getName(), cookie);
            }
        }
        for (String line : told.headers()) {
            for (String item : line.split(", ", -1)) {
                String[] parts = item.split("=", 2);
                if (parts[1].isEmpty()) {
                    ofHeader.remove(parts[0]);
                } else {
                    ofHeader.put(parts[0], parts[1]);
                }
            }
        }
    }

    List<Cookie> cookies() {
        return List.copyOf(cookies.values());
    }

    /** What the header of guests says in the next request; empty if nothing is kept of one. */
    Optional<String> header() {
        return Optional.of(ofHeader.entrySet().stream()
                        .map(item -> item.getKey() + "=" + item.getValue())
                        .collect(Collectors.joining(", ")))
                .filter(value -> !value.isEmpty());
    }
}
