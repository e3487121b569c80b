package dev.peruser.spring.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.spring.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationManagerFactory;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/** Who is anonymous, and who is authenticated, is for the application to say. */
class AuthenticatedVisitorTest extends ApplicationsSecurityFixture {
    @Configuration(proxyBeanMethods = false)
    static class TrustAsABean {
        @Bean
        AuthenticationTrustResolver trust() {
            return new KioskIsAnonymous();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TrustOfTheChain {
        @Bean
        SecurityFilterChain chain(HttpSecurity http) throws Exception {
            http.setSharedObject(AuthenticationTrustResolver.class, new KioskIsAnonymous());
            return open(http).build();
        }
    }

    private static void assertThatGraceIsAGuest(SecuredServer server) {
        SecuredServer.Client kiosk = server.browser().signIn("grace").add("pear");
        assertThat(kiosk.shows()).isEqualTo("guest:pear");
        assertThat(server.browser().signIn("grace").shows()).isEqualTo("guest:");
        assertThat(server.browser().signIn("ada").add("apple").shows()).isEqualTo("ada:apple");
    }

    private static void assertThatGraceIsAGuest(Class<?>... configurations) {
        try (SecuredServer server = SecuredServer.start(configurations)) {
            assertThatGraceIsAGuest(server);
        }
    }

    @Test
    void trustResolver_thatIsABean_saysWhoIsAnonymous() {
        assertThatGraceIsAGuest(OpenChain.class, TrustAsABean.class);
    }

    @Test
    void trustResolver_ofTheChain_saysWhoIsAnonymous() {
        assertThatGraceIsAGuest(TrustOfTheChain.class);
    }

    private static <T> AuthorizationManagerFactory<T> onlyAda(AtomicInteger asked) {
        return new AuthorizationManagerFactory<>() {
            @Override
            public AuthorizationManager<T> authenticated() {
                return (authentication, object) -> {
                    asked.incrementAndGet();
                    return new AuthorizationDecision(
                            authentication.get().getName().equals("ada"));
                };
            }
        };
    }

    @Configuration(proxyBeanMethods = false)
    static class FactoryForRequests {
        @Bean
        AtomicInteger asked() {
            return new AtomicInteger();
        }

        @Bean
        AuthorizationManagerFactory<RequestAuthorizationContext> factory(AtomicInteger asked) {
            return onlyAda(asked);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class FactoryForAnything {
        @Bean
        AuthorizationManagerFactory<Object> factory() {
            return onlyAda(new AtomicInteger());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class FactoryOfAnythingGoes {
        @Bean
        AuthorizationManagerFactory<Object> factory() {
            return new AuthorizationManagerFactory<>() {
                @Override
                public AuthorizationManager<Object> authenticated() {
                    return (authentication, object) -> new AuthorizationDecision(true);
                }
            };
        }
    }

    @Test
    void ruleForRequests_saysWhoIsAuthenticated_andIsAskedOnceARequest() {
        try (SecuredServer server = SecuredServer.start(OpenChain.class, FactoryForRequests.class)) {
            assertThatGraceIsAGuest(server);
            SecuredServer.Client browser = server.browser().signIn("ada");
            int before = server.bean(AtomicInteger.class).get();
            assertThat(browser.shows()).isEqualTo("ada:apple");
            assertThat(server.bean(AtomicInteger.class).get()).isEqualTo(before + 1);
        }
    }

    @Test
    void ruleForAnything_saysWhoIsAuthenticated() {
        assertThatGraceIsAGuest(OpenChain.class, FactoryForAnything.class);
    }

    @Test
    void ruleThatLetsEverybodyPass_makesNoUserOfAnAnonymousVisitor() {
        try (SecuredServer server = SecuredServer.start(OpenChain.class, FactoryOfAnythingGoes.class)) {
            assertThatACartFollowsItsOwner(server);
            assertThat(server.browser().shows()).isEqualTo("guest:");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnSignedIn {
        @Bean
        SignedIn signedIn() {
            return authentication -> authentication.getName().equals("ada");
        }
    }

    @Test
    void signedIn_thatIsDeclared_isAskedInstead() {
        assertThatGraceIsAGuest(OpenChain.class, OwnSignedIn.class, FactoryOfAnythingGoes.class);
    }

    @Configuration(proxyBeanMethods = false)
    static class Nameless {
        @Bean
        SecurityFilterChain chain(HttpSecurity http) throws Exception {
            return open(http)
                    .addFilterAfter(
                            (request, response, next) -> {
                                if (((HttpServletRequest) request).getHeader("X-Nameless") != null) {
                                    SecurityContextHolder.getContext().setAuthentication(nameless());
                                }
                                next.doFilter(request, response);
                            },
                            org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter.class)
                    .build();
        }

        private static Authentication nameless() {
            return new UsernamePasswordAuthenticationToken(new Object(), null, AuthorityUtils.NO_AUTHORITIES) {
                @Override
                public @Nullable String getName() {
                    return null;
                }
            };
        }
    }

    @Test
    void authenticationWithoutAName_isAGuest() {
        try (SecuredServer server = SecuredServer.start(Nameless.class)) {
            assertThat(server.browser().get("/", "X-Nameless", "yes").body()).isEqualTo("guest:");
        }
    }
}
