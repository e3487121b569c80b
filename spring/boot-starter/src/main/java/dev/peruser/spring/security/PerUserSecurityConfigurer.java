package dev.peruser.spring.security;

import dev.peruser.servlet.RequestVisit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.LogoutConfigurer;
import org.springframework.security.web.authentication.logout.LogoutHandler;
import org.springframework.security.web.context.SecurityContextPersistenceFilter;

/**
 * Adds to one filter chain what PerUser needs in it. It looks at the chain when that is built, so that whatever the
 * application has set by then counts, also a logout that it has switched off, or set up anew.
 */
final class PerUserSecurityConfigurer extends AbstractHttpConfigurer<PerUserSecurityConfigurer, HttpSecurity> {
    private static final LogoutHandler SIGN_OUT =
            (request, response, authentication) -> RequestVisit.of(request).ifPresent(RequestVisit::signedOut);

    /** First among the logout handlers, if it is called before the application adds its own. */
    static void addSignOut(LogoutConfigurer<HttpSecurity> logout) {
        logout.addLogoutHandler(SIGN_OUT);
    }

    @Override
    @SuppressWarnings("unchecked")
    public void init(HttpSecurity http) {
        @Nullable LogoutConfigurer<HttpSecurity> logout = http.getConfigurer(LogoutConfigurer.class);
        if (logout != null && !logout.getLogoutHandlers().contains(SIGN_OUT)) {
            addSignOut(logout);
        }
    }

    /**
     * Behind either of the two filters that can hold the context: an application chooses by
     * {@code requireExplicitSave}.
     */
    @Override
    @SuppressWarnings("deprecation")
    public void configure(HttpSecurity http) {
        SecurityRules rules = SecurityRules.of(
                http.getSharedObject(ApplicationContext.class),
                getSecurityContextHolderStrategy(),
                http.getSharedObject(AuthenticationTrustResolver.class));
        http.addFilterAfter(new SecurityCommitFilter(rules), SecurityContextPersistenceFilter.class);
    }
}
