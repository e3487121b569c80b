package dev.peruser.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.Attribute;
import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.Visitor;
import dev.peruser.it.servers.HttpBrowser;
import dev.peruser.servlet.VisitorResolver;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application whose requests have virtual threads, where the JDK has them (21 and later). */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.threads.virtual.enabled=true",
            "peruser.embedded.path=target/virtual-threads/${random.uuid}.db"
        })
class VirtualThreadsTest {
    private static final int AT_ONCE = 100;
    private static final UserId ADA = UserId.of("ada");
    private static final Attribute<Integer> VISITS = Attribute.builder("visits", Integer.class)
            .defaultValue(() -> 0)
            .counter()
            .build();

    @LocalServerPort
    int port;

    @Autowired
    PerUser perUser;

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @RestController
    static class Application {
        @Bean
        Attribute<Integer> visits() {
            return VISITS;
        }

        @Bean
        SecurityFilterChain open(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .build();
        }

        @Bean
        VisitorResolver everybodyIsAda() {
            return request -> Visitor.user(ADA);
        }

        @GetMapping("/visit")
        String visit(UserSession session) {
            session.update(VISITS, count -> count + 1);
            return Thread.currentThread().toString();
        }
    }

    private String visit() {
        return new HttpBrowser(port).text("visit");
    }

    @Test
    void hundredRequestsAtOnce_areServedByVirtualThreads_andNoneIsLost() throws Exception {
        ExecutorService visitors = Executors.newFixedThreadPool(AT_ONCE);
        try {
            Callable<String> visit = this::visit;
            List<Future<String>> served = visitors.invokeAll(
                    IntStream.range(0, AT_ONCE).mapToObj(n -> visit).toList());
            for (Future<String> one : served) {
                assertThat(one.get()).startsWith(Runtime.version().feature() >= 21 ? "VirtualThread[" : "Thread[");
            }
        } finally {
            visitors.shutdown();
        }
        assertThat(perUser.<Integer>withSession(ADA, session -> session.get(VISITS)))
                .isEqualTo(AT_ONCE);
    }
}
