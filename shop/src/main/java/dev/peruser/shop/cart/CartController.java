package dev.peruser.shop.cart;

import dev.peruser.UserSession;
import dev.peruser.shop.catalog.Catalog;
import dev.peruser.shop.catalog.Product;
import dev.peruser.shop.session.Cart;
import dev.peruser.shop.session.CartLine;
import dev.peruser.shop.session.Note;
import dev.peruser.shop.session.Quantity;
import dev.peruser.shop.session.ShopSession;
import dev.peruser.shop.web.LocalPath;
import dev.peruser.shop.web.Notice;
import java.util.Optional;
import java.util.OptionalInt;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The cart's page and its buttons. All numbers come as text: what visitors type wrong is answered by a page, not by an
 * error.
 */
@Controller
final class CartController {
    private final Catalog catalog;

    CartController(Catalog catalog) {
        this.catalog = catalog;
    }

    @GetMapping("/cart")
    String cart(UserSession session, Model model) {
        model.addAttribute(
                "cart", CartPage.of(session.get(ShopSession.CART), catalog, session.get(ShopSession.CURRENCY)));
        return "cart";
    }

    @PostMapping("/cart/add")
    String add(
            UserSession session,
            @RequestParam(defaultValue = "") String sku,
            @RequestParam(defaultValue = "") String option,
            @RequestParam(defaultValue = "1") String quantity) {
        Optional<Product> product = catalog.find(sku);
        if (product.isEmpty()) {
            return LocalPath.redirect("/cart", Notice.PRODUCT_UNKNOWN);
        }
        String page = product.get().page();
        OptionalInt number = Quantity.parse(quantity);
        if (number.isEmpty()) {
            return LocalPath.redirect(page, Notice.QUANTITY_INVALID);
        }
        if (!product.get().offers(option)) {
            return LocalPath.redirect(page, Notice.OPTION_UNKNOWN);
        }
        return LocalPath.redirect(page, add(session, new CartLine(sku, option, number.getAsInt(), "")));
    }

    private static Notice add(UserSession session, CartLine line) {
        int before = session.get(ShopSession.CART)
                .find(line.sku(), line.option())
                .map(CartLine::quantity)
                .orElse(0);
        CartLine added = line.withQuantity(line.quantity());
        Cart cart = session.update(ShopSession.CART, present -> present.add(added));
        if (cart.find(line.sku(), line.option()).isEmpty()) {
            return Notice.CART_FULL;
        }
        return before + line.quantity() > Cart.MOST_PER_LINE ? Notice.CAPPED : Notice.ADDED;
    }

    @PostMapping("/cart/quantity")
    String changeQuantity(
            UserSession session,
            @RequestParam(defaultValue = "") String sku,
            @RequestParam(defaultValue = "") String option,
            @RequestParam(defaultValue = "") String quantity) {
        OptionalInt number = Quantity.parse(quantity);
        if (number.isEmpty()) {
            return LocalPath.redirect("/cart", Notice.QUANTITY_INVALID);
        }
        Cart cart = session.update(
                ShopSession.CART, present -> present.change(sku, option, line -> line.withQuantity(number.getAsInt())));
        if (cart.find(sku, option).isEmpty()) {
            return LocalPath.redirect("/cart", Notice.LINE_GONE);
        }
        boolean capped = number.getAsInt() > Cart.MOST_PER_LINE;
        return LocalPath.redirect("/cart", capped ? Notice.CAPPED : Notice.CART_CHANGED);
    }

    @PostMapping("/cart/note")
    String changeNote(
            UserSession session,
            @RequestParam(defaultValue = "") String sku,
            @RequestParam(defaultValue = "") String option,
            @RequestParam(defaultValue = "") String note) {
        String tidy = Note.tidy(note);
        if (Note.isTooLong(tidy)) {
            return LocalPath.redirect("/cart", Notice.NOTE_TOO_LONG);
        }
        Cart cart =
                session.update(ShopSession.CART, present -> present.change(sku, option, line -> line.withNote(tidy)));
        boolean gone = cart.find(sku, option).isEmpty();
        return LocalPath.redirect("/cart", gone ? Notice.LINE_GONE : Notice.NOTE_SAVED);
    }

    @PostMapping("/cart/remove")
    String remove(
            UserSession session,
            @RequestParam(defaultValue = "") String sku,
            @RequestParam(defaultValue = "") String option) {
        session.update(ShopSession.CART, present -> present.remove(sku, option));
        return LocalPath.redirect("/cart", Notice.LINE_REMOVED);
    }
}
