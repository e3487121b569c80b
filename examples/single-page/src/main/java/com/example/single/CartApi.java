package com.example.single;

import dev.peruser.UserSession;
import java.security.Principal;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The same for guests and accounts: who it is, PerUser knows by the request. */
@RestController
class CartApi {
    private final Tokens tokens;

    CartApi(Tokens tokens) {
        this.tokens = tokens;
    }

    @PostMapping("/sign-in")
    String signIn(Principal account) {
        return tokens.issue(account.getName());
    }

    @GetMapping("/cart")
    Map<String, Integer> show(UserSession session) {
        return session.get(ShopApplication.CART);
    }

    @PostMapping("/cart")
    Map<String, Integer> add(@RequestParam String product, UserSession session) {
        Map<String, Integer> cart = session.get(ShopApplication.CART);
        cart.merge(product, 1, Integer::sum);
        return cart;
    }
}
