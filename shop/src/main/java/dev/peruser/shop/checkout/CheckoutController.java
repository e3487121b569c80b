package dev.peruser.shop.checkout;

import dev.peruser.UserSession;
import dev.peruser.shop.cart.CartPage;
import dev.peruser.shop.catalog.Catalog;
import dev.peruser.shop.session.Delivery;
import dev.peruser.shop.session.Order;
import dev.peruser.shop.session.Orders;
import dev.peruser.shop.session.ShopSession;
import dev.peruser.shop.web.LocalPath;
import dev.peruser.shop.web.Notice;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** From the cart to an order. */
@Controller
final class CheckoutController {
    private final Catalog catalog;
    private final Checkout checkout;

    CheckoutController(Catalog catalog, Checkout checkout) {
        this.catalog = catalog;
        this.checkout = checkout;
    }

    @GetMapping("/checkout")
    ModelAndView form(UserSession session) {
        return show(session, Delivery.BLANK, Map.of(), HttpStatus.OK);
    }

    @PostMapping("/checkout")
    ModelAndView order(
            UserSession session,
            @RequestParam(defaultValue = "") String recipient,
            @RequestParam(defaultValue = "") String address,
            @RequestParam(defaultValue = "") String seen) {
        Delivery delivery = new Delivery(recipient, address);
        Map<String, String> problems = delivery.problems();
        if (!problems.isEmpty()) {
            return show(session, delivery, problems, HttpStatus.UNPROCESSABLE_CONTENT);
        }
        return checkout.place(session, delivery, seen)
                .map(order -> new ModelAndView("redirect:/orders/" + order.number() + "/thanks"))
                .orElseGet(() -> new ModelAndView(LocalPath.redirect("/cart", Notice.CART_MOVED)));
    }

    /** The id comes from the page: what it isn't, PerUser leaves alone. */
    @PostMapping("/checkout/earlier")
    String earlier(
            UserSession session,
            @RequestParam(defaultValue = "") String cart,
            @RequestParam(defaultValue = "") String answer) {
        if (answer.equals("add") && !session.carrySetAside(cart).isEmpty()) {
            return LocalPath.redirect("/checkout", Notice.EARLIER_ADDED);
        }
        if (answer.equals("drop") && !session.dropSetAside(cart).isEmpty()) {
            return LocalPath.redirect("/checkout", Notice.EARLIER_DROPPED);
        }
        return "redirect:/checkout";
    }

    @GetMapping("/orders")
    String orders(UserSession session, Model model) {
        model.addAttribute("orders", session.get(ShopSession.ORDERS));
        return "orders";
    }

    @GetMapping("/orders/{number}/thanks")
    String thanks(UserSession session, @PathVariable String number, Model model) {
        Order order = Orders.find(session.get(ShopSession.ORDERS), number)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        model.addAttribute("order", order);
        return "thanks";
    }

    private ModelAndView show(UserSession session, Delivery delivery, Map<String, String> problems, HttpStatus status) {
        CartPage cart = CartPage.of(session.get(ShopSession.CART), catalog, session.get(ShopSession.CURRENCY));
        if (cart.rows().isEmpty()) {
            return new ModelAndView(LocalPath.redirect("/cart", Notice.CART_EMPTY));
        }
        List<EarlierCart> earlier = EarlierCart.in(session, catalog);
        return new ModelAndView(
                "checkout",
                Map.of("cart", cart, "delivery", delivery, "problems", problems, "earlierCarts", earlier),
                status);
    }
}
