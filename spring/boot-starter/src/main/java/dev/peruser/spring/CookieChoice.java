package dev.peruser.spring;

import dev.peruser.servlet.GuestCookie;

/** Makes guests' cookies of the properties, also where there is no servlet API to use them with. */
final class CookieChoice {
    private CookieChoice() {}

    /** Wrong settings are an IllegalArgumentException. */
    static GuestCookie of(PerUserProperties.Cookie cookie) {
        GuestCookie.Builder builder = GuestCookie.builder()
                .name(cookie.name())
                .sameSite(cookie.sameSite())
                .domain(cookie.domain())
                .path(cookie.path());
        if (cookie.partitioned()) {
            builder.partitioned();
        }
        if (cookie.alwaysSecure()) {
            builder.alwaysSecure();
        }
        return builder.build();
    }
}
