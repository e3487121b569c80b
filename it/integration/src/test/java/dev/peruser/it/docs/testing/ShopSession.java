package dev.peruser.it.docs.testing;

import dev.peruser.Attribute;
import dev.peruser.Merger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.type.TypeReference;

// snippet-file:testing-session
@Configuration(proxyBeanMethods = false)
class ShopSession {
    static final Attribute<Map<String, Integer>> CART = Attribute.builder(
                    "cart", new TypeReference<Map<String, Integer>>() {})
            .defaultValue(LinkedHashMap::new)
            .mergeBy(Merger.sum())
            .build();

    static final Attribute<String> COUPON = Attribute.builder("coupon", String.class)
            .expiresAfter(Duration.ofHours(1))
            .build();

    @Bean
    Attribute<Map<String, Integer>> cart() {
        return CART;
    }

    @Bean
    Attribute<String> coupon() {
        return COUPON;
    }
}
