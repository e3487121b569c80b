package dev.peruser.servlet.guest;

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

/** Guests that come by cookies. */
public final class CookieGuests implements PresentedGuests {
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private final GuestCookies cookies;
    private final Cookie @Nullable [] presented;
    private final boolean isSecure;
    private final boolean isForeign;
    private final boolean hasTokens;

    /** The guests of a request. */
    public CookieGuests(GuestCookies cookies, HttpServletRequest request) {
        this.cookies = cookies;
        this.presented = request.getCookies();
        this.isSecure = cookies.isSecure(request.isSecure());
        this.isForeign = !cookies.areSentFromOtherSites()
                && !isSafe(request.getMethod())
                && "cross-site".equals(request.getHeader("Sec-Fetch-Site"));
        this.hasTokens = cookies.areAmong(presented, isSecure);
    }

    private static boolean isSafe(@Nullable String method) {
        return method != null && SAFE_METHODS.contains(method.toUpperCase(Locale.ROOT));
    }

    @Override
    public boolean hasTokens() {
        return hasTokens;
    }

    @Override
    public List<GuestToken> tokens() {
        return cookies.readTokens(presented, isSecure);
    }

    @Override
    public List<ConsistencyToken> seen() {
        return cookies.readConsistencyTokens(presented, isSecure);
    }

    @Override
    public boolean isForeign() {
        return isForeign;
    }

    @Override
    public void tell(Visit.TokenChanges changes, Duration age, HttpServletResponse response) {
        cookies.write(changes, isSecure, age, response);
    }

    @Override
    public void tell(Visit.ConsistencyTokenChanges changes, HttpServletResponse response) {
        cookies.write(changes, isSecure, response);
    }
}
