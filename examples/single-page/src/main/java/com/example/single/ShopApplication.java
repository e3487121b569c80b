package com.example.single;

import dev.peruser.Attribute;
import dev.peruser.Merger;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import tools.jackson.core.type.TypeReference;

@SpringBootApplication
public class ShopApplication {
    /** How many of each product. Of two carts with tea, the numbers are added. */
    static final Attribute<Map<String, Integer>> CART = Attribute.builder(
                    "cart", new TypeReference<Map<String, Integer>>() {})
            .defaultValue(LinkedHashMap::new)
            .mergeBy(Merger.sum())
            .build();

    public static void main(String[] arguments) {
        SpringApplication.run(ShopApplication.class, arguments);
    }

    @Bean
    Attribute<Map<String, Integer>> cart() {
        return CART;
    }
}
