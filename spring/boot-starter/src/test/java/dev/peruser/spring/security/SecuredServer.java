package dev.peruser.spring.security;

import dev.peruser.Attribute;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.type.TypeReference;

/** An application on Tomcat, with the security that a test gives it, and sessions in memory. */
final class SecuredServer implements AutoCloseable {
    private static final Attribute<List<String>> CART = Attribute.builder("cart", new TypeReference<List<String>>() {})
            .defaultValue(() -> new ArrayList<>())
            .build();

    private final ConfigurableApplicationContext context;

    private SecuredServer(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static SecuredServer start(Class<?>... configurations) {
        SpringApplicationBuilder application = new SpringApplicationBuilder(Pages.class);
        application.sources(configurations);
        // Without events of handled requests: for those Spring MVC asks who the user is.
        return new SecuredServer(application.run(
                "--server.port=0",
                "--peruser.store=memory",
                "--spring.mvc.publish-request-handled-events=false",
                "--spring.main.banner-mode=off",
                "--logging.level.root=warn"));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    Client browser() {
        return new Client();
    }

    @Override
    public void close() {
        context.close();
    }

    /** A browser. What it shows is who the visitor is and what is in the cart: {@code ada:apple,pear}. */
    final class Client {
        private final CookieManager cookies = new CookieManager();
        private final HttpClient http = HttpClient.newBuilder()
                .cookieHandler(cookies)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();

        HttpResponse<String> get(String path, String... headers) {
            return send(HttpRequest.newBuilder(uri(path)).GET(), headers);
        }

        HttpResponse<String> post(String path, String... headers) {
            return send(HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.noBody()), headers);
        }

        private HttpResponse<String> send(HttpRequest.Builder request, String... headers) {
            if (headers.length > 0) {
                request.headers(headers);
            }
            try {
                return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private URI uri(String path) {
            return URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path);
        }

        Client add(String item) {
            post("/add/" + item);
            return this;
        }

        Client signIn(String name) {
            post("/login?username=" + name + "&password=pw");
            return this;
        }

        Client signOut() {
            post("/logout");
            return this;
        }

        String shows() {
            return get("/").body();
        }

        boolean hasCookie(String prefix) {
            return cookies.getCookieStore().getCookies().stream()
                    .anyMatch(cookie -> cookie.getName().startsWith(prefix));
        }

        /** As a parallel request of the same browser would, whose answer comes late. */
        void takeCookies(Client other, String prefix) {
            other.cookies.getCookieStore().getCookies().stream()
                    .filter(cookie -> cookie.getName().startsWith(prefix))
                    .forEach(this::put);
        }

        private void put(HttpCookie cookie) {
            cookies.getCookieStore().add(uri("/"), cookie);
        }

        void forget(String prefix) {
            new ArrayList<>(cookies.getCookieStore().getCookies())
                    .stream()
                            .filter(cookie -> cookie.getName().startsWith(prefix))
                            .forEach(cookie -> cookies.getCookieStore().remove(uri("/"), cookie));
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @RestController
    static class Pages {

        @Bean
        Attribute<List<String>> cart() {
            return CART;
        }

        @Bean
        UserDetailsService users() {
            return new InMemoryUserDetailsManager(
                    User.withUsername("ada").password("{noop}pw").roles("USER").build(),
                    User.withUsername("grace")
                            .password("{noop}pw")
                            .roles("USER")
                            .build(),
                    User.withUsername("admin")
                            .password("{noop}pw")
                            .roles("USER", "ADMIN")
                            .build());
        }

        @GetMapping({"/", "/shop"})
        String show(UserSession session) {
            return shown(session);
        }

        static String shown(UserSession session) {
            return session.user().map(UserId::name).orElse("guest") + ":" + String.join(",", session.get(CART));
        }

        @PostMapping("/add/{item}")
        void add(@PathVariable String item, UserSession session) {
            session.get(CART).add(item);
        }

        @GetMapping("/untouched")
        String untouched() {
            return "untouched";
        }
    }
}
