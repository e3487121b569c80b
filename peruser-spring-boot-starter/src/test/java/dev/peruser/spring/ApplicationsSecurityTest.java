package dev.peruser.spring;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationManagerFactory;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.DeferredSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whatever of Spring Security an application replaces, PerUser decides as the application does; over HTTP. */
class ApplicationsSecurityTest {

    /** A guest's cart follows into the account, stays there, and is nobody else's. */
    private static void assertThatACartFollowsItsOwner(SecuredServer server) {
        SecuredServer.Client browser = server.browser().add("apple");
        assertThat(browser.shows()).isEqualTo("guest:apple");
        assertThat(browser.signIn("ada").shows()).isEqualTo("ada:apple");
        assertThat(browser.hasCookie("peruser.")).isFalse();
        assertThat(browser.signOut().shows()).isEqualTo("guest:");
        assertThat(browser.signIn("grace").shows()).isEqualTo("grace:");
        assertThat(server.browser().signIn("ada").shows()).isEqualTo("ada:apple");
    }

    /** Any page for anybody, sign-in by a form. */
    private static HttpSecurity open(HttpSecurity http) throws Exception {
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

    // ---- who holds the context

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

    @Configuration(proxyBeanMethods = false)
    static class HolderAsABean {
        @Bean
        SecurityContextHolderStrategy holder() {
            return new OwnHolder();
        }
    }

    @Test
    void holder_thatIsABean_saysWhoTheVisitorIs() {
        try (SecuredServer server = SecuredServer.start(OpenChain.class, HolderAsABean.class)) {
            assertThatACartFollowsItsOwner(server);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoHolders {
        @Bean
        SecurityContextHolderStrategy unused() {
            return new OwnHolder();
        }

        @Bean
        @Primary
        SecurityContextHolderStrategy used() {
            return new OwnHolder();
        }
    }

    @Test
    void holder_thatIsThePrimaryOfTwo_saysWhoTheVisitorIs() {
        try (SecuredServer server = SecuredServer.start(OpenChain.class, TwoHolders.class)) {
            assertThatACartFollowsItsOwner(server);
        }
    }

    @Test
    void holder_thatIsSetByName_saysWhoTheVisitorIs() {
        SecurityContextHolder.setStrategyName(SecurityContextHolder.MODE_INHERITABLETHREADLOCAL);
        try (SecuredServer server = SecuredServer.start(OpenChain.class)) {
            assertThatACartFollowsItsOwner(server);
        } finally {
            SecurityContextHolder.setStrategyName(SecurityContextHolder.MODE_THREADLOCAL);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class HolderOfOneChain {
        @Bean
        @Order(1)
        SecurityFilterChain shop(HttpSecurity http, ApplicationContext application) throws Exception {
            AnnotationConfigApplicationContext own = new AnnotationConfigApplicationContext();
            own.setParent(application);
            own.registerBean(SecurityContextHolderStrategy.class, OwnHolder::new);
            own.refresh();
            http.setSharedObject(ApplicationContext.class, own);
            return open(http.securityMatcher("/shop", "/shop/**"))
                    .httpBasic(Customizer.withDefaults())
                    .build();
        }

        @Bean
        @Order(2)
        SecurityFilterChain rest(HttpSecurity http) throws Exception {
            return open(http).build();
        }
    }

    @Test
    void holder_ofOneChain_countsInThatChainOnly() {
        try (SecuredServer server = SecuredServer.start(HolderOfOneChain.class)) {
            SecuredServer.Client browser = server.browser().add("apple").signIn("ada");
            assertThat(browser.shows()).isEqualTo("ada:apple");
            assertThat(browser.get("/shop").body()).isEqualTo("ada:apple");
            assertThat(browser.shows()).isEqualTo("ada:apple");
            assertThat(server.browser().get("/shop").body()).isEqualTo("guest:");
        }
    }

    // ---- what counts as anonymous

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

    @Test
    void trustResolver_thatIsABean_saysWhoIsAnonymous() {
        try (SecuredServer server = SecuredServer.start(OpenChain.class, TrustAsABean.class)) {
            assertThatGraceIsAGuest(server);
        }
    }

    @Test
    void trustResolver_ofTheChain_saysWhoIsAnonymous() {
        try (SecuredServer server = SecuredServer.start(TrustOfTheChain.class)) {
            assertThatGraceIsAGuest(server);
        }
    }

    // ---- when somebody is authenticated

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
        try (SecuredServer server = SecuredServer.start(OpenChain.class, FactoryForAnything.class)) {
            assertThatGraceIsAGuest(server);
        }
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
        try (SecuredServer server =
                SecuredServer.start(OpenChain.class, OwnSignedIn.class, FactoryOfAnythingGoes.class)) {
            assertThatGraceIsAGuest(server);
        }
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

    // ---- how a context is saved

    /** Contexts in a map of the application's own, by a cookie of its own. */
    static final class OwnRepository implements SecurityContextRepository {
        final AtomicInteger loads = new AtomicInteger();
        private final Map<String, SecurityContext> contexts = new ConcurrentHashMap<>();

        @Override
        @SuppressWarnings("deprecation")
        public SecurityContext loadContext(HttpRequestResponseHolder holder) {
            return loadDeferredContext(holder.getRequest()).get();
        }

        @Override
        public DeferredSecurityContext loadDeferredContext(HttpServletRequest request) {
            return new DeferredSecurityContext() {
                private @Nullable SecurityContext loaded;

                @Override
                public SecurityContext get() {
                    if (loaded == null) {
                        loads.incrementAndGet();
                        loaded = contexts.getOrDefault(key(request), new SecurityContextImpl());
                    }
                    return loaded;
                }

                @Override
                public boolean isGenerated() {
                    return !contexts.containsKey(key(request));
                }
            };
        }

        @Override
        public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
            if (context.getAuthentication() == null) {
                contexts.remove(key(request));
            } else {
                String key = String.valueOf(contexts.size());
                contexts.put(key, context);
                response.addCookie(new jakarta.servlet.http.Cookie("who", key));
            }
        }

        @Override
        public boolean containsContext(HttpServletRequest request) {
            return contexts.containsKey(key(request));
        }

        private static String key(HttpServletRequest request) {
            if (request.getCookies() != null) {
                for (jakarta.servlet.http.Cookie cookie : request.getCookies()) {
                    if (cookie.getName().equals("who")) {
                        return cookie.getValue();
                    }
                }
            }
            return "nobody";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class RepositoryOfItsOwn {
        @Bean
        OwnRepository repository() {
            return new OwnRepository();
        }

        @Bean
        SecurityFilterChain chain(HttpSecurity http, OwnRepository repository) throws Exception {
            return open(http)
                    .securityContext(security -> security.securityContextRepository(repository))
                    .build();
        }
    }

    @Test
    void repository_ofTheApplication_keepsWhoTheVisitorIs() {
        try (SecuredServer server = SecuredServer.start(RepositoryOfItsOwn.class)) {
            assertThatACartFollowsItsOwner(server);
        }
    }

    @Test
    void contextIsNotLoaded_forARequestThatHasNoUseForIt() {
        try (SecuredServer server = SecuredServer.start(RepositoryOfItsOwn.class)) {
            SecuredServer.Client browser = server.browser().signIn("ada");
            AtomicInteger loads = server.bean(OwnRepository.class).loads;
            int before = loads.get();
            assertThat(browser.get("/untouched").body()).isEqualTo("untouched");
            assertThat(loads.get()).isEqualTo(before);
            assertThat(browser.shows()).isEqualTo("ada:");
            assertThat(loads.get()).isEqualTo(before + 1);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Stateless {
        @Bean
        SecurityFilterChain chain(HttpSecurity http) throws Exception {
            return open(http)
                    .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                    .httpBasic(Customizer.withDefaults())
                    .build();
        }
    }

    @Test
    void statelessChain_knowsTheVisitorOfEachRequest() {
        try (SecuredServer server = SecuredServer.start(Stateless.class)) {
            SecuredServer.Client browser = server.browser().add("apple");
            String ada = "Basic YWRhOnB3";
            assertThat(browser.get("/", "Authorization", ada).body()).isEqualTo("ada:apple");
            assertThat(browser.shows()).isEqualTo("guest:");
            assertThat(browser.get("/", "Authorization", ada).body()).isEqualTo("ada:apple");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class SavedByItself {
        @Bean
        SecurityFilterChain chain(HttpSecurity http) throws Exception {
            return open(http)
                    .securityContext(security -> security.requireExplicitSave(false))
                    .httpBasic(Customizer.withDefaults())
                    .build();
        }
    }

    @Test
    void contextThatIsSavedByItself_isSeenUntilItGoes() {
        try (SecuredServer server = SecuredServer.start(SavedByItself.class)) {
            assertThatACartFollowsItsOwner(server);
            SecuredServer.Client browser = server.browser().add("pear");
            browser.get("/untouched", "Authorization", "Basic Z3JhY2U6cHc=");
            assertThat(browser.hasCookie("peruser."))
                    .as("carried by a request that only authenticates")
                    .isFalse();
        }
    }

    // ---- several chains, none, and error pages

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

    private static void assertThatACartFollowsItsOwner(SecuredServer server, String owner) {
        SecuredServer.Client browser = server.browser().add("apple").signIn(owner);
        assertThat(browser.shows()).isEqualTo(owner + ":apple");
        assertThat(browser.get("/shop").body()).isEqualTo(owner + ":apple");
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
