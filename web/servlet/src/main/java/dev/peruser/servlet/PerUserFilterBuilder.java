package dev.peruser.servlet;

import dev.peruser.PerUser;
import dev.peruser.servlet.guest.GuestCarriers;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Options of a {@link PerUserFilter}. */
public final class PerUserFilterBuilder {
    private final PerUser perUser;
    private VisitorResolver visitors = VisitorResolver.containerPrincipal();
    private GuestCookie cookie = GuestCookie.standard();
    private @Nullable GuestHeader header;
    private HttpSessionAttributes attributes = HttpSessionAttributes.named(List.of());
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

    /** The header by which guests may come, too. Default: none, they come by cookies alone. */
    public PerUserFilterBuilder guestHeader(GuestHeader guestHeader) {
        this.header = Objects.requireNonNull(guestHeader, "guestHeader");
        return this;
    }

    /** Which attributes of the {@code HttpSession} are the visitor's. Default: none. */
    public PerUserFilterBuilder httpSessionAttributes(HttpSessionAttributes served) {
        this.attributes = Objects.requireNonNull(served, "httpSessionAttributes");
        return this;
    }

    /** Who says whether caches may keep an answer that depends on a session. Default: {@link CachePolicy#PRIVATE}. */
    public PerUserFilterBuilder cacheControl(CachePolicy policy) {
        this.cacheControl = Objects.requireNonNull(policy, "cacheControl");
        return this;
    }

    /** The filter. */
    public PerUserFilter build() {
        Optional<GuestHeader> chosen = Optional.ofNullable(header);
        Optional<String> name = chosen.map(GuestHeader::name);
        boolean isAlone = chosen.filter(GuestHeader::isAlone).isPresent();
        return new PerUserFilter(
                perUser,
                visitors,
                new RequestVisit.Settings(
                        new GuestCarriers(cookie.cookies(), name, isAlone),
                        new CacheHeaders(cacheControl, name.stream().toList()),
                        attributes));
    }
}
