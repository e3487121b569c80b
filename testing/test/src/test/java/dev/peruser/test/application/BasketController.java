package dev.peruser.test.application;

import java.util.List;
import java.util.concurrent.Callable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Uses a bean of the visitor's, at once and later. */
@RestController
class BasketController {
    private final Basket basket;

    BasketController(Basket basket) {
        this.basket = basket;
    }

    @PostMapping("/basket/{product}")
    List<String> add(@PathVariable String product) {
        basket.getProducts().add(product);
        return basket.getProducts();
    }

    @GetMapping("/basket")
    Callable<List<String>> later() {
        List<String> products = basket.getProducts();
        return () -> products;
    }
}
