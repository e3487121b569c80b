package dev.peruser.spring.security;

import dev.peruser.Visitor;
import dev.peruser.servlet.VisitorResolver;
import dev.peruser.spring.SignedIn;
import dev.peruser.spring.UserIdResolver;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.switchuser.SwitchUserGrantedAuthority;

/** The visitor as the application's Spring Security knows it, by {@link SecurityRules}. */
final class SecurityVisitors implements VisitorResolver {
    private static final String LAST_SEEN = SecurityVisitors.class.getName() + ".lastSeen";
    private static final String KNOWN = SecurityVisitors.class.getName() + ".known";

    private final UserIdResolver ids;
    private final @Nullable SignedIn signedIn;
    private final Supplier<SecurityRules> outsideOfChains;

    /**
     * @param signedIn the application's own idea of who is signed in, if it has declared one
     * @param outsideOfChains the rules where a request is in no filter chain
     */
    SecurityVisitors(UserIdResolver ids, @Nullable SignedIn signedIn, Supplier<SecurityRules> outsideOfChains) {
        this.ids = ids;
        this.signedIn = signedIn;
        this.outsideOfChains = outsideOfChains;
    }

    /** Outside of filter chains, nobody can tell who asks: Spring Security, or the application. */
    @Override
    public boolean isSettled(HttpServletRequest request) {
        return SecurityRules.inForce(request).isPresent();
    }

    @Override
    public Visitor resolve(HttpServletRequest request) {
        SecurityRules rules = SecurityRules.inForce(request).orElseGet(outsideOfChains);
        Visitor visitor = visitor(rules.authentication(), rules, request);
        boolean isMissing = visitor.user().isEmpty() && DispatcherType.ERROR.equals(request.getDispatcherType());
        return isMissing && request.getAttribute(LAST_SEEN) instanceof LastSeen last
                ? visitor(last.authentication().get(), last.rules(), request)
                : visitor;
    }

    /** Who was to be seen when the request left its filter chain: what authenticates it may not run for error pages. */
    private record LastSeen(SecurityRules rules, Supplier<@Nullable Authentication> authentication) {}

    /** The request leaves its chain: this is the last moment at which somebody can be seen. */
    static void remember(SecurityRules rules, ServletRequest request) {
        request.setAttribute(LAST_SEEN, new LastSeen(rules, rules.capture()));
    }

    private record Known(@Nullable Object principal, Visitor visitor) {}

    private Visitor visitor(@Nullable Authentication authentication, SecurityRules rules, HttpServletRequest request) {
        if (authentication == null || !isSignedIn(authentication, rules, request)) {
            return Visitor.guest();
        }
        boolean isRunAs = RunAs.is(authentication);
        if (isRunAs
                && request.getAttribute(KNOWN) instanceof Known known
                && authentication.getPrincipal() != null
                && authentication.getPrincipal().equals(known.principal())) {
            return known.visitor().byAnother();
        }
        Visitor visitor = ids.resolve(authentication)
                .map(id -> Visitor.user(id, authentication.getPrincipal()))
                .orElseGet(Visitor::guest);
        if (visitor.user().isEmpty()) {
            return visitor;
        }
        if (isRunAs || source(authentication).isPresent()) {
            return visitor.byAnother();
        }
        request.setAttribute(KNOWN, new Known(authentication.getPrincipal(), visitor));
        return visitor;
    }

    private boolean isSignedIn(Authentication authentication, SecurityRules rules, HttpServletRequest request) {
        if (signedIn != null) {
            return signedIn.test(authentication);
        }
        return rules.isAuthenticated(authentication, request)
                || (rules.isTrusted(authentication)
                        && source(authentication)
                                .filter(source -> isSignedIn(source, rules, request))
                                .isPresent());
    }

    /** Who has switched to this user. Factors are theirs: the user that they act as has shown none. */
    private static Optional<Authentication> source(Authentication authentication) {
        return authentication.getAuthorities().stream()
                .filter(SwitchUserGrantedAuthority.class::isInstance)
                .map(authority -> ((SwitchUserGrantedAuthority) authority).getSource())
                .findFirst();
    }
}
