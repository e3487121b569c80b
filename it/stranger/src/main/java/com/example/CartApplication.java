package com.example;

import dev.peruser.UserSession;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@SpringBootApplication
public class CartApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(CartApplication.class, arguments);
    }

    @PostMapping("/cart/{product}")
    void add(@PathVariable String product, UserSession session) {
        session.list("cart").add(product);
    }

    @GetMapping("/cart")
    List<Object> show(UserSession session) {
        return session.list("cart");
    }
}
