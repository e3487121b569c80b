package dev.peruser.spring.existing;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.SessionAttributes;
import org.springframework.web.context.WebApplicationContext;

/** A shop that knows nothing of PerUser: its cart, its wishes and its basket are in the HttpSession. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({
    ExistingApplication.Carts.class,
    ExistingApplication.Wishes.class,
    ExistingApplication.Baskets.class,
    ExistingApplication.Basket.class
})
class ExistingApplication {

    /** What the older code puts. */
    static class Cart implements Serializable {
        private static final long serialVersionUID = 1;

        private List<Line> lines = new ArrayList<>();

        public List<Line> getLines() {
            return lines;
        }

        public void setLines(List<Line> lines) {
            this.lines = lines;
        }

        @Override
        public String toString() {
            return lines.stream().map(Line::article).toList().toString();
        }
    }

    record Line(String article, int number) implements Serializable {}

    @Bean
    DataSource database(@Value("${test.database}") String name) {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
        return database;
    }

    @Bean
    UserDetailsService users() {
        return new InMemoryUserDetailsManager(
                User.withUsername("ada").password("{noop}pw").roles("USER").build());
    }

    @Bean
    SecurityFilterChain chain(HttpSecurity http, @Value("${test.fixation:change}") String fixation) throws Exception {
        return http.csrf(csrf -> csrf.disable())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .sessionManagement(sessions -> sessions.sessionFixation(protection -> {
                    switch (fixation) {
                        case "migrate" -> protection.migrateSession();
                        case "new" -> protection.newSession();
                        default -> protection.changeSessionId();
                    }
                }))
                .formLogin(Customizer.withDefaults())
                .build();
    }

    /** With the HttpSession. */
    @Controller
    static class Carts {
        @PostMapping("/cart/{item}")
        @ResponseBody
        void add(@PathVariable String item, HttpSession session) {
            Cart cart = (Cart) session.getAttribute("cart");
            if (cart == null) {
                cart = new Cart();
            }
            cart.getLines().add(new Line(item, 1));
            session.setAttribute("cart", cart);
        }

        /** Without setAttribute: the cart is there. */
        @PostMapping("/cart/in-place/{item}")
        @ResponseBody
        void addInPlace(@PathVariable String item, HttpSession session) {
            ((Cart) session.getAttribute("cart")).getLines().add(new Line(item, 1));
        }

        @GetMapping("/cart")
        @ResponseBody
        String cart(HttpServletRequest request) {
            HttpSession session = request.getSession(false);
            return session == null ? "no session" : String.valueOf(session.getAttribute("cart"));
        }

        @GetMapping("/cart/page")
        String page() {
            return "cart";
        }

        @PostMapping("/other")
        @ResponseBody
        void other(HttpSession session) {
            session.setAttribute("other", "of the browser");
        }

        @GetMapping("/names")
        @ResponseBody
        String names(HttpSession session) {
            return new TreeSet<>(Collections.list(session.getAttributeNames())).toString();
        }

        @GetMapping("/untouched")
        @ResponseBody
        String untouched() {
            return "untouched";
        }
    }

    /** With attributes of the model that Spring MVC keeps in the session. */
    @Controller
    @SessionAttributes("wishes")
    static class Wishes {
        @ModelAttribute("wishes")
        List<String> none() {
            return new ArrayList<>();
        }

        @PostMapping("/wishes/{item}")
        String add(@PathVariable String item, @ModelAttribute("wishes") List<String> wishes) {
            wishes.add(item);
            return "redirect:/wishes";
        }

        @GetMapping("/wishes")
        @ResponseBody
        String show(@ModelAttribute("wishes") List<String> wishes) {
            return wishes.toString();
        }
    }

    /** A bean of the session. */
    @Component("basket")
    @Scope(scopeName = WebApplicationContext.SCOPE_SESSION, proxyMode = ScopedProxyMode.TARGET_CLASS)
    static class Basket implements Serializable {
        private static final long serialVersionUID = 1;

        private List<Line> lines = new ArrayList<>();

        public List<Line> getLines() {
            return lines;
        }

        public void setLines(List<Line> lines) {
            this.lines = lines;
        }
    }

    @RestController
    static class Baskets {
        private final Basket basket;

        Baskets(Basket basket) {
            this.basket = basket;
        }

        @PostMapping("/basket/{item}")
        void add(@PathVariable String item) {
            basket.getLines().add(new Line(item, 1));
        }

        @GetMapping("/basket")
        String show() {
            return basket.getLines().stream().map(Line::article).toList().toString();
        }
    }
}
