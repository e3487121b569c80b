package dev.peruser.it.docs;

import dev.peruser.UserSession;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

// snippet:cart-controller
@RestController
class CartController {

    @PostMapping("/cart/{product}")
    void add(@PathVariable String product, UserSession session) {
        session.list("cart").add(product);
    }

    @GetMapping("/cart")
    List<Object> show(UserSession session) {
        return session.list("cart");
    }
}
// end
