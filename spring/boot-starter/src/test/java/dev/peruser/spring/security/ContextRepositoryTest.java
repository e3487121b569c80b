package dev.peruser.spring.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.context.DeferredSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;

/** However an application keeps the security context between requests, the visitor is known. */
class ContextRepositoryTest extends ApplicationsSecurityFixture {
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
        assertThatACartFollowsItsOwner(RepositoryOfItsOwn.class);
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
}
