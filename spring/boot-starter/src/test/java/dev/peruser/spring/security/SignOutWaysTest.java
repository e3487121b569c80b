package dev.peruser.spring.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.UserSession;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.LogoutConfigurer;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.core.session.SessionRegistryImpl;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * By whatever means an application signs its users out, what their browser still has of a guest is theirs, and what
 * follows is a guest's; over HTTP.
 */
class SignOutWaysTest extends ApplicationsSecurityFixture {
    private static SecuredServer own;

    /** Spring Security's logout is off; controllers do what applications do instead. */
    @Configuration(proxyBeanMethods = false)
    @RestController
    static class OwnSignOut {
        @Bean
        SecurityFilterChain chain(HttpSecurity http) throws Exception {
            return open(http).logout(logout -> logout.disable()).build();
        }

        @PostMapping("/by-handler")
        String byHandler(HttpServletRequest request, HttpServletResponse response, UserSession session) {
            handler()
                    .logout(
                            request,
                            response,
                            SecurityContextHolder.getContext().getAuthentication());
            return SecuredServer.Pages.shown(session);
        }

        @PostMapping("/by-handler-unasked")
        void byHandlerUnasked(HttpServletRequest request, HttpServletResponse response) throws IOException {
            handler()
                    .logout(
                            request,
                            response,
                            SecurityContextHolder.getContext().getAuthentication());
            response.sendRedirect("/");
        }

        private static SecurityContextLogoutHandler handler() {
            return new SecurityContextLogoutHandler();
        }

        @PostMapping("/by-invalidation")
        void byInvalidation(HttpServletRequest request) {
            request.getSession().invalidate();
            SecurityContextHolder.clearContext();
        }

        @PostMapping("/by-attribute")
        void byAttribute(HttpServletRequest request) {
            request.getSession().removeAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY);
        }

        @PostMapping("/by-empty-context")
        void byEmptyContext(HttpServletRequest request, HttpServletResponse response) {
            SecurityContextHolder.setContext(SecurityContextHolder.createEmptyContext());
            new HttpSessionSecurityContextRepository()
                    .saveContext(SecurityContextHolder.getContext(), request, response);
        }
    }

    @BeforeAll
    static void start() {
        own = SecuredServer.start(OwnSignOut.class);
    }

    @AfterAll
    static void stop() {
        own.close();
    }

    /** The answer of a parallel request of the guest came after the sign-in: the browser has a guest's cookie again. */
    private static SecuredServer.Client signedInWithAGuestsCookie(SecuredServer server, String item) {
        SecuredServer.Client browser = server.browser().signIn("ada");
        browser.takeCookies(server.browser().add(item), "peruser.");
        return browser;
    }

    private static void assertThatNothingIsLeftForTheNext(
            SecuredServer server, SecuredServer.Client browser, String item) {
        assertThat(browser.hasCookie("peruser.")).as("a guest's cookie").isFalse();
        assertThat(browser.shows()).isEqualTo("guest:");
        assertThat(browser.signIn("grace").shows()).doesNotContain(item);
        assertThat(server.browser().signIn("ada").shows()).startsWith("ada:").contains(item);
    }

    private static void assertThatNothingIsLeftAfter(String signOut, SecuredServer server, String item) {
        SecuredServer.Client browser = signedInWithAGuestsCookie(server, item);
        browser.post(signOut);
        assertThatNothingIsLeftForTheNext(server, browser, item);
    }

    @Test
    void handler_inAController() {
        SecuredServer.Client browser = signedInWithAGuestsCookie(own, "fig");
        assertThat(browser.post("/by-handler").body())
                .as("what follows in the same request")
                .isEqualTo("guest:");
        assertThatNothingIsLeftForTheNext(own, browser, "fig");
    }

    @Test
    void handler_inAController_thatDoesNotUseTheSession() {
        assertThatNothingIsLeftAfter("/by-handler-unasked", own, "lime");
    }

    @Test
    void invalidatedHttpSession_andClearedContext() {
        assertThatNothingIsLeftAfter("/by-invalidation", own, "date");
    }

    @Test
    void contextThatIsTakenOutOfTheHttpSession() {
        assertThatNothingIsLeftAfter("/by-attribute", own, "nut");
    }

    @Test
    void emptyContext_thatIsSaved() {
        assertThatNothingIsLeftAfter("/by-empty-context", own, "kiwi");
    }

    @Test
    void failedSecondSignIn_isNoSignOut() {
        SecuredServer.Client browser = signedInWithAGuestsCookie(own, "rice");
        browser.post("/login?username=ada&password=wrong");
        assertThat(browser.shows()).startsWith("ada:").contains("rice");
        assertThat(browser.hasCookie("peruser.")).isFalse();
    }

    @Configuration(proxyBeanMethods = false)
    static class LogoutSetUpAnew {
        @Bean
        @SuppressWarnings("unchecked")
        SecurityFilterChain chain(HttpSecurity http) throws Exception {
            open(http).logout(LogoutConfigurer::disable);
            return http.logout(
                            logout -> logout.logoutUrl("/leave").addLogoutHandler(new SecurityContextLogoutHandler()))
                    .build();
        }
    }

    @Test
    void logout_thatIsSwitchedOffAndSetUpAnew() {
        try (SecuredServer server = SecuredServer.start(LogoutSetUpAnew.class)) {
            assertThatNothingIsLeftAfter("/leave", server, "apple");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OneSessionAUser {
        @Bean
        SessionRegistry registry() {
            return new SessionRegistryImpl();
        }

        @Bean
        SecurityFilterChain chain(HttpSecurity http, SessionRegistry registry) throws Exception {
            return open(http)
                    .sessionManagement(sessions -> sessions.maximumSessions(1).sessionRegistry(registry))
                    .build();
        }
    }

    @Test
    void sessionThatAnotherDeviceEnds_orAnIdentityProvider() {
        try (SecuredServer server = SecuredServer.start(OneSessionAUser.class)) {
            SecuredServer.Client browser = signedInWithAGuestsCookie(server, "apple");
            SecuredServer.Client other = server.browser().signIn("ada");
            browser.get("/untouched");
            assertThatNothingIsLeftForTheNext(server, browser, "apple");
            SessionRegistry registry = server.bean(SessionRegistry.class);
            registry.getAllPrincipals().stream()
                    .filter(principal -> ((User) principal).getUsername().equals("ada"))
                    .flatMap(principal -> registry.getAllSessions(principal, false).stream())
                    .forEach(session -> session.expireNow());
            other.get("/untouched");
            assertThat(other.shows()).isEqualTo("guest:");
        }
    }

    @Test
    void sessionThatIsGone_leavesAGuestWithoutAnything() {
        SecuredServer.Client browser = own.browser().signIn("ada").add("salt");
        browser.forget("JSESSIONID");
        assertThat(browser.shows()).isEqualTo("guest:");
        assertThat(browser.signIn("grace").shows()).doesNotContain("salt");
    }
}
