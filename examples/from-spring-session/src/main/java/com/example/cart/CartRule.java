package com.example.cart;

import dev.peruser.Attribute;
import dev.peruser.Bounds;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is new in the code, and only because of two carts with tea the quantities are to be added. */
@Configuration(proxyBeanMethods = false)
class CartRule {
    static final Attribute<Cart> CART = Attribute.builder("cart", Cart.class)
            .defaultValue(Cart::new)
            .itemIdentityIn("lines", "product")
            .counts("lines.quantity", Bounds.between(0, 99))
            .build();

    @Bean
    Attribute<Cart> cart() {
        return CART;
    }
}
