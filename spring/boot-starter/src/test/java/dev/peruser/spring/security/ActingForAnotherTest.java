package dev.peruser.spring.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.UserSession;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.access.intercept.RunAsUserToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.core.user.DefaultOAuth2User;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.switchuser.SwitchUserFilter;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Somebody acts as another user, or code runs with more rights than the visitor's; over HTTP. */
class ActingForAnotherTest {
    private static SecuredServer server;

    @Configuration(proxyBeanMethods = false)
    @RestController
    @SuppressWarnings("deprecation")
    static class Acting {
        /** Switching has a name of its own for the role, and leaves the rights of the other one out. */
        @Bean
        SecurityFilterChain chain(HttpSecurity http, SwitchUserFilter switchUser) throws Exception {
            switchUser.setSwitchAuthorityRole("ROLE_SUPPORT");
            switchUser.setSwitchUserAuthorityChanger(
                    (user, source, authorities) -> AuthorityUtils.createAuthorityList("ROLE_LOOKING"));
            return http.csrf(csrf -> csrf.disable())
                    .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .formLogin(form -> form.defaultSuccessUrl("/", true))
                    .addFilter(switchUser)
                    .build();
        }

        /** As an identity provider's user. */
        @PostMapping("/provider/{name}")
        void signInByProvider(@PathVariable String name, HttpServletRequest request, HttpServletResponse response) {
            List<GrantedAuthority> authorities = AuthorityUtils.createAuthorityList("ROLE_USER");
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(new OAuth2AuthenticationToken(
                    new DefaultOAuth2User(authorities, Map.of("login", name), "login"), authorities, "idp"));
            SecurityContextHolder.setContext(context);
            new HttpSessionSecurityContextRepository().saveContext(context, request, response);
        }

        @GetMapping("/run-as")
        String runAs(UserSession session) {
            SecurityContext original = SecurityContextHolder.getContext();
            Authentication authentication = original.getAuthentication();
            List<GrantedAuthority> authorities = new ArrayList<>(authentication.getAuthorities());
            authorities.add(new SimpleGrantedAuthority("ROLE_RUN_AS_AUDITOR"));
            SecurityContext replaced = SecurityContextHolder.createEmptyContext();
            replaced.setAuthentication(new RunAsUserToken(
                    "key", authentication.getPrincipal(), null, authorities, authentication.getClass()));
            SecurityContextHolder.setContext(replaced);
            try {
                return SecuredServer.Pages.shown(session);
            } finally {
                SecurityContextHolder.setContext(original);
            }
        }

        /** The session is first used while the other token is in force, and nobody has asked before. */
        @GetMapping("/run-as-first")
        String runAsFirst(HttpServletRequest request) {
            UserSession session =
                    dev.peruser.servlet.RequestVisit.of(request).orElseThrow().session();
            return runAs(session);
        }
    }

    @BeforeAll
    static void start() {
        server = SecuredServer.start(Acting.class, SecuredServer.SwitchingUsers.class);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void switchedUser_underARoleOfAnotherName_carriesNothing() {
        SecuredServer.Client admin = server.browser().signIn("admin").add("admins");
        admin.get("/impersonate?username=grace");
        admin.takeCookies(server.browser().add("strangers"), "peruser.");
        assertThat(admin.shows()).startsWith("grace:").doesNotContain("strangers", "admins");
        assertThat(server.browser().signIn("grace").shows()).doesNotContain("strangers", "admins");
        admin.get("/impersonate/exit");
        assertThat(admin.shows()).startsWith("admin:admins");
    }

    @Test
    void runAs_changesNothingOfWhoTheVisitorIs() {
        SecuredServer.Client browser = server.browser().signIn("ada").add("apple");
        assertThat(browser.get("/run-as").body()).isEqualTo("ada:apple");
        assertThat(browser.get("/run-as-first").body()).isEqualTo("ada:apple");
    }

    @Test
    void runAs_ofAnIdentityProvidersUser_isNotTheUserOfTheSameNameWithoutOne() {
        server.browser().signIn("ada").add("formers");
        SecuredServer.Client browser = server.browser();
        browser.post("/provider/ada");
        browser.add("providers");
        assertThat(browser.shows()).isEqualTo("ada:providers");
        assertThat(browser.get("/run-as").body()).isEqualTo("ada:providers");
        assertThat(browser.get("/run-as-first").body()).isEqualTo("ada:providers");
    }

    @Test
    void runAs_asItIsOrWithoutItsOriginal_namesNobodyElse() {
        Authentication original = new OAuth2AuthenticationToken(
                new DefaultOAuth2User(AuthorityUtils.NO_AUTHORITIES, Map.of("login", "ada"), "login"),
                AuthorityUtils.NO_AUTHORITIES,
                "idp");
        assertThat(Realm.idOf(runAs(original.getPrincipal(), original.getClass())))
                .isEmpty();
        assertThat(Realm.idOf(runAs("ada", null))).isEmpty();
        assertThat(Realm.idOf(runAs(
                        "ada", org.springframework.security.authentication.UsernamePasswordAuthenticationToken.class)))
                .contains(dev.peruser.UserId.of("ada"));
    }

    private static Authentication runAs(Object principal, Class<? extends Authentication> original) {
        return new RunAsUserToken("key", principal, null, AuthorityUtils.NO_AUTHORITIES, original);
    }
}
