package dev.peruser.shop.cart;

import dev.peruser.shop.catalog.Catalog;
import dev.peruser.shop.catalog.Product;
import dev.peruser.shop.session.CartLine;
import dev.peruser.shop.session.Currency;
import java.util.Optional;

/**
 * A line of the cart with its product and price.
 *
 * @param line the line
 * @param product what it is about
 * @param unit the price of one, in hundredths of the currency
 * @param currency what the price is in
 */
public record CartRow(CartLine line, Product product, long unit, Currency currency) {

    static Optional<CartRow> of(CartLine line, Catalog catalog, Currency currency) {
        return catalog.find(line.sku())
                .filter(product -> product.offers(line.option()))
                .map(product -> new CartRow(line, product, currency.convert(product.price(line.option())), currency));
    }

    /** The price of all, in hundredths of the currency. */
    public long total() {
        return unit * line.quantity();
    }

    /** The price of one, as people write it. */
    public String unitText() {
        return currency.format(unit);
    }

    /** The price of all, as people write it. */
    public String totalText() {
        return currency.format(total());
    }

    /** The address of the picture with the chosen option. */
    public String picture() {
        return product.picture(line.option());
    }

    /** The name with the chosen option. */
    public String title() {
        return line.option().isEmpty() ? product.name() : product.name() + ", " + line.option();
    }
}
