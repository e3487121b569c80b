package dev.peruser.it.datasource;

import dev.peruser.UserSession;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** An ordinary application: a table of its own, transactions, and a session. */
@SpringBootApplication
@Import(OrderApplication.Pages.class)
class OrderApplication {

    /** Where somebody orders. */
    @RestController
    static class Pages {
        private final JdbcClient database;

        Pages(JdbcClient database) {
            this.database = database;
        }

        @GetMapping("/orders")
        String orders(UserSession session) {
            int stored = database.sql("SELECT count(*) FROM orders")
                    .query(Integer.class)
                    .single();
            return stored + " stored, " + session.list("ordered").size() + " remembered";
        }

        /** The session is read and changed while the transaction is open. */
        @PostMapping("/order")
        @Transactional
        public void order(UserSession session, @RequestParam String what, @RequestParam boolean fails) {
            database.sql("INSERT INTO orders (what) VALUES (?)").param(what).update();
            session.update(current -> current.list("ordered").add(what));
            if (fails) {
                throw new OutOfStock();
            }
        }
    }

    /** Rolls the transaction back. */
    @ResponseStatus(HttpStatus.CONFLICT)
    static final class OutOfStock extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
