package dev.peruser.servlet;

import dev.peruser.ConsistencyToken;
import dev.peruser.GuestToken;
import dev.peruser.Visit;
import dev.peruser.servlet.cookie.CookieAttributes;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The cookies that carry guest tokens, and, where sessions are held as copies, what the browser has seen. Each has a
 * cookie of its own, named after its hash, so that two responses that make a guest at the same time don't overwrite
 * each other.
 *
 * <p>On HTTPS the name begins with {@code __Host-} and only such cookies are accepted, on plain HTTP only those
 * without: a cookie that a plain response, or another host of the domain, planted is never taken for ours.
 * {@code HttpOnly}, and by default {@code SameSite=Lax}, {@code Path=/}, on HTTPS {@code Secure}. A cookie for a whole
 * domain, or for a path, can't have that prefix: its name begins with {@code __Secure-}, and the hosts of the domain
 * can plant it.
 *
 * <p>Whatever a cookie holds, it can only ever become a guest's token or a consistency token. Anything malformed counts
 * as no cookie. Immutable.
 */
public final class GuestCookie {
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

    private GuestCookie(CookieAttributes attributes) {
        this.attributes = attributes;
        this.before = attributes.before();
        this.plainPrefixes = new String[] {attributes.prefix(false)};
        this.securePrefixes = Stream.concat(Stream.of(attributes), before.stream())
                .map(each -> each.prefix(true))
                .toArray(String[]::new);
    }

    /** Cookies named {@code peruser} and a part that differs for each token. */
    public static GuestCookie standard() {
        return builder().build();
    }

    /**
     * Cookies of another name.
     *
     * @param name as {@link Builder#name}
     */
    public static GuestCookie named(String name) {
        return builder().name(name).build();
    }

    /** The builder of cookies that differ from the {@linkplain #standard() standard} ones. */
    public static Builder builder() {
        return new Builder();
    }

    /** With which requests from other sites browsers send a cookie. */
    public enum SameSite {
        /** With none but those by which somebody follows a link, or types the address. The default. */
        LAX("Lax"),
        /** With none. Whoever comes by a link is a new guest until the next request of the page. */
        STRICT("Strict"),
        /**
         * With all: for shops in frames of other sites. Then nothing but CSRF tokens keeps other sites from acting as
         * the visitor.
         */
        NONE("None");

        private final String text;

        SameSite(String text) {
            this.text = text;
        }
    }

    /** Builds it; {@link #build()} names all mistakes at once. Not safe for use by many threads. */
    public static final class Builder {
        private String name = CookieAttributes.STANDARD.name();
        private String sameSite = CookieAttributes.STANDARD.sameSite();
        private boolean isPartitioned;
        private boolean isAlwaysSecure;
        private String domain = CookieAttributes.STANDARD.domain();
        private String path = CookieAttributes.STANDARD.path();

        private Builder() {}

        /**
         * How the names begin; default {@code peruser}. Give each application on a host its own: cookies don't know
         * ports, so each is presented those of the others, and looks for each in its store.
         *
         * @param begin 1 to 40 characters of {@code A-Z a-z 0-9 _ -}, not beginning with two underscores
         */
        public Builder name(String begin) {
            name = Objects.requireNonNull(begin, "name");
            return this;
        }

        /** With which requests from other sites browsers send them; default {@link SameSite#LAX}. */
        public Builder sameSite(SameSite which) {
            sameSite = which.text;
            return this;
        }

        /**
         * Each site that has the application in a frame has guests of its own ({@code Partitioned}); needs
         * {@link SameSite#NONE}. By default they are shared, where browsers allow that.
         */
        public Builder partitioned() {
            isPartitioned = true;
            return this;
        }

        /**
         * They are {@code Secure} with each request; by default with those that the container calls secure. For servers
         * behind a proxy that ends TLS and doesn't say so. Over plain HTTP there are no guests then.
         */
        public Builder alwaysSecure() {
            isAlwaysSecure = true;
            return this;
        }

        /**
         * All hosts of a domain share guests; by default they are the host's own. Whoever controls one of these hosts
         * can read and plant the cookies of all.
         *
         * @param ofHosts such as {@code shop.example}, without a dot at its front; empty: the host's own
         */
        public Builder domain(String ofHosts) {
            domain = Objects.requireNonNull(ofHosts, "domain");
            return this;
        }

        /** They are sent for addresses that begin with it; default {@code /}. It is no protection from other paths. */
        public Builder path(String begin) {
            path = Objects.requireNonNull(begin, "path");
            return this;
        }

        /**
         * The cookies.
         *
         * @throws IllegalArgumentException if something is wrong, or contradicts something else; the message lists it
         *     all
         */
        public GuestCookie build() {
            CookieAttributes attributes =
                    new CookieAttributes(name, sameSite, isPartitioned, isAlwaysSecure, domain, path);
            List<String> mistakes = attributes.mistakes();
            if (!mistakes.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", mistakes));
            }
            return new GuestCookie(attributes);
        }
    }

    /** Whether the cookie would be there if the browser had it, also with a request that another site makes. */
    boolean isSentFromOtherSites() {
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
    boolean isAmong(Cookie @Nullable [] cookies, boolean isSecure) {
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
    List<GuestToken> readTokens(Cookie @Nullable [] cookies, boolean isSecure) {
        List<GuestToken> tokens = read(cookies, prefix(isSecure), GuestToken::parse, GuestToken::shortName);
        for (int i = 1; i < prefixes(isSecure).length; i++) {
            tokens.addAll(read(cookies, prefixes(isSecure)[i], GuestToken::parse, GuestToken::shortName));
        }
        return tokens;
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
    void write(Visit.TokenChanges changes, boolean isSecure, Duration age, HttpServletResponse response) {
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
