package dev.peruser.spring;

import dev.peruser.servlet.GuestCookie;
import dev.peruser.servlet.GuestHeader;

/**
 * Makes guests' cookies and header of the properties, also where there is no servlet API to use them with. Wrong
 * settings are an IllegalArgumentException.
 */
final class GuestCarrierChoice {
    private GuestCarrierChoice() {}

    static GuestHeader headerOf(PerUserProperties.Guest guest) {
        GuestHeader header = GuestHeader.named(guest.header());
        return guest.carrier() == GuestCarrier.HEADER ? header.withoutCookies() : header;
    }

    static GuestCookie cookieOf(PerUserProperties.Cookie cookie) {
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
