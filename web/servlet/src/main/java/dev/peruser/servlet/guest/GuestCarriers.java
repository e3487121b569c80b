package dev.peruser.servlet.guest;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * By what the guests of a filter's requests come. Immutable.
 *
 * @param header the header by which they come if a request has it
 * @param isHeaderAlone whether they come by nothing else
 */
public record GuestCarriers(GuestCookies cookies, Optional<String> header, boolean isHeaderAlone) {

    /** The guests of a request. Never by both: what one browser presents need not be of one guest. */
    public PresentedGuests guestsOf(HttpServletRequest request) {
        boolean isByHeader = header.isPresent() && (isHeaderAlone || request.getHeader(header.get()) != null);
        return isByHeader ? new HeaderGuests(header.get(), request) : new CookieGuests(cookies, request);
    }
}
