package com.example.cart;

import jakarta.servlet.http.HttpSession;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A cart in the HttpSession, which is Spring Session's. Nothing here knows of PerUser, nor does it change. */
@RestController
@SpringBootApplication
public class CartApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(CartApplication.class, arguments);
    }

    @PostMapping("/cart")
    String add(@RequestParam String product, HttpSession session) {
        Cart cart = (Cart) session.getAttribute("cart");
        if (cart == null) {
            cart = new Cart();
        }
        cart.add(product);
        session.setAttribute("cart", cart);
        return cart.getLines().toString();
    }

    @GetMapping("/cart")
    String show(HttpSession session) {
        Cart cart = (Cart) session.getAttribute("cart");
        return cart == null ? "[]" : cart.getLines().toString();
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .formLogin(Customizer.withDefaults())
                .build();
    }
}
