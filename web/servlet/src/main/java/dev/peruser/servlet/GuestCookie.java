package dev.peruser.servlet;

import dev.peruser.servlet.guest.CookieAttributes;
import dev.peruser.servlet.guest.GuestCookies;
import java.util.List;
import java.util.Objects;

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
    private final GuestCookies cookies;

    private GuestCookie(CookieAttributes attributes) {
        this.cookies = new GuestCookies(attributes);
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

    GuestCookies cookies() {
        return cookies;
    }

    /** Whether it is one of these cookies, by its name. */
    public boolean isOneOfThese(String cookie) {
        return cookies.isOneOfThese(cookie);
    }
}
