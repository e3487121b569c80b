package dev.peruser.spring.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.UserSession;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What an application says to caches by Spring, and what is sent. */
class CacheControlTest extends ApplicationsSecurityFixture {
    private static final String STRICT = "no-cache, no-store, max-age=0, must-revalidate";

    @Configuration(proxyBeanMethods = false)
    @RestController
    static class Products {
        @GetMapping("/product")
        ResponseEntity<String> product(UserSession session) {
            session.list("seen").add("product");
            return shared("product");
        }

        @GetMapping("/logo")
        ResponseEntity<String> logo() {
            return shared("logo");
        }

        @GetMapping("/long")
        String show(UserSession session) {
            return "x".repeat(20_000) + session.list("seen");
        }

        private static ResponseEntity<String> shared(String body) {
            return ResponseEntity.ok()
                    .cacheControl(CacheControl.maxAge(Duration.ofMinutes(1)).cachePublic())
                    .body(body);
        }
    }

    private static List<String> sent(SecuredServer server, String path) {
        return server.browser().get(path).headers().allValues("Cache-Control");
    }

    @Test
    void answerThatUsesTheSession_isPrivate_andWhatSpringSecuritySaysStays() {
        try (SecuredServer server = SecuredServer.start(OpenChain.class, Products.class)) {
            assertThat(sent(server, "/product")).containsExactly("private, max-age=60");
            assertThat(sent(server, "/logo")).containsExactly("max-age=60, public");
            assertThat(sent(server, "/")).containsExactly(STRICT);
            assertThat(sent(server, "/long")).containsExactly(STRICT);
            assertThat(sent(server, "/untouched")).containsExactly(STRICT);
        }
    }

    @Test
    void answerThatOnlyRemovesACookie_saysWhatSpringSecuritySays() {
        try (SecuredServer server = SecuredServer.start(OpenChain.class, Products.class)) {
            SecuredServer.Client browser = server.browser().signIn("ada");
            browser.takeCookies(server.browser().add("apple"), "peruser.");
            assertThat(browser.get("/untouched").headers().allValues("Cache-Control"))
                    .containsExactly(STRICT);
            browser.takeCookies(server.browser().add("pear"), "peruser.");
            assertThat(browser.get("/logo").headers().allValues("Cache-Control"))
                    .containsExactly("private, max-age=60");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class LeftToTheApplication {
        @Bean
        static org.springframework.beans.factory.config.BeanFactoryPostProcessor leftToTheApplication(
                org.springframework.core.env.ConfigurableEnvironment environment) {
            return beans -> environment
                    .getPropertySources()
                    .addFirst(new org.springframework.core.env.MapPropertySource(
                            "test", java.util.Map.of("peruser.cache-control", "application")));
        }
    }

    @Test
    void applicationThatDecidesForItself_isHeard() {
        try (SecuredServer server = SecuredServer.start(OpenChain.class, Products.class, LeftToTheApplication.class)) {
            assertThat(sent(server, "/product")).containsExactly("max-age=60, public");
        }
    }
}
