package dev.peruser.it.jpa;

import dev.peruser.UserSession;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Import;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** An ordinary application with Spring Data JPA, and open-in-view as it is by default. */
@SpringBootApplication
@EnableJpaRepositories(considerNestedRepositories = true)
@Import(ShopApplication.Pages.class)
class ShopApplication {
    /** What another service takes to say the price. */
    static final Duration OTHER_WORK = Duration.ofMillis(300);

    /** What is sold. */
    @Entity(name = "product")
    static class Product {
        @Id
        Long id = 0L;

        String name = "";
    }

    /** All that is sold. */
    interface Products extends JpaRepository<Product, Long> {}

    /** Pages that hold a connection of the application, or don't, while they use the session. */
    @RestController
    static class Pages {
        private final Products products;

        Pages(Products products) {
            this.products = products;
        }

        /** A query, other work, and the session. */
        @GetMapping("/product/{id}")
        int look(@PathVariable long id, UserSession session) {
            String name = products.findById(id).map(product -> product.name).orElse("nothing");
            otherWork(OTHER_WORK);
            return remember(session, name);
        }

        /** The same within a transaction, which began before and ends after it. */
        @Transactional
        @GetMapping("/transaction/{id}")
        public int lookInATransaction(@PathVariable long id, UserSession session) {
            return look(id, session);
        }

        /** The same in a transaction that promises to write nothing. */
        @Transactional(readOnly = true)
        @GetMapping("/read-only/{id}")
        public int lookReadOnly(@PathVariable long id, UserSession session) {
            return look(id, session);
        }

        /** The session is used by another thread, while this request keeps its connection. */
        @GetMapping("/later/{id}")
        Callable<Integer> lookLater(@PathVariable long id, UserSession session) {
            String name = products.findById(id).map(product -> product.name).orElse("nothing");
            return () -> {
                otherWork(OTHER_WORK);
                return remember(session, name);
            };
        }

        /** Holds a connection and knows no session. */
        @Transactional
        @GetMapping("/report")
        public long report(@RequestParam long millis) {
            long count = products.count();
            otherWork(Duration.ofMillis(millis));
            return count;
        }

        /** Nothing but the session. */
        @GetMapping("/session")
        int session(UserSession session) {
            return remember(session, "something");
        }

        private static int remember(UserSession session, String name) {
            session.list("seen").add(name);
            return session.list("seen").size();
        }

        private static void otherWork(Duration time) {
            new CompletableFuture<>()
                    .completeOnTimeout(true, time.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        }
    }
}
