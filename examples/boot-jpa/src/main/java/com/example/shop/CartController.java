package com.example.shop;

import dev.peruser.UserSession;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
class CartController {

    @GetMapping("/")
    String show(@AuthenticationPrincipal SignedInAccount account, UserSession session, Model model) {
        model.addAttribute("account", account);
        model.addAttribute("cart", session.get(Cart.CART));
        session.takeMergeReport()
                .flatMap(report -> report.guestValue(Cart.CART))
                .ifPresent(picked -> model.addAttribute("picked", picked.lines.size()));
        return "cart";
    }

    @PostMapping("/cart")
    String add(@RequestParam String product, UserSession session) {
        session.get(Cart.CART).add(product);
        return "redirect:/";
    }
}
