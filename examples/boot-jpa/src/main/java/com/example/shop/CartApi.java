package com.example.shop;

import dev.peruser.UserSession;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** For programs: the account's cart, which is that of the pages. */
@RestController
@RequestMapping("/api")
class CartApi {
    private final Tokens tokens;

    CartApi(Tokens tokens) {
        this.tokens = tokens;
    }

    @PostMapping("/token")
    String token(@AuthenticationPrincipal SignedInAccount account) {
        return tokens.issue(account);
    }

    @GetMapping("/cart")
    Cart show(UserSession session) {
        return session.get(Cart.CART);
    }

    @PostMapping("/cart")
    Cart add(@RequestParam String product, UserSession session) {
        session.get(Cart.CART).add(product);
        return session.get(Cart.CART);
    }
}
