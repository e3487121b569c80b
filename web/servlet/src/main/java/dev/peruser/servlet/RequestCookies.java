package dev.peruser.servlet;

import dev.peruser.ConsistencyToken;
import dev.peruser.GuestToken;
import dev.peruser.Visit;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cookies of one request: what its browser presents, and what it is told. They are taken from the request at once:
 * by the time another thread needs them, the request may be over, and its object another's. Immutable.
 */
final class RequestCookies {
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private final GuestCookie cookie;
    private final Cookie @Nullable [] presented;
    private final boolean isSecure;
    private final boolean isForeign;
    private final boolean hasTokens;

    RequestCookies(GuestCookie cookie, HttpServletRequest request) {
        this.cookie = cookie;
        this.presented = request.getCookies();
        this.isSecure = cookie.isSecure(request.isSecure());
        this.isForeign = !cookie.isSentFromOtherSites()
                && !isSafe(request.getMethod())
                && "cross-site".equals(request.getHeader("Sec-Fetch-Site"));
        this.hasTokens = cookie.isAmong(presented, isSecure);
    }

    private static boolean isSafe(@Nullable String method) {
        return method != null && SAFE_METHODS.contains(method.toUpperCase(Locale.ROOT));
    }

    /** Whether the browser presents what may be a guest's token. */
    boolean hasTokens() {
        return hasTokens;
    }

    /**
     * Tells a visit what the browser presents.
     *
     * @param recalls whether consistency tokens are of use
     */
    Visit.Builder present(Visit.Builder visit, boolean recalls) {
        List<GuestToken> tokens = hasTokens ? cookie.readTokens(presented, isSecure) : List.of();
        List<ConsistencyToken> seen = recalls ? cookie.readConsistencyTokens(presented, isSecure) : List.of();
        Visit.NewGuests newGuests = isForeign && tokens.isEmpty() ? Visit.NewGuests.REFUSED : Visit.NewGuests.WELCOME;
        return visit.presenting(tokens).newGuests(newGuests).seen(seen);
    }

    /** Tells the browser of changes. */
    void write(Visit.TokenChanges changes, Duration age, HttpServletResponse response) {
        cookie.write(changes, isSecure, age, response);
    }

    /** Tells the browser of changes. */
    void write(Visit.ConsistencyTokenChanges changes, HttpServletResponse response) {
        cookie.write(changes, isSecure, response);
    }
}
