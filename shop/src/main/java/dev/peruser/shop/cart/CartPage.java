package dev.peruser.shop.cart;

import dev.peruser.shop.catalog.Catalog;
import dev.peruser.shop.session.Cart;
import dev.peruser.shop.session.CartLine;
import dev.peruser.shop.session.Currency;
import java.util.List;

/**
 * The cart with names and prices, for pages.
 *
 * @param rows the lines whose product is still sold
 * @param unavailable the lines whose product is not
 * @param currency what all amounts are in
 */
public record CartPage(List<CartRow> rows, List<CartLine> unavailable, Currency currency) {

    /** Looks the lines up. */
    public static CartPage of(Cart cart, Catalog catalog, Currency currency) {
        List<CartRow> rows = cart.lines().stream()
                .flatMap(line -> CartRow.of(line, catalog, currency).stream())
                .toList();
        List<CartLine> unavailable = cart.lines().stream()
                .filter(line -> CartRow.of(line, catalog, currency).isEmpty())
                .toList();
        return new CartPage(rows, unavailable, currency);
    }

    /** What all costs, in hundredths of the currency. */
    public long total() {
        return rows.stream().mapToLong(CartRow::total).sum();
    }

    /** What all costs, as people write it. */
    public String totalText() {
        return currency.format(total());
    }

    /** How many things it is. */
    public int count() {
        return rows.stream().mapToInt(row -> row.line().quantity()).sum();
    }

    /**
     * What a visitor has seen when seeing this page: changes whenever a line or a price does, but not when the shop
     * restarts.
     */
    public String fingerprint() {
        List<String> seen =
                rows.stream().map(row -> row.line() + row.unitText()).toList();
        return Integer.toHexString(seen.hashCode());
    }
}
