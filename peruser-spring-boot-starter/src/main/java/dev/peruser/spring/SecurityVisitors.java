package dev.peruser.spring;

import dev.peruser.UserId;
import dev.peruser.Visitor;
import dev.peruser.servlet.VisitorResolver;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.switchuser.SwitchUserGrantedAuthority;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** The visitor as Spring Security knows it. */
final class SecurityVisitors implements VisitorResolver {
    private static final AuthenticationTrustResolver TRUST = new AuthenticationTrustResolverImpl();
    private static final boolean HAS_OAUTH2 = ClassUtils.isPresent(
            "org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken",
            SecurityVisitors.class.getClassLoader());

    private final UserIdResolver ids;
    private final SignedIn signedIn;

    SecurityVisitors(UserIdResolver ids, SignedIn signedIn) {
        this.ids = ids;
        this.signedIn = signedIn;
    }

    @Override
    public Visitor resolve(HttpServletRequest request) {
        @Nullable Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null || !signedIn.test(authentication)) {
            return Visitor.guest();
        }
        return ids.resolve(authentication)
                .map(id -> Visitor.user(id, authentication.getPrincipal()))
                .map(visitor -> isSwitched(authentication) ? visitor.byAnother() : visitor)
                .orElseGet(Visitor::guest);
    }

    static boolean isSignedIn(Authentication authentication) {
        return authentication.isAuthenticated() && !TRUST.isAnonymous(authentication);
    }

    private static boolean isSwitched(Authentication authentication) {
        return authentication.getAuthorities().stream().anyMatch(SwitchUserGrantedAuthority.class::isInstance);
    }

    static Optional<UserId> idOf(Authentication authentication) {
        String name = authentication.getName();
        return name == null || name.isBlank() ? Optional.empty() : Optional.of(new UserId(realm(authentication), name));
    }

    private static String realm(Authentication authentication) {
        if (HAS_OAUTH2) {
            Optional<String> registration = OAuth2.registration(authentication);
            if (registration.isPresent()) {
                return "oauth2 " + registration.get();
            }
        }
        return said(authentication, "getRelyingPartyRegistrationId")
                .or(() -> said(authentication.getPrincipal(), "getRelyingPartyRegistrationId"))
                .map(registration -> "saml2 " + registration)
                .or(() -> said(authentication, "getTokenAttributes")
                        .filter(Map.class::isInstance)
                        .map(attributes -> ((Map<?, ?>) attributes).get("iss"))
                        .map(issuer -> "issuer " + issuer))
                .orElse("");
    }

    /**
     * What a method without arguments gives. SAML's and the resource server's classes are not there to compile against.
     */
    private static Optional<Object> said(@Nullable Object object, String name) {
        @Nullable Method method = object == null ? null : ReflectionUtils.findMethod(object.getClass(), name);
        if (method == null) {
            return Optional.empty();
        }
        ReflectionUtils.makeAccessible(method);
        return Optional.ofNullable(ReflectionUtils.invokeMethod(method, object));
    }

    /** Apart, so that it is loaded only where its class is there. */
    private static final class OAuth2 {
        static Optional<String> registration(Authentication authentication) {
            return authentication
                            instanceof
                            org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken token
                    ? Optional.of(token.getAuthorizedClientRegistrationId())
                    : Optional.empty();
        }
    }
}
