package dev.peruser.spring.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Several filter chains, and error pages: PerUser decides as the application does. */
class ApplicationsSecurityTest extends ApplicationsSecurityFixture {
    @Configuration(proxyBeanMethods = false)
    static class SeveralChains {
        @Bean
        @Order(1)
        SecurityFilterChain api(HttpSecurity http) throws Exception {
            http.setSharedObject(AuthenticationTrustResolver.class, new KioskIsAnonymous());
            return open(http.securityMatcher("/shop")).build();
        }

        @Bean
        @Order(2)
        SecurityFilterChain rest(HttpSecurity http) throws Exception {
            return open(http).build();
        }
    }

    @Test
    void eachOfSeveralChains_decidesForItself() {
        try (SecuredServer server = SecuredServer.start(SeveralChains.class)) {
            SecuredServer.Client browser = server.browser().signIn("grace").add("pear");
            assertThat(browser.shows()).isEqualTo("grace:pear");
            assertThat(browser.get("/shop").body()).isEqualTo("guest:");
            assertThatACartFollowsItsOwner(server, "ada");
        }
    }

    /** Authenticates by a header, for the thread alone, and not for error dispatches. */
    @Configuration(proxyBeanMethods = false)
    @RestController
    static class ErrorPageWithACart {
        private static final SecurityContextHolderStrategy HOLDER = new OwnHolder();

        @Bean
        SecurityContextHolderStrategy holder() {
            return HOLDER;
        }

        @Bean
        SecurityFilterChain chain(HttpSecurity http) throws Exception {
            return open(http)
                    .addFilterBefore(
                            (request, response, next) -> {
                                if (((HttpServletRequest) request).getHeader("X-Who") != null
                                        && request.getDispatcherType() == jakarta.servlet.DispatcherType.REQUEST) {
                                    SecurityContext context = HOLDER.createEmptyContext();
                                    context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                                            ((HttpServletRequest) request).getHeader("X-Who"),
                                            null,
                                            AuthorityUtils.NO_AUTHORITIES));
                                    HOLDER.setContext(context);
                                }
                                next.doFilter(request, response);
                            },
                            org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter.class)
                    .build();
        }

        @Bean
        org.springframework.boot.web.error.ErrorPageRegistrar errorPage() {
            return registry -> registry.addErrorPages(
                    new org.springframework.boot.web.error.ErrorPage(org.springframework.http.HttpStatus.GONE, "/"));
        }

        @GetMapping("/gone")
        void gone(HttpServletResponse response) throws java.io.IOException {
            response.sendError(410);
        }

        @GetMapping("/sign-out-and-gone")
        void signOutAndGone(HttpServletResponse response) throws java.io.IOException {
            HOLDER.clearContext();
            response.sendError(410);
        }
    }

    @Test
    void errorPage_knowsWhomTheRequestHadBroughtAlong_alsoIfNobodyHadAsked() {
        try (SecuredServer server = SecuredServer.start(ErrorPageWithACart.class)) {
            assertThat(server.browser().get("/gone", "X-Who", "ada").body()).isEqualTo("ada:");
            assertThat(server.browser()
                            .get("/sign-out-and-gone", "X-Who", "ada")
                            .body())
                    .as("whom the application has signed out")
                    .isEqualTo("guest:");
        }
    }
}
