package dev.peruser.servlet;

import dev.peruser.ConsistencyToken;
import dev.peruser.GuestToken;
import dev.peruser.Visit;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The cookies that carry guest tokens, and, where sessions are held as copies, what the browser has seen. Each has a
 * cookie of its own, named after its hash, so that two responses that make a guest at the same time don't overwrite
 * each other.
 *
 * <p>On HTTPS the name begins with {@code __Host-} and only such cookies are accepted, on plain HTTP only those
 * without: a cookie that a plain response, or another host of the domain, planted is never taken for ours.
 * {@code HttpOnly}, {@code SameSite=Lax}, {@code Path=/}, on HTTPS {@code Secure}.
 *
 * <p>Whatever a cookie holds, it can only ever become a guest's token or a consistency token. Anything malformed counts
 * as no cookie. Immutable.
 */
public final class GuestCookie {
    private static final String DEFAULT_NAME = "peruser";
    private static final String SECURE_PREFIX = "__Host-";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,40}");
    private static final long MOST_SECONDS = Duration.ofDays(400).toSeconds();
    private static final int GONE = 0;
    private static final int UNTIL_CLOSED = -1;
    private static final String SEEN = "seen.";

    /** The length of {@link GuestToken#shortName} and {@link ConsistencyToken#shortName}. */
    private static final int SHORT_NAME = 8;

    private final String plainPrefix;
    private final String securePrefix;

    private GuestCookie(String name) {
        this.plainPrefix = name + ".";
        this.securePrefix = SECURE_PREFIX + plainPrefix;
    }

    /** Cookies named {@code peruser} and a part that differs for each token. */
    public static GuestCookie standard() {
        return named(DEFAULT_NAME);
    }

    /**
     * Cookies of another name. Give each application on a host its own: cookies don't know ports, so each is presented
     * those of the others, and looks for each in its store.
     *
     * @param name 1 to 40 characters of {@code A-Z a-z 0-9 _ -}
     */
    public static GuestCookie named(String name) {
        if (!NAME.matcher(Objects.requireNonNull(name, "name")).matches()) {
            throw new IllegalArgumentException(
                    "peruser.cookie.name must be 1 to 40 characters of A-Z a-z 0-9 _ -, was '" + name + "'");
        }
        return new GuestCookie(name);
    }

    /**
     * Whether a request presents something that may be a token, by its name: that is quicker to tell than the token.
     */
    boolean isAmong(Cookie @Nullable [] cookies, boolean isSecure) {
        if (cookies != null) {
            String prefix = prefix(isSecure);
            for (Cookie cookie : cookies) {
                if (isNamed(cookie.getName(), prefix)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isNamed(String name, String prefix) {
        return name.length() == prefix.length() + SHORT_NAME && name.startsWith(prefix);
    }

    /** The tokens that a request presents. */
    List<GuestToken> readTokens(Cookie @Nullable [] cookies, boolean isSecure) {
        return read(cookies, prefix(isSecure), GuestToken::parse, GuestToken::shortName);
    }

    /** What a request says that its browser has seen. */
    List<ConsistencyToken> readConsistencyTokens(Cookie @Nullable [] cookies, boolean isSecure) {
        return read(cookies, prefix(isSecure) + SEEN, ConsistencyToken::parse, ConsistencyToken::shortName);
    }

    /** Only what has a name of the right length is parsed: that takes longer than a look at the name. */
    private static <T> List<T> read(
            Cookie @Nullable [] cookies,
            String prefix,
            Function<String, Optional<T>> parser,
            Function<T, String> shortName) {
        if (cookies == null) {
            return List.of();
        }
        List<T> found = new ArrayList<>(2);
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
    void write(Visit.TokenChanges changes, boolean isSecure, Duration age, HttpServletResponse response) {
        int seconds = (int) Math.min(MOST_SECONDS, age.toSeconds());
        String prefix = prefix(isSecure);
        changes.toSet().forEach(token -> add(prefix + token.shortName(), token.text(), seconds, isSecure, response));
        changes.toRemove().forEach(token -> add(prefix + token.shortName(), "", GONE, isSecure, response));
    }

    /** Tells the browser of changes; it forgets these cookies when it is closed. */
    void write(Visit.ConsistencyTokenChanges changes, boolean isSecure, HttpServletResponse response) {
        String prefix = prefix(isSecure) + SEEN;
        changes.toSet().forEach(seen -> add(prefix + seen.shortName(), seen.text(), UNTIL_CLOSED, isSecure, response));
        changes.toRemove().forEach(seen -> add(prefix + seen.shortName(), "", GONE, isSecure, response));
    }

    private static void add(String name, String value, int seconds, boolean isSecure, HttpServletResponse response) {
        Cookie cookie = new Cookie(name, value);
        cookie.setPath("/");
        cookie.setHttpOnly(true);
        cookie.setSecure(isSecure);
        cookie.setMaxAge(seconds);
        cookie.setAttribute("SameSite", "Lax");
        response.addCookie(cookie);
    }

    private String prefix(boolean isSecure) {
        return isSecure ? securePrefix : plainPrefix;
    }
}
