package dev.peruser.spring.security;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationManagerFactory;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.DefaultAuthorizationManagerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.util.ClassUtils;

/**
 * What an application's Spring Security decides by: who holds the context, what counts as anonymous, and when somebody
 * is authenticated. Looked up in the ways in which Spring Security itself looks for it, once for each filter chain, and
 * once for what is outside of them. Immutable.
 */
final class SecurityRules {
    private static final String IN_FORCE = SecurityRules.class.getName() + ".inForce";
    private static final String ANSWER = SecurityRules.class.getName() + ".answer";

    private final SecurityContextHolderStrategy holder;
    private final boolean isHolderLazy;
    private final AuthenticationTrustResolver trust;
    private final AuthorizationManager<? super RequestAuthorizationContext> authenticated;

    private SecurityRules(
            SecurityContextHolderStrategy holder,
            AuthenticationTrustResolver trust,
            AuthorizationManager<? super RequestAuthorizationContext> authenticated) {
        this.holder = holder;
        this.isHolderLazy = isLazy(holder);
        this.trust = trust;
        this.authenticated = authenticated;
    }

    /** The rules of an application. */
    static SecurityRules of(ApplicationContext application) {
        return of(
                application,
                application
                        .getBeanProvider(SecurityContextHolderStrategy.class)
                        .getIfUnique(SecurityContextHolder::getContextHolderStrategy),
                null);
    }

    /**
     * The rules of a filter chain.
     *
     * @param chainsTrust the chain's own idea of what is anonymous, if it has one
     */
    static SecurityRules of(
            ApplicationContext application,
            SecurityContextHolderStrategy holder,
            @Nullable AuthenticationTrustResolver chainsTrust) {
        AuthenticationTrustResolver trust = chainsTrust != null
                ? chainsTrust
                : application
                        .getBeanProvider(AuthenticationTrustResolver.class)
                        .getIfUnique(AuthenticationTrustResolverImpl::new);
        return new SecurityRules(holder, trust, factory(application, trust).authenticated());
    }

    private static AuthorizationManagerFactory<? super RequestAuthorizationContext> factory(
            ApplicationContext application, AuthenticationTrustResolver trust) {
        ResolvableType type = ResolvableType.forClassWithGenerics(
                AuthorizationManagerFactory.class, RequestAuthorizationContext.class);
        if (application.getBeanNamesForType(type).length == 0) {
            type = ResolvableType.forClassWithGenerics(AuthorizationManagerFactory.class, Object.class);
        }
        return application
                .<AuthorizationManagerFactory<? super RequestAuthorizationContext>>getBeanProvider(type)
                .getIfAvailable(() -> {
                    DefaultAuthorizationManagerFactory<RequestAuthorizationContext> standard =
                            new DefaultAuthorizationManagerFactory<>();
                    standard.setTrustResolver(trust);
                    return standard;
                });
    }

    /** Whether the holder knows of contexts that are loaded only when somebody asks for them. */
    private static boolean isLazy(SecurityContextHolderStrategy holder) {
        Method method = ClassUtils.getMethod(holder.getClass(), "getDeferredContext");
        return !method.getDeclaringClass().equals(SecurityContextHolderStrategy.class);
    }

    /** The rules of the filter chain that a request is in now. */
    static Optional<SecurityRules> inForce(ServletRequest request) {
        return Optional.ofNullable((SecurityRules) request.getAttribute(IN_FORCE));
    }

    /** From now on the request is in the chain of these rules. Returns what to give to {@link #leave} in the end. */
    @Nullable Object enter(ServletRequest request) {
        @Nullable Object before = request.getAttribute(IN_FORCE);
        request.setAttribute(IN_FORCE, this);
        return before;
    }

    static void leave(ServletRequest request, @Nullable Object before) {
        request.setAttribute(IN_FORCE, before);
    }

    /** Whoever is signed in now, to be asked for later. A context that nobody has asked for yet is not loaded. */
    Supplier<@Nullable Authentication> capture() {
        if (isHolderLazy) {
            Supplier<SecurityContext> context = holder.getDeferredContext();
            return () -> context.get().getAuthentication();
        }
        @Nullable Authentication authentication = authentication();
        return () -> authentication;
    }

    @Nullable Authentication authentication() {
        return holder.getContext().getAuthentication();
    }

    /** Whether somebody is there at all, and not anonymous. */
    boolean isTrusted(Authentication authentication) {
        return trust.isAuthenticated(authentication);
    }

    private record Answer(
            SecurityRules rules, Authentication authentication, boolean isTrusted, boolean isAuthenticated) {}

    /**
     * Whether the application itself would call somebody authenticated. Asked once for each authentication and request:
     * a rule may be slow.
     */
    boolean isAuthenticated(Authentication authentication, HttpServletRequest request) {
        boolean isTrusted = isTrusted(authentication);
        if (request.getAttribute(ANSWER) instanceof Answer known
                && known.rules() == this
                && known.authentication() == authentication
                && known.isTrusted() == isTrusted) {
            return known.isAuthenticated();
        }
        boolean isAuthenticated = isTrusted && isAuthorized(authentication, request);
        request.setAttribute(ANSWER, new Answer(this, authentication, isTrusted, isAuthenticated));
        return isAuthenticated;
    }

    private boolean isAuthorized(Authentication authentication, HttpServletRequest request) {
        try {
            @Nullable AuthorizationResult result =
                    authenticated.authorize(() -> authentication, new RequestAuthorizationContext(request));
            return result == null || result.isGranted(); // as Spring Security's own filter reads it
        } catch (AccessDeniedException e) {
            return false;
        }
    }
}
