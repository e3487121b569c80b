package dev.peruser.it.docs.testing;

import dev.peruser.UserSession;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Remembers what the visitor looked at. */
@RestController
class ProductController {
    @GetMapping("/products/{product}")
    String show(@PathVariable String product, UserSession session) {
        session.put("lastSeen", product);
        return product;
    }

    @GetMapping("/")
    String home(UserSession session) {
        return "You looked at " + session.get("lastSeen").orElse("nothing");
    }
}
