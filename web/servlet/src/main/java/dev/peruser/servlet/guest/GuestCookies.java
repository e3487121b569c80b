package dev.peruser.servlet.guest;

import dev.peruser.ConsistencyToken;
import dev.peruser.GuestToken;
import dev.peruser.Visit;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the cookies that carry guests' tokens and consistency tokens. Each has one of its own, named after
 * its hash. Immutable.
 */
public final class GuestCookies {
    private static final long MOST_SECONDS = Duration.ofDays(400).toSeconds();
    private static final int GONE = 0;
    private static final int UNTIL_CLOSED = -1;
    private static final String SEEN = "seen.";

    /** The length of {@link GuestToken#shortName} and {@link ConsistencyToken#shortName}. */
    private static final int SHORT_NAME = 8;

    private final CookieAttributes attributes;
    private final Optional<CookieAttributes> before;
    private final String[] plainPrefixes;
    private final String[] securePrefixes;

    /** Cookies with attributes that have no {@linkplain CookieAttributes#mistakes mistakes}. */
    public GuestCookies(CookieAttributes attributes) {
        this.attributes = attributes;
        this.before = attributes.before();
        this.plainPrefixes = new String[] {attributes.prefix(false)};
        this.securePrefixes = Stream.concat(Stream.of(attributes), before.stream())
                .map(each -> each.prefix(true))
                .toArray(String[]::new);
    }

    /** Whether they would be there if the browser had them, also with a request that another site makes. */
    boolean areSentFromOtherSites() {
        return attributes.isSentFromOtherSites();
    }

    /** Whether a request counts as one over HTTPS. */
    boolean isSecure(boolean asTheContainerSays) {
        return attributes.isSecure(asTheContainerSays);
    }

    /** Whether it is one of these cookies, by its name. */
    public boolean isOneOfThese(String cookie) {
        return Stream.concat(Arrays.stream(plainPrefixes), Arrays.stream(securePrefixes))
                .anyMatch(prefix -> isNamed(cookie, prefix) || isNamed(cookie, prefix + SEEN));
    }

    /**
     * Whether a request presents something that may be a token, by its name: that is quicker to tell than the token.
     */
    boolean areAmong(Cookie @Nullable [] cookies, boolean isSecure) {
        if (cookies != null) {
            for (String prefix : prefixes(isSecure)) {
                for (Cookie cookie : cookies) {
                    if (isNamed(cookie.getName(), prefix)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean isNamed(String name, String prefix) {
        return name.length() == prefix.length() + SHORT_NAME && name.startsWith(prefix);
    }

    /** The tokens that a request presents. */
    public List<GuestToken> readTokens(Cookie @Nullable [] cookies, boolean isSecure) {
        List<GuestToken> tokens = read(cookies, prefix(isSecure), GuestToken::parse, GuestToken::shortName);
        for (int i = 1; i < prefixes(isSecure).length; i++) {
            tokens.addAll(read(cookies, prefixes(isSecure)[i], GuestToken::parse, GuestToken::shortName));
        }
        return tokens;
    }

    /** What a request says that its browser has seen. */
    public List<ConsistencyToken> readConsistencyTokens(Cookie @Nullable [] cookies, boolean isSecure) {
        return read(cookies, prefix(isSecure) + SEEN, ConsistencyToken::parse, ConsistencyToken::shortName);
    }

    /** Only what has a name of the right length is parsed: that takes longer than a look at the name. */
    private static <T> List<T> read(
            Cookie @Nullable [] cookies,
            String prefix,
            Function<String, Optional<T>> parser,
            Function<T, String> shortName) {
        List<T> found = new ArrayList<>(2);
        if (cookies == null) {
            return found;
        }
        for (Cookie cookie : cookies) {
            String name = cookie.getName();
            if (isNamed(name, prefix)) {
                Optional<T> parsed = parser.apply(cookie.getValue());
                if (parsed.isPresent() && name.endsWith(shortName.apply(parsed.get()))) {
                    found.add(parsed.get());
                }
            }
        }
        return found;
    }

    /** Tells the browser of changes. */
    public void write(Visit.TokenChanges changes, boolean isSecure, Duration age, HttpServletResponse response) {
        int seconds = (int) Math.min(MOST_SECONDS, age.toSeconds());
        String prefix = prefix(isSecure);
        changes.toSet().forEach(token -> add(prefix + token.shortName(), token.text(), seconds, isSecure, response));
        changes.toRemove().forEach(token -> {
            add(prefix + token.shortName(), "", GONE, isSecure, response);
            before.filter(earlier -> isSecure)
                    .ifPresent(earlier -> response.addCookie(
                            earlier.cookie(earlier.prefix(true) + token.shortName(), "", GONE, true)));
        });
    }

    /** Tells the browser of changes; it forgets these cookies when it is closed. */
    void write(Visit.ConsistencyTokenChanges changes, boolean isSecure, HttpServletResponse response) {
        String prefix = prefix(isSecure) + SEEN;
        changes.toSet().forEach(seen -> add(prefix + seen.shortName(), seen.text(), UNTIL_CLOSED, isSecure, response));
        changes.toRemove().forEach(seen -> add(prefix + seen.shortName(), "", GONE, isSecure, response));
    }

    private void add(String name, String value, int seconds, boolean isSecure, HttpServletResponse response) {
        response.addCookie(attributes.cookie(name, value, seconds, isSecure));
    }

    private String prefix(boolean isSecure) {
        return prefixes(isSecure)[0];
    }

    /** Of all cookies that count: also of those from before they were for a domain or a path. */
    private String[] prefixes(boolean isSecure) {
        return isSecure ? securePrefixes : plainPrefixes;
    }
}
