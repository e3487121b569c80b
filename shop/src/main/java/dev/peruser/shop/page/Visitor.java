package dev.peruser.shop.page;

import dev.peruser.PerUserException;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.shop.catalog.Catalog;
import dev.peruser.shop.catalog.Product;
import dev.peruser.shop.session.Cart;
import dev.peruser.shop.session.Currency;
import dev.peruser.shop.session.ShopSession;
import dev.peruser.shop.session.Theme;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What all pages show of the visitor. Asked while a page is drawn, and only for what is on it. If the session can't be
 * read now, the shop can still be looked at, so this answers as for a stranger; pages that are about the session itself
 * ask it directly and fail.
 */
public final class Visitor {
    private final UserSession session;
    private final Catalog catalog;

    Visitor(UserSession session, Catalog catalog) {
        this.session = session;
        this.catalog = catalog;
    }

    /** The name of the account, empty for a guest. */
    public String name() {
        return read(() -> session.user().map(UserId::name).orElse("")).orElse("");
    }

    /** Whether the visitor is signed in. */
    public boolean isSignedIn() {
        return !name().isEmpty();
    }

    /** Light, dark, or as the system says. */
    public Theme theme() {
        return read(() -> session.get(ShopSession.THEME)).orElse(Theme.SYSTEM);
    }

    /** What prices are shown in. */
    public Currency currency() {
        return read(() -> session.get(ShopSession.CURRENCY)).orElse(Currency.EUR);
    }

    /** How many things are in the cart. */
    public int cartCount() {
        return read(() -> session.get(ShopSession.CART)).map(Cart::count).orElse(0);
    }

    /** How many wishes there are. */
    public int wishCount() {
        return read(() -> session.get(ShopSession.WISH_LIST).size()).orElse(0);
    }

    /** The products viewed last, but for the one on this page. */
    public List<Product> recentlyViewed(String except) {
        return read(() -> catalog.findAll(session.get(ShopSession.RECENTLY_VIEWED))).orElse(List.of()).stream()
                .filter(product -> !product.sku().equals(except))
                .limit(4)
                .toList();
    }

    /** What sign-in carried along, told once: on whatever page comes first, on whatever device. */
    public Optional<MergeNotice> mergeNotice() {
        return read(session::takeMergeReport).flatMap(report -> report.flatMap(MergeNotice::of));
    }

    private static <T> Optional<T> read(Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (PerUserException | IllegalStateException e) {
            return Optional.empty();
        }
    }
}
