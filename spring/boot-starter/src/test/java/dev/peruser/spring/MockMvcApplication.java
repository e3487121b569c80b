package dev.peruser.spring;

import dev.peruser.UserSession;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** An application whose tests know nothing of PerUser. */
@SpringBootConfiguration
@EnableAutoConfiguration
class MockMvcApplication {

    @Bean
    SessionStore store() {
        return new InMemorySessionStore();
    }

    @Bean
    SecurityFilterChain open(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    /** One page for each way of answering. */
    @RestController
    static class Pages {
        @GetMapping("/ping")
        String ping() {
            return "pong";
        }

        @GetMapping("/add")
        String add(UserSession session) {
            session.list("l").add("x");
            return String.valueOf(session.list("l").size());
        }

        @GetMapping("/session")
        UserSession session(UserSession session) {
            return session;
        }

        @GetMapping("/nested")
        Map<String, Object> nested(UserSession session) {
            return Map.of("session", session);
        }

        @GetMapping("/callable")
        Callable<String> callable(UserSession session) {
            return () -> add(session);
        }

        @GetMapping("/deferred")
        DeferredResult<String> deferred(UserSession session) {
            DeferredResult<String> result = new DeferredResult<>();
            CompletableFuture.runAsync(() -> result.setResult(add(session)));
            return result;
        }

        @GetMapping("/complete")
        void complete(HttpServletRequest request, UserSession session) {
            AsyncContext context = request.startAsync();
            add(session);
            context.complete();
        }
    }
}
