package dev.peruser.test.application;

import dev.peruser.Attribute;
import dev.peruser.test.Wishes;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Left out by slices. */
@Configuration(proxyBeanMethods = false)
class WishAttributes {
    @Bean
    Attribute<List<String>> wishes() {
        return Wishes.LIST;
    }
}
