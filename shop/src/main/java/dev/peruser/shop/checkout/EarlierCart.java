package dev.peruser.shop.checkout;

import dev.peruser.UserSession;
import dev.peruser.shop.cart.CartPage;
import dev.peruser.shop.catalog.Catalog;
import dev.peruser.shop.session.ShopSession;
import java.util.List;

/**
 * A cart of the account's that a sign-in at the checkout has set aside.
 *
 * @param id how PerUser knows it
 */
public record EarlierCart(String id, CartPage cart) {

    /** All that are waiting for an answer. */
    static List<EarlierCart> in(UserSession session, Catalog catalog) {
        return session.setAside().stream()
                .flatMap(aside -> aside.accountValue(ShopSession.CART).stream()
                        .map(cart -> new EarlierCart(
                                aside.id(), CartPage.of(cart, catalog, session.get(ShopSession.CURRENCY)))))
                .filter(earlier -> !earlier.cart().rows().isEmpty())
                .toList();
    }
}
