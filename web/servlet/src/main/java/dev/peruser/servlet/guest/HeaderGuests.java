package dev.peruser.servlet.guest;

import dev.peruser.ConsistencyToken;
import dev.peruser.GuestToken;
import dev.peruser.Visit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Guests that come by a header: names and what they stand for, as cookies have them, in a list. Several lines of the
 * header are one list (RFC 9110, 5.3).
 */
public final class HeaderGuests implements PresentedGuests {
    /** As much as containers allow all headers of a request, by default and more often. */
    static final int MOST_CHARACTERS = 16 * 1024;

    private static final String SEEN = "seen.";
    private static final String EXPOSED = "Access-Control-Expose-Headers";

    private final String header;
    private final boolean isOfAnOrigin;
    private final Map<String, String> presented;
    private final boolean hasTokens;

    /** The guests of a request. */
    public HeaderGuests(String header, HttpServletRequest request) {
        this.header = header;
        this.isOfAnOrigin = request.getHeader("Origin") != null;
        this.presented = parse(Collections.list(request.getHeaders(header)));
        this.hasTokens = presented.keySet().stream().anyMatch(name -> !name.startsWith(SEEN));
    }

    private static Map<String, String> parse(List<String> lines) {
        if (lines.stream().mapToInt(String::length).sum() > MOST_CHARACTERS) {
            return Map.of();
        }
        Map<String, String> items = new LinkedHashMap<>();
        for (String line : lines) {
            for (String item : line.split(",", -1)) {
                int equals = item.indexOf('=');
                if (equals > 0) {
                    items.put(
                            item.substring(0, equals).strip(),
                            item.substring(equals + 1).strip());
                }
            }
        }
        items.values().removeIf(String::isEmpty); // what the client was told to forget, and sends back as it came
        return items;
    }

    @Override
    public boolean hasTokens() {
        return hasTokens;
    }

    @Override
    public List<GuestToken> tokens() {
        return read("", GuestToken::parse, GuestToken::shortName);
    }

    @Override
    public List<ConsistencyToken> seen() {
        return read(SEEN, ConsistencyToken::parse, ConsistencyToken::shortName);
    }

    private <T> List<T> read(String prefix, Function<String, Optional<T>> parser, Function<T, String> shortName) {
        return presented.entrySet().stream()
                .filter(item -> item.getKey().startsWith(prefix))
                .flatMap(item -> parser
                        .apply(item.getValue())
                        .filter(parsed -> item.getKey().equals(prefix + shortName.apply(parsed)))
                        .stream())
                .toList();
    }

    /** Never: browsers don't add the header by themselves, and ask the application first if another site wants to. */
    @Override
    public boolean isForeign() {
        return false;
    }

    @Override
    public void tell(Visit.TokenChanges changes, Duration age, HttpServletResponse response) {
        write(
                changes.toSet().stream().map(token -> item("", token.shortName(), token.text())),
                changes.toRemove().stream().map(token -> item("", token.shortName(), "")),
                response);
    }

    @Override
    public void tell(Visit.ConsistencyTokenChanges changes, HttpServletResponse response) {
        write(
                changes.toSet().stream().map(seen -> item(SEEN, seen.shortName(), seen.text())),
                changes.toRemove().stream().map(seen -> item(SEEN, seen.shortName(), "")),
                response);
    }

    private static String item(String prefix, String shortName, String text) {
        return prefix + shortName + "=" + text;
    }

    private void write(Stream<String> set, Stream<String> removed, HttpServletResponse response) {
        response.addHeader(header, String.join(", ", Stream.concat(set, removed).toList()));
        if (isOfAnOrigin && !isExposed(response.getHeaders(EXPOSED))) {
            response.addHeader(EXPOSED, header);
        }
    }

    private boolean isExposed(Collection<String> lines) {
        return lines.stream()
                .flatMap(line -> Stream.of(line.split(",", -1)))
                .anyMatch(name -> name.strip().equalsIgnoreCase(header));
    }
}
