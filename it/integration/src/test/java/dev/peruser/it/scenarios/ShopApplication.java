package dev.peruser.it.scenarios;

import dev.peruser.Attribute;
import dev.peruser.PerUserListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.core.session.SessionRegistryImpl;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AbstractAuthenticationProcessingFilter;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.authentication.switchuser.SwitchUserFilter;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import tools.jackson.core.type.TypeReference;

/** A shop with all ways of signing in, whose code knows nothing of merging but its rule for two carts. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({CartPages.class, AccountPages.class, OtherPages.class, ApplicationPages.class})
class ShopApplication {

    @Bean
    CartRule cartRule() {
        return new CartRule();
    }

    @Bean
    Gates gates() {
        return new Gates();
    }

    @Bean
    LateChanges lateChanges() {
        return new LateChanges();
    }

    @Bean
    Accounts accounts() {
        return new Accounts();
    }

    @Bean
    Attribute<List<Line>> cart(CartRule rule) {
        return Attribute.builder("cart", new TypeReference<List<Line>>() {})
                .defaultValue(() -> new ArrayList<>())
                .itemIdentity("sku", "option")
                .mergeBy(rule)
                .build();
    }

    @Bean
    SessionRegistry sessionRegistry() {
        return new SessionRegistryImpl();
    }

    @Bean
    SwitchUserFilter switchUserFilter(Accounts accounts) {
        SwitchUserFilter filter = new SwitchUserFilter();
        filter.setUserDetailsService(accounts);
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

    @Bean
    SecurityFilterChain chain(
            HttpSecurity http, Accounts accounts, SwitchUserFilter switchUser, SessionRegistry sessions)
            throws Exception {
        return http.csrf(csrf -> csrf.disable())
                .authorizeHttpRequests(requests -> requests.requestMatchers("/impersonate")
                        .hasRole("ADMIN")
                        .anyRequest()
                        .permitAll())
                .formLogin(form -> form.defaultSuccessUrl("/", true))
                .httpBasic(Customizer.withDefaults())
                .rememberMe(remember -> remember.key("key").userDetailsService(accounts))
                .sessionManagement(management -> management.sessionConcurrency(
                        concurrency -> concurrency.maximumSessions(-1).sessionRegistry(sessions)))
                .addFilterBefore(new CallbackFilter(), UsernamePasswordAuthenticationFilter.class)
                .addFilterBefore(new TokenFilter(), UsernamePasswordAuthenticationFilter.class)
                .addFilter(switchUser)
                .build();
    }

    static Authentication authenticated(String name) {
        return UsernamePasswordAuthenticationToken.authenticated(
                name, null, AuthorityUtils.createAuthorityList("ROLE_USER"));
    }

    /** What applications write that sign somebody in themselves. */
    static void signIn(String name, HttpServletRequest request, HttpServletResponse response) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(authenticated(name));
        SecurityContextHolder.setContext(context);
        new HttpSessionSecurityContextRepository().saveContext(context, request, response);
    }

    /** An identity provider sends the visitor back, as with OAuth2. */
    private static final class CallbackFilter extends AbstractAuthenticationProcessingFilter {
        CallbackFilter() {
            super(request -> request.getRequestURI().equals("/callback"), authentication -> authentication);
            setSecurityContextRepository(new HttpSessionSecurityContextRepository());
        }

        @Override
        public Authentication attemptAuthentication(HttpServletRequest request, HttpServletResponse response) {
            return authenticated(request.getParameter("code"));
        }
    }

    /** A client of the API shows its token with each request; there is no session of the container. */
    private static final class TokenFilter extends AbstractAuthenticationProcessingFilter {
        TokenFilter() {
            super(request -> request.getHeader("X-Token") != null, authentication -> authentication);
            setSecurityContextRepository(new RequestAttributeSecurityContextRepository());
            setAuthenticationSuccessHandler((request, response, authentication) -> {});
        }

        @Override
        public Authentication attemptAuthentication(HttpServletRequest request, HttpServletResponse response) {
            return authenticated(request.getHeader("X-Token"));
        }

        @Override
        protected void successfulAuthentication(
                HttpServletRequest request,
                HttpServletResponse response,
                jakarta.servlet.FilterChain chain,
                Authentication authentication)
                throws java.io.IOException, jakarta.servlet.ServletException {
            super.successfulAuthentication(request, response, chain, authentication);
            chain.doFilter(request, response);
        }
    }

    /** Counts what was changed when it could not be saved any more. */
    static final class LateChanges implements PerUserListener {
        final AtomicInteger found = new AtomicInteger();

        @Override
        public void changedTooLate() {
            found.incrementAndGet();
        }
    }
}
