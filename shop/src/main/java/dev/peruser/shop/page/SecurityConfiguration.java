package dev.peruser.shop.page;

import dev.peruser.servlet.PerUserFilter;
import dev.peruser.shop.account.Accounts;
import dev.peruser.shop.web.LocalPath;
import dev.peruser.shop.web.Notice;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.NullRequestCache;

/**
 * Sign-in by form. All pages are open to guests, and nothing but a sign-in creates a container session: the CSRF token
 * is in a cookie, requests are not cached, and a failed sign-in leaves nothing behind.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    @Bean
    PasswordEncoder passwordEncoder() {
        return PasswordEncoderFactories.createDelegatingPasswordEncoder();
    }

    @Bean
    SecurityFilterChain shopSecurity(HttpSecurity http, Accounts accounts) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .formLogin(form -> form.loginPage("/sign-in")
                        .usernameParameter("name")
                        .passwordParameter("password")
                        .successHandler(sendBack())
                        .failureHandler(askAgain()))
                .rememberMe(remember -> remember.key(accounts.rememberMeKey())
                        .userDetailsService(accounts)
                        .tokenValiditySeconds((int) Duration.ofDays(30).toSeconds()))
                .logout(logout -> logout.logoutUrl("/sign-out")
                        .logoutSuccessUrl(LocalPath.withNotice("/", Notice.SIGNED_OUT))
                        .deleteCookies("JSESSIONID"))
                .csrf(csrf -> csrf.csrfTokenRepository(tokenInCookie()))
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT_SECURITY_POLICY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)))
                .build();
    }

    private static CookieCsrfTokenRepository tokenInCookie() {
        CookieCsrfTokenRepository repository = new CookieCsrfTokenRepository();
        repository.setCookieCustomizer(cookie -> cookie.sameSite("Lax"));
        return repository;
    }

    private static AuthenticationSuccessHandler sendBack() {
        return (request, response, authentication) -> {
            String back = LocalPath.orHome(back(request));
            request.setAttribute(PerUserFilter.SIGN_IN_PLACE, back);
            response.sendRedirect(request.getContextPath() + back);
        };
    }

    private static AuthenticationFailureHandler askAgain() {
        return (request, response, failure) -> response.sendRedirect(request.getContextPath()
                + LocalPath.withNotice("/sign-in?back=" + LocalPath.orHome(back(request)), Notice.SIGN_IN_FAILED));
    }

    private static String back(HttpServletRequest request) {
        return Optional.ofNullable(request.getParameter("back")).orElse("/");
    }
}
