package dev.peruser.servlet.guest;

import jakarta.servlet.http.Cookie;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where and when browsers send the cookies of guests (RFC 6265bis; {@code Partitioned}: CHIPS). Immutable.
 *
 * @param name how the cookies' names begin, before the prefix that the other settings demand
 * @param sameSite with which requests from other sites they are sent, as the attribute says it
 * @param isPartitioned whether each site that has the application in a frame has guests of its own
 * @param isAlwaysSecure whether they are {@code Secure} whatever the container says of the connection
 * @param domain the domain whose hosts share them; empty: only the host
 * @param path how addresses begin that they are sent to
 */
public record CookieAttributes(
        String name, String sameSite, boolean isPartitioned, boolean isAlwaysSecure, String domain, String path) {
    /** As {@code GuestCookie} has it by default. */
    public static final CookieAttributes STANDARD = new CookieAttributes("peruser", "Lax", false, false, "", "/");

    private static final String HOST_PREFIX = "__Host-";
    private static final String SECURE_PREFIX = "__Secure-";
    private static final String ANYWHERE = "None";
    private static final Pattern NAME = Pattern.compile("(?!__)[A-Za-z0-9_-]{1,40}");
    private static final Pattern DOMAIN = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?");
    private static final Pattern PATH = Pattern.compile("/[!-:<-~]{0,250}");

    /** What is wrong, or contradicts something else. */
    public List<String> mistakes() {
        List<String> mistakes = new ArrayList<>();
        if (!NAME.matcher(name).matches()) {
            mistakes.add("peruser.cookie.name must be 1 to 40 characters of A-Z a-z 0-9 _ -, and not begin with two"
                    + " underscores, was '" + name + "'");
        }
        if (!domain.isEmpty()
                && !DOMAIN.matcher(domain.toLowerCase(Locale.ROOT)).matches()) {
            mistakes.add(
                    "peruser.cookie.domain must be a domain such as shop.example, without a dot at its front, was '"
                            + domain + "'");
        }
        if (!PATH.matcher(path).matches()) {
            mistakes.add("peruser.cookie.path must begin with / and have no spaces and semicolons, was '" + path + "'");
        }
        if (isSentFromOtherSites() && !isAlwaysSecure) {
            mistakes.add("peruser.cookie.same-site=none is refused by browsers without Secure: set"
                    + " peruser.cookie.always-secure=true");
        }
        if (isPartitioned && !isSentFromOtherSites()) {
            mistakes.add("peruser.cookie.partitioned=true has an effect in frames of other sites only, where nothing is"
                    + " sent otherwise: set peruser.cookie.same-site=none");
        }
        return mistakes;
    }

    /** Whether a cookie that the browser has comes also with a request that another site makes. */
    public boolean isSentFromOtherSites() {
        return sameSite.equals(ANYWHERE);
    }

    /** Whether a request counts as one over HTTPS. */
    public boolean isSecure(boolean asTheContainerSays) {
        return asTheContainerSays || isAlwaysSecure;
    }

    /**
     * How the names begin on such a connection. A browser accepts the prefix only with the attributes that it promises.
     */
    public String prefix(boolean isSecure) {
        return (isSecure ? isOfOneHost() ? HOST_PREFIX : SECURE_PREFIX : "") + name + ".";
    }

    private boolean isOfOneHost() {
        return domain.isEmpty() && path.equals(STANDARD.path);
    }

    /**
     * What browsers have from before these settings were made, over HTTPS under another name: cookies of the host
     * alone. Empty if these are such cookies.
     */
    public Optional<CookieAttributes> before() {
        return isOfOneHost()
                ? Optional.empty()
                : Optional.of(new CookieAttributes(
                        name, STANDARD.sameSite, false, isAlwaysSecure, STANDARD.domain, STANDARD.path));
    }

    /** A cookie with these attributes. */
    public Cookie cookie(String fullName, String value, int seconds, boolean isSecure) {
        Cookie cookie = new Cookie(fullName, value);
        cookie.setPath(path);
        if (!domain.isEmpty()) {
            cookie.setDomain(domain);
        }
        cookie.setHttpOnly(true);
        cookie.setSecure(isSecure);
        cookie.setMaxAge(seconds);
        cookie.setAttribute("SameSite", sameSite);
        if (isPartitioned) {
            cookie.setAttribute("Partitioned", "");
        }
        return cookie;
    }
}
