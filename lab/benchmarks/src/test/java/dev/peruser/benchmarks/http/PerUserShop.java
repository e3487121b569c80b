package dev.peruser.benchmarks.http;

import dev.peruser.Attribute;
import dev.peruser.UserSession;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.session.autoconfigure.SessionAutoConfiguration;
import org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The shop with PerUser's starter. */
@SpringBootConfiguration
@EnableAutoConfiguration(
        exclude = {
            SessionAutoConfiguration.class,
            SessionDataRedisAutoConfiguration.class,
            DataRedisAutoConfiguration.class
        })
@Import(PerUserShop.Pages.class)
public class PerUserShop {
    private static final Attribute<Cart> CART =
            Attribute.builder(Contents.CART, Cart.class).build();

    /** Starts it. */
    public static void main(String[] arguments) {
        ShopProcess.endWithInput();
        SpringApplication.run(PerUserShop.class, arguments);
    }

    @Bean
    Attribute<Cart> cart() {
        return CART;
    }

    /** Its pages. */
    @RestController
    static class Pages {
        @PostMapping("/fill/{visitor}")
        String fill(@PathVariable String visitor, UserSession session) {
            session.put(CART, Contents.cart());
            session.put(Contents.PROFILE, Contents.profile(visitor));
            Contents.OTHERS.forEach(name -> session.put(name, Contents.texts(name)));
            return "filled";
        }

        @GetMapping("/cart")
        Contents.Page show(UserSession session) {
            return Contents.Page.of(session.get(CART), session.map(Contents.PROFILE));
        }

        @PostMapping("/cart/{line}/{count}")
        String change(@PathVariable int line, @PathVariable int count, UserSession session) {
            Cart cart = session.get(CART);
            cart.getLines().get(line).setCount(count);
            return "total=" + cart.total();
        }
    }
}
