package com.example.two;

import dev.peruser.UserSession;
import java.util.List;
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

@RestController
@SpringBootApplication
public class CartApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(CartApplication.class, arguments);
    }

    @PostMapping("/cart")
    List<Object> add(@RequestParam String product, UserSession session) {
        session.list("cart").add(product);
        return session.list("cart");
    }

    @GetMapping("/cart")
    List<Object> show(UserSession session) {
        return session.list("cart");
    }

    /** By password with each request, so that a server keeps nothing of who is signed in, and CSRF is no danger. */
    @Bean
    SecurityFilterChain security(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(csrf -> csrf.disable())
                .httpBasic(Customizer.withDefaults())
                .build();
    }
}
