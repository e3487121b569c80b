package dev.peruser.spring.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.authorization.EnableMultiFactorAuthentication;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.switchuser.SwitchUserFilter;

/** Two factors are asked for: until both are there, the visitor is a guest; over HTTP. */
class FactorsTest {
    private static SecuredServer server;

    @Configuration(proxyBeanMethods = false)
    @EnableMultiFactorAuthentication(
            authorities = {FactorGrantedAuthority.PASSWORD_AUTHORITY, FactorGrantedAuthority.OTT_AUTHORITY})
    static class TwoFactors {
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
                    .rememberMe(remember -> remember.key("key").userDetailsService(users))
                    .oneTimeTokenLogin(tokens -> tokens.tokenGenerationSuccessHandler(
                            (request, response, token) -> response.getWriter().print(token.getTokenValue())))
                    .addFilter(switchUser)
                    .build();
        }
    }

    @BeforeAll
    static void start() {
        server = SecuredServer.start(TwoFactors.class, SecuredServer.SwitchingUsers.class);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void enterToken(SecuredServer.Client browser, String name) {
        String token = browser.post("/ott/generate?username=" + name).body();
        assertThat(browser.post("/login/ott?token=" + token).statusCode()).isEqualTo(302);
    }

    @Test
    void firstFactorAlone_leavesTheVisitorAGuest_andTheSecondCarriesTheCart() {
        SecuredServer.Client earlier = server.browser().signIn("ada");
        enterToken(earlier, "ada");
        earlier.add("apple");
        SecuredServer.Client browser = server.browser().add("pear").signIn("ada");
        assertThat(browser.shows()).isEqualTo("guest:pear");
        browser.add("plum");
        assertThat(browser.hasCookie("peruser.")).isTrue();
        assertThat(earlier.shows()).isEqualTo("ada:apple");
        enterToken(browser, "ada");
        assertThat(browser.hasCookie("peruser.")).isFalse();
        assertThat(browser.shows()).isEqualTo("ada:apple,pear,plum");
        assertThat(browser.signOut().shows()).isEqualTo("guest:");
    }

    @Test
    void secondFactorFirst_isNoLessAGuest() {
        SecuredServer.Client browser = server.browser().add("fig");
        enterToken(browser, "grace");
        assertThat(browser.shows()).isEqualTo("guest:fig");
        browser.signIn("grace");
        assertThat(browser.shows()).isEqualTo("grace:fig");
    }

    @Test
    void rememberMeAlone_isAGuest() {
        SecuredServer.Client browser = server.browser();
        browser.post("/login?username=ada&password=pw&remember-me=on");
        assertThat(browser.hasCookie("remember-me")).isTrue();
        browser.forget("JSESSIONID");
        browser.add("kiwi");
        assertThat(browser.shows()).isEqualTo("guest:kiwi");
        assertThat(browser.get("/private").statusCode())
                .as("as the application itself decides")
                .isEqualTo(302);
    }

    @Test
    void whoHasBothFactorsAndSwitches_seesTheOthersSession_andCarriesNothing() {
        SecuredServer.Client admin = server.browser().signIn("admin");
        enterToken(admin, "admin");
        admin.add("admins");
        admin.takeCookies(server.browser().add("guests"), "peruser.");
        assertThat(admin.shows()).isEqualTo("admin:admins,guests");
        admin.takeCookies(server.browser().add("strangers"), "peruser.");
        admin.get("/impersonate?username=grace");
        assertThat(admin.shows()).startsWith("grace:").doesNotContain("admins", "strangers");
        admin.get("/impersonate/exit");
        assertThat(admin.shows()).startsWith("admin:admins,guests");
    }

    @Test
    void whoHasOneFactor_cannotSwitch() {
        SecuredServer.Client admin = server.browser().signIn("admin");
        assertThat(admin.get("/impersonate?username=grace").statusCode()).isEqualTo(302);
        assertThat(admin.shows()).startsWith("guest:");
    }
}
