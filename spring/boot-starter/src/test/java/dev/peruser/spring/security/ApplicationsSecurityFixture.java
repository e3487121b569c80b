package dev.peruser.spring.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.SecurityFilterChain;

/** Applications that replace something of Spring Security, and what then holds, over HTTP. */
abstract class ApplicationsSecurityFixture {
    /** A guest's cart follows into the account, stays there, and is nobody else's. */
    static void assertThatACartFollowsItsOwner(SecuredServer server) {
        SecuredServer.Client browser = server.browser().add("apple");
        assertThat(browser.shows()).isEqualTo("guest:apple");
        assertThat(browser.signIn("ada").shows()).isEqualTo("ada:apple");
        assertThat(browser.hasCookie("peruser.")).isFalse();
        assertThat(browser.signOut().shows()).isEqualTo("guest:");
        assertThat(browser.signIn("grace").shows()).isEqualTo("grace:");
        assertThat(server.browser().signIn("ada").shows()).isEqualTo("ada:apple");
    }

    static void assertThatACartFollowsItsOwner(Class<?>... configurations) {
        try (SecuredServer server = SecuredServer.start(configurations)) {
            assertThatACartFollowsItsOwner(server);
        }
    }

    /** Any page for anybody, sign-in by a form. */
    static HttpSecurity open(HttpSecurity http) throws Exception {
        return http.csrf(csrf -> csrf.disable())
                .authorizeHttpRequests(requests -> requests.requestMatchers("/private")
                        .authenticated()
                        .anyRequest()
                        .permitAll())
                .formLogin(form -> form.defaultSuccessUrl("/", true));
    }

    @Configuration(proxyBeanMethods = false)
    static class OpenChain {
        @Bean
        SecurityFilterChain chain(HttpSecurity http) throws Exception {
            return open(http).build();
        }
    }

    static void assertThatACartFollowsItsOwner(SecuredServer server, String owner) {
        SecuredServer.Client browser = server.browser().add("apple").signIn(owner);
        assertThat(browser.shows()).isEqualTo(owner + ":apple");
        assertThat(browser.get("/shop").body()).isEqualTo(owner + ":apple");
    }

    /** One that knows of no deferred contexts. */
    static final class OwnHolder implements SecurityContextHolderStrategy {
        private final ThreadLocal<@Nullable SecurityContext> context = new ThreadLocal<>();

        @Override
        public void clearContext() {
            context.remove();
        }

        @Override
        public SecurityContext getContext() {
            if (context.get() == null) {
                context.set(createEmptyContext());
            }
            return context.get();
        }

        @Override
        public void setContext(SecurityContext given) {
            context.set(given);
        }

        @Override
        public SecurityContext createEmptyContext() {
            return new SecurityContextImpl();
        }
    }

    /** Visitors of a kiosk are signed in technically, as one account for all. */
    static final class KioskIsAnonymous implements AuthenticationTrustResolver {
        private final AuthenticationTrustResolver standard = new AuthenticationTrustResolverImpl();

        @Override
        public boolean isAnonymous(@Nullable Authentication authentication) {
            return standard.isAnonymous(authentication)
                    || (authentication != null && authentication.getName().equals("grace"));
        }

        @Override
        public boolean isRememberMe(@Nullable Authentication authentication) {
            return standard.isRememberMe(authentication);
        }
    }
}
