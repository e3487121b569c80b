package dev.peruser.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.spring.SignedIn;
import dev.peruser.spring.UserIdResolver;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** The examples of docs/guide/spring-boot.md. */
@SpringBootTest(
        classes = SpringExamplesIT.Application.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "peruser.store=memory")
class SpringExamplesIT {

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({CartController.class, Greeting.class, Pages.class})
    static class Application {
        @Bean
        SecurityFilterChain security(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .formLogin(Customizer.withDefaults())
                    .build();
        }

        @Bean
        UserDetailsService users() {
            return name -> User.withUsername(name)
                    .password("{noop}secret")
                    .roles(name.startsWith("new-") ? "UNCONFIRMED" : "CUSTOMER")
                    .build();
        }

        // snippet:user-id-resolver
        @Bean
        UserIdResolver userIds() {
            return authentication ->
                    Optional.of(UserId.of(authentication.getName().toLowerCase(Locale.ROOT)));
        }
        // end

        // snippet:signed-in
        @Bean
        SignedIn signedIn() {
            return authentication -> authentication.isAuthenticated()
                    && authentication.getAuthorities().stream()
                            .anyMatch(authority -> "ROLE_CUSTOMER".equals(authority.getAuthority()));
        }
        // end
    }

    @RestController
    static class Pages {
        private final Greeting greeting;
        private final ExecutorService executor = Executors.newSingleThreadExecutor();

        Pages(Greeting greeting) {
            this.greeting = greeting;
        }

        @GetMapping("/greeting")
        String greeting() {
            return greeting.text();
        }

        // snippet:callable
        @GetMapping("/callable")
        Callable<String> callable(UserSession session) {
            return () -> {
                session.put("report", "ready");
                return "ready";
            };
        }
        // end

        // snippet:deferred
        @GetMapping("/deferred")
        DeferredResult<String> deferred(UserSession session) {
            DeferredResult<String> result = new DeferredResult<>();
            executor.execute(() -> {
                session.put("report", "later");
                result.setResult("later");
            });
            return result;
        }
        // end
    }

    @Value("${local.server.port}")
    private int port;

    @Autowired
    private PerUser perUser;

    private final String ada = "ada-" + UUID.randomUUID();

    private Object report() {
        return perUser.withSession(
                UserId.of(ada), session -> session.get("report").orElse("none"));
    }

    @Test
    void injectedSession_isTheCurrentVisitors() {
        Browser browser = new Browser(port);
        assertThat(browser.text("/greeting")).isEqualTo("Hello");
        browser.signIn(ada);
        assertThat(browser.text("/greeting")).isEqualTo("Welcome back, " + ada);
    }

    @Test
    void asynchronousRequests_saveForTheVisitor() {
        Browser browser = new Browser(port);
        browser.signIn(ada);
        assertThat(browser.text("/callable")).isEqualTo("ready");
        assertThat(report()).isEqualTo("ready");
        assertThat(browser.text("/deferred")).isEqualTo("later");
        assertThat(report()).isEqualTo("later");
    }

    @Test
    void userIdResolver_decidesWhoseSessionItIs() {
        Browser upper = new Browser(port);
        upper.signIn(ada.toUpperCase(Locale.ROOT));
        upper.submit("/cart/tea");
        Browser lower = new Browser(port);
        lower.signIn(ada);
        assertThat(lower.text("/cart")).isEqualTo("[\"tea\"]");
    }

    @Test
    void signedIn_decidesWhoIsAUser() {
        Browser browser = new Browser(port);
        browser.signIn("new-" + ada);
        assertThat(browser.text("/greeting")).isEqualTo("Hello");
        browser.submit("/cart/tea");
        browser.signIn(ada);
        assertThat(browser.text("/cart")).isEqualTo("[\"tea\"]");
    }
}
