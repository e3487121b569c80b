package dev.peruser.benchmarks.http;

import jakarta.servlet.http.HttpSession;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The shop's pages on the {@link HttpSession}, wherever that is kept. */
@RestController
class HttpSessionPages {
    @PostMapping("/fill/{visitor}")
    String fill(@PathVariable String visitor, HttpSession session) {
        session.setAttribute(Contents.CART, Contents.cart());
        session.setAttribute(Contents.PROFILE, Contents.profile(visitor));
        Contents.OTHERS.forEach(name -> session.setAttribute(name, Contents.texts(name)));
        return "filled";
    }

    @GetMapping("/cart")
    @SuppressWarnings("unchecked")
    Contents.Page show(HttpSession session) {
        Cart cart = (Cart) session.getAttribute(Contents.CART);
        return Contents.Page.of(cart, (Map<String, @Nullable Object>) session.getAttribute(Contents.PROFILE));
    }

    /** Without the last call, Spring Session would not save what is changed in place. */
    @PostMapping("/cart/{line}/{count}")
    String change(@PathVariable int line, @PathVariable int count, HttpSession session) {
        Cart cart = (Cart) session.getAttribute(Contents.CART);
        cart.getLines().get(line).setCount(count);
        session.setAttribute(Contents.CART, cart);
        return "total=" + cart.total();
    }
}
