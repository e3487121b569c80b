package dev.peruser.spring.security;

import dev.peruser.Attribute;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.it.servers.HttpBrowser;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.authentication.switchuser.SwitchUserFilter;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.type.TypeReference;

/** An application on Tomcat, with the security that a test gives it, and sessions in memory. */
final class SecuredServer implements AutoCloseable {
    private static final Attribute<List<String>> CART = Attribute.builder("cart", new TypeReference<List<String>>() {})
            .defaultValue(() -> new ArrayList<>())
            .build();

    private final ConfigurableApplicationContext context;

    private SecuredServer(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static SecuredServer start(Class<?>... configurations) {
        SpringApplicationBuilder application = new SpringApplicationBuilder(Pages.class);
        application.sources(configurations);
        // Without events of handled requests: for those Spring MVC asks who the user is.
        return new SecuredServer(application.run(
                "--server.port=0",
                "--peruser.store=memory",
                "--spring.mvc.publish-request-handled-events=false",
                "--spring.main.banner-mode=off",
                "--logging.level.root=warn"));
    }

    /** Ada and Grace, and an administrator. */
    static UserDetailsService accounts() {
        return new InMemoryUserDetailsManager(account("ada"), account("grace"), account("admin", "ADMIN"));
    }

    private static UserDetails account(String name, String... roles) {
        return User.withUsername(name)
                .password("{noop}pw")
                .roles(Stream.concat(Stream.of("USER"), Stream.of(roles)).toArray(String[]::new))
                .build();
    }

    /** An administrator becomes another user at {@code /impersonate}, and is back at {@code /impersonate/exit}. */
    @Configuration(proxyBeanMethods = false)
    static class SwitchingUsers {
        @Bean
        SwitchUserFilter switchUser(UserDetailsService users) {
            SwitchUserFilter filter = new SwitchUserFilter();
            filter.setUserDetailsService(users);
            filter.setTargetUrl("/");
            filter.setSwitchUserMatcher(request -> request.getRequestURI().equals("/impersonate"));
            filter.setExitUserMatcher(request -> request.getRequestURI().equals("/impersonate/exit"));
            return filter;
        }

        @Bean
        FilterRegistrationBean<SwitchUserFilter> onlyInTheChain(SwitchUserFilter filter) {
            FilterRegistrationBean<SwitchUserFilter> registration = new FilterRegistrationBean<>(filter);
            registration.setEnabled(false);
            return registration;
        }
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    Client browser() {
        return new Client();
    }

    @Override
    public void close() {
        context.close();
    }

    /** A browser. What it shows is who the visitor is and what is in the cart: {@code ada:apple,pear}. */
    final class Client extends HttpBrowser {
        private Client() {
            super(Integer.parseInt(context.getEnvironment().getProperty("local.server.port")));
        }

        Client add(String item) {
            post("/add/" + item);
            return this;
        }

        Client signIn(String name) {
            post("/login?username=" + name + "&password=pw");
            return this;
        }

        Client signOut() {
            post("/logout");
            return this;
        }

        String shows() {
            return text("/");
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @RestController
    static class Pages {

        @Bean
        Attribute<List<String>> cart() {
            return CART;
        }

        @Bean
        UserDetailsService users() {
            return accounts();
        }

        @GetMapping({"/", "/shop"})
        String show(UserSession session) {
            return shown(session);
        }

        static String shown(UserSession session) {
            return session.user().map(UserId::name).orElse("guest") + ":" + String.join(",", session.get(CART));
        }

        @PostMapping("/add/{item}")
        void add(@PathVariable String item, UserSession session) {
            session.get(CART).add(item);
        }

        @GetMapping("/untouched")
        String untouched() {
            return "untouched";
        }
    }
}
