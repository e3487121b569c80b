package dev.peruser.servlet;

import dev.peruser.PerUser;
import java.util.Objects;

/** Options of a {@link PerUserFilter}. */
public final class PerUserFilterBuilder {
    private final PerUser perUser;
    private VisitorResolver visitors = VisitorResolver.containerPrincipal();
    private GuestCookie cookie = GuestCookie.standard();
    private GuestSource guests = GuestSource.STORE;
    private CachePolicy cacheControl = CachePolicy.PRIVATE;

    PerUserFilterBuilder(PerUser perUser) {
        this.perUser = Objects.requireNonNull(perUser, "perUser");
    }

    /** Who the visitor is. Default: the container's principal. */
    public PerUserFilterBuilder visitors(VisitorResolver resolver) {
        this.visitors = Objects.requireNonNull(resolver, "visitors");
        return this;
    }

    /** The cookie of guests. Default: {@link GuestCookie#standard}. */
    public PerUserFilterBuilder cookie(GuestCookie guestCookie) {
        this.cookie = Objects.requireNonNull(guestCookie, "cookie");
        return this;
    }

    /** Where the sessions of guests are. Default: in the store. */
    public PerUserFilterBuilder guests(GuestSource source) {
        this.guests = Objects.requireNonNull(source, "guests");
        return this;
    }

    /** Who says whether caches may keep an answer that depends on a session. Default: {@link CachePolicy#PRIVATE}. */
    public PerUserFilterBuilder cacheControl(CachePolicy policy) {
        this.cacheControl = Objects.requireNonNull(policy, "cacheControl");
        return this;
    }

    /** The filter. */
    public PerUserFilter build() {
        return new PerUserFilter(
                perUser, visitors, new RequestVisit.Settings(guests, cookie, new CacheHeaders(cacheControl)));
    }
}
