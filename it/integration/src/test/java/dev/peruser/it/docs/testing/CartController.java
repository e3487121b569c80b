package dev.peruser.it.docs.testing;

import dev.peruser.UserSession;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

// snippet-file:testing-controller
@RestController
class CartController {

    @GetMapping("/cart")
    Map<String, Integer> show(UserSession session) {
        return session.get(ShopSession.CART);
    }

    @PostMapping("/cart/{product}")
    void add(@PathVariable String product, UserSession session) {
        session.get(ShopSession.CART).merge(product, 1, Integer::sum);
    }
}
