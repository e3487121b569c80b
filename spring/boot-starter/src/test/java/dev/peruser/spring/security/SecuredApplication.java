package dev.peruser.spring.security;

import dev.peruser.Attribute;
import dev.peruser.UserSession;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AbstractAuthenticationProcessingFilter;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.authentication.switchuser.SwitchUserFilter;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import tools.jackson.core.type.TypeReference;

/** An application with all ways of signing in. Its code knows nothing of merging. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(SecuredServer.SwitchingUsers.class)
class SecuredApplication {
    static final Attribute<List<String>> CART = Attribute.builder("cart", new TypeReference<List<String>>() {})
            .defaultValue(() -> new ArrayList<>())
            .build();

    @Bean
    Attribute<List<String>> cart() {
        return CART;
    }

    @Bean
    UserDetailsService users() {
        return SecuredServer.accounts();
    }

    @Bean
    SecurityFilterChain chain(HttpSecurity http, UserDetailsService users, SwitchUserFilter switchUser)
            throws Exception {
        return http.csrf(csrf -> csrf.disable())
                .authorizeHttpRequests(requests -> requests.requestMatchers("/private")
                        .authenticated()
                        .requestMatchers("/impersonate")
                        .hasRole("ADMIN")
                        .anyRequest()
                        .permitAll())
                .formLogin(form -> form.defaultSuccessUrl("/", true))
                .httpBasic(Customizer.withDefaults())
                .rememberMe(remember -> remember.key("key").userDetailsService(users))
                .oauth2Login(Customizer.withDefaults())
                .addFilterBefore(new AssertionFilter(), UsernamePasswordAuthenticationFilter.class)
                .addFilter(switchUser)
                .build();
    }

    /** Takes the word of a form that another site posts, as SAML's assertion consumer does. */
    static final class AssertionFilter extends AbstractAuthenticationProcessingFilter {
        AssertionFilter() {
            super(request -> request.getRequestURI().equals("/saml/acs"), authentication -> authentication);
            setSecurityContextRepository(new HttpSessionSecurityContextRepository());
        }

        @Override
        public Authentication attemptAuthentication(HttpServletRequest request, HttpServletResponse response) {
            return authenticated(request.getParameter("name"));
        }
    }

    private static Authentication authenticated(String name) {
        return UsernamePasswordAuthenticationToken.authenticated(
                name, null, AuthorityUtils.createAuthorityList("ROLE_USER"));
    }

    @RestController
    static class Pages {
        private final UserSession injected;

        Pages(UserSession injected) {
            this.injected = injected;
        }

        @GetMapping({"/", "/private"})
        String show(UserSession session) {
            return String.join(",", session.get(CART));
        }

        @PostMapping("/add/{item}")
        void add(@PathVariable String item, UserSession session) {
            session.get(CART).add(item);
        }

        @GetMapping("/untouched")
        String untouched() {
            return "untouched";
        }

        @GetMapping("/injected")
        String showInjected() {
            return String.join(",", injected.get(CART));
        }

        @GetMapping("/callable")
        Callable<String> callable(UserSession session) {
            return () -> {
                session.update(CART, cart -> {
                    cart.add("callable");
                    return cart;
                });
                return String.join(",", injected.get(CART));
            };
        }

        @GetMapping("/deferred")
        DeferredResult<String> deferred(UserSession session) {
            DeferredResult<String> result = new DeferredResult<>();
            Thread worker = new Thread(() -> {
                session.get(CART).add("deferred");
                result.setResult(String.join(",", session.get(CART)));
            });
            worker.start();
            return result;
        }

        @PostMapping("/login-in-code/{name}")
        void loginInCode(@PathVariable String name, HttpServletRequest request, HttpServletResponse response) {
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(authenticated(name));
            SecurityContextHolder.setContext(context);
            new HttpSessionSecurityContextRepository().saveContext(context, request, response);
        }

        @PostMapping("/register/{name}")
        String register(
                @PathVariable String name,
                UserSession session,
                HttpServletRequest request,
                HttpServletResponse response) {
            session.get(CART).add("welcome-gift");
            loginInCode(name, request, response);
            return String.join(",", session.get(CART));
        }

        @PostMapping("/request-login")
        void requestLogin(HttpServletRequest request) throws ServletException {
            request.login("ada", "pw");
        }

        @PostMapping("/request-logout")
        void requestLogout(HttpServletRequest request) throws ServletException {
            request.logout();
        }

        @GetMapping("/failing")
        void failing(UserSession session) {
            session.get(CART).add("before-failure");
            throw new org.springframework.web.server.ResponseStatusException(HttpStatus.CONFLICT);
        }
    }
}
