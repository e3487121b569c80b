package dev.peruser.shop.checkout;

import dev.peruser.UserSession;
import dev.peruser.shop.cart.CartPage;
import dev.peruser.shop.cart.CartRow;
import dev.peruser.shop.catalog.Catalog;
import dev.peruser.shop.session.Delivery;
import dev.peruser.shop.session.Order;
import dev.peruser.shop.session.OrderLine;
import dev.peruser.shop.session.Orders;
import dev.peruser.shop.session.ShopSession;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Turns a cart into an order. */
@Component
final class Checkout {
    private final Catalog catalog;
    private final InstantSource clock = InstantSource.system();

    Checkout(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * Places the order and empties the cart, both or neither, whatever other devices do meanwhile. Nothing happens if
     * the cart is no longer the one that the visitor has seen.
     */
    Optional<Order> place(UserSession session, Delivery delivery, String seen) {
        String number = newNumber();
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        session.update(newest -> {
            CartPage cart = CartPage.of(newest.get(ShopSession.CART), catalog, newest.get(ShopSession.CURRENCY));
            if (cart.rows().isEmpty() || !cart.fingerprint().equals(seen)) {
                return;
            }
            Order order = order(number, now, delivery, cart);
            newest.put(ShopSession.ORDERS, Orders.merge(newest.get(ShopSession.ORDERS), List.of(order)));
            newest.remove(ShopSession.CART);
        });
        return Orders.find(session.get(ShopSession.ORDERS), number);
    }

    private static Order order(String number, Instant now, Delivery delivery, CartPage cart) {
        List<OrderLine> lines = cart.rows().stream().map(Checkout::line).toList();
        return new Order(number, now, delivery.recipient(), delivery.address(), lines, cart.totalText());
    }

    private static String newNumber() {
        return "SK-" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
    }

    private static OrderLine line(CartRow row) {
        return new OrderLine(
                row.product().sku(),
                row.title(),
                row.line().quantity(),
                row.line().note(),
                row.totalText());
    }
}
