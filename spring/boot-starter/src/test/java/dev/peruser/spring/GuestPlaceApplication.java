package dev.peruser.spring;

import dev.peruser.Attribute;
import dev.peruser.UserSession;
import dev.peruser.store.tck.faults.FailingSessionStore;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.beans.factory.annotation.Value;
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
import tools.jackson.core.type.TypeReference;

/** A shop whose older code keeps the cart in the HttpSession, and whose newer code uses the UserSession. */
@SpringBootConfiguration
@EnableAutoConfiguration
class GuestPlaceApplication {
    /** Adds up, so that what is carried twice is seen. */
    static final Attribute<List<String>> CART = Attribute.builder("cart", new TypeReference<List<String>>() {})
            .defaultValue(() -> new ArrayList<>())
            .mergeBy((users, guests) -> {
                List<String> both = new ArrayList<>(users);
                both.addAll(guests);
                return both;
            })
            .build();

    @Bean
    Attribute<List<String>> cart() {
        return CART;
    }

    @Bean
    FailingSessionStore store() {
        return FailingSessionStore.inMemory();
    }

    @Bean
    UserDetailsService users() {
        return new InMemoryUserDetailsManager(
                User.withUsername("ada").password("{noop}pw").roles("USER").build(),
                User.withUsername("grace").password("{noop}pw").roles("USER").build());
    }

    @Bean
    SecurityFilterChain chain(
            HttpSecurity http,
            UserDetailsService users,
            @Value("${test.fixation:change}") String fixation,
            @Value("${test.invalidate-at-logout:true}") boolean isInvalidating)
            throws Exception {
        return http.csrf(csrf -> csrf.disable())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .sessionManagement(sessions -> sessions.sessionFixation(protection -> {
                    switch (fixation) {
                        case "migrate" -> protection.migrateSession();
                        case "new" -> protection.newSession();
                        default -> protection.changeSessionId();
                    }
                }))
                .formLogin(form -> form.defaultSuccessUrl("/", true))
                .httpBasic(Customizer.withDefaults())
                .rememberMe(remember -> remember.key("key").userDetailsService(users))
                .logout(logout -> logout.invalidateHttpSession(isInvalidating))
                .build();
    }

    @RestController
    static class Pages {
        private volatile CyclicBarrier barrier = new CyclicBarrier(1);

        @GetMapping("/")
        String show(UserSession session) {
            return String.join(",", session.get(CART));
        }

        @PostMapping("/add/{item}")
        void add(@PathVariable String item, UserSession session) {
            session.get(CART).add(item);
        }

        @PostMapping("/clear")
        void clear(UserSession session) {
            session.remove(CART);
        }

        @PostMapping("/put/{name}/{value}")
        void put(@PathVariable String name, @PathVariable String value, UserSession session) {
            session.put(name, value);
        }

        @GetMapping("/value/{name}")
        String value(@PathVariable String name, UserSession session) {
            return String.valueOf(session.get(name).orElse("none"));
        }

        @GetMapping("/untouched")
        String untouched() {
            return "untouched";
        }

        @PostMapping("/older/add/{item}")
        void olderAdd(@PathVariable String item, HttpSession session) {
            List<String> cart = new ArrayList<>();
            if (session.getAttribute("cart") instanceof List<?> before) {
                before.forEach(one -> cart.add((String) one));
            }
            cart.add(item);
            session.setAttribute("cart", cart);
        }

        @PostMapping("/older/put/{name}/{value}")
        void olderPut(@PathVariable String name, @PathVariable String value, HttpSession session) {
            session.setAttribute(name, value);
        }

        @GetMapping("/older/value/{name}")
        String olderValue(@PathVariable String name, HttpServletRequest request) {
            HttpSession session = request.getSession(false);
            return session == null ? "no session" : String.valueOf(session.getAttribute(name));
        }

        @GetMapping("/older/names")
        String names(HttpServletRequest request) {
            HttpSession session = request.getSession(false);
            return session == null
                    ? "no session"
                    : new TreeSet<>(Collections.list(session.getAttributeNames())).toString();
        }

        @PostMapping("/meet/{number}")
        void meetAt(@PathVariable int number) {
            barrier = new CyclicBarrier(number);
        }

        /** Answers once so many requests have the HttpSession as it was before any of them was answered. */
        @GetMapping("/meet")
        String meet(HttpServletRequest request) throws InterruptedException, BrokenBarrierException, TimeoutException {
            HttpSession session = request.getSession(false);
            String cart = session == null ? "no session" : String.valueOf(session.getAttribute("cart"));
            barrier.await(20, TimeUnit.SECONDS);
            return cart;
        }
    }
}
