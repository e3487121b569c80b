package com.example.shop;

import dev.peruser.Attribute;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
public class ShopApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(ShopApplication.class, arguments);
    }

    /** Declared as a bean, so that PerUser knows how carts merge. */
    @Bean
    Attribute<Cart> cart() {
        return Cart.CART;
    }
}
