package dev.peruser.spring.scope;

import dev.peruser.Attribute;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application whose cart and last visit are beans of the scope. */
@SpringBootConfiguration
@EnableAutoConfiguration
class ScopedApplication {

    /** Knows what things cost, and is the same for everybody. */
    static final class Prices {
        int of(String product) {
            return product.length();
        }
    }

    /** With a collaborator that is no part of its state. */
    static class Cart {
        @Autowired
        private transient Prices prices;

        private List<String> products = new ArrayList<>();

        public List<String> getProducts() {
            return products;
        }

        public void setProducts(List<String> products) {
            this.products = products;
        }

        int total() {
            return products.stream().mapToInt(prices::of).sum();
        }
    }

    static class Visits {
        public int count;

        int next() {
            return ++count;
        }
    }

    @Bean
    Prices prices() {
        return new Prices();
    }

    @Bean
    @UserScope
    Cart cart() {
        return new Cart();
    }

    @Bean
    @UserScope
    Visits visits() {
        return new Visits();
    }

    /** The account's visits are those of the account and of the guest. */
    @Bean
    Attribute<Visits> visitsRule() {
        return Attribute.builder("visits", Visits.class)
                .defaultValue(Visits::new)
                .mergeBy((users, guests) -> {
                    users.count += guests.count;
                    return users;
                })
                .build();
    }

    @Bean
    UserDetailsService users() {
        return new InMemoryUserDetailsManager(
                User.withUsername("ada").password("{noop}pw").roles("USER").build());
    }

    @Bean
    SecurityFilterChain chain(HttpSecurity http) throws Exception {
        return http.csrf(csrf -> csrf.disable())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .formLogin(form -> form.defaultSuccessUrl("/cart", true))
                .logout(Customizer.withDefaults())
                .build();
    }

    /** A singleton that gets the proxies once. */
    @RestController
    static class Pages {
        private final Cart cart;
        private final Visits visits;

        Pages(Cart cart, Visits visits) {
            this.cart = cart;
            this.visits = visits;
        }

        @GetMapping("/cart")
        String cart() {
            return String.join(",", cart.getProducts());
        }

        @GetMapping("/total")
        int total() {
            return cart.total();
        }

        @PostMapping("/cart/{product}")
        void add(@PathVariable String product) {
            cart.getProducts().add(product);
        }

        @PostMapping("/visit")
        int visit() {
            return visits.next();
        }
    }
}
