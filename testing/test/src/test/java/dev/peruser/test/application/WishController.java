package dev.peruser.test.application;

import dev.peruser.PerUser;
import dev.peruser.UserSession;
import dev.peruser.test.Wishes;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes the session as an argument, and as a bean. */
@RestController
class WishController {
    private final UserSession injected;
    private final PerUser perUser;

    WishController(UserSession injected, PerUser perUser) {
        this.injected = injected;
        this.perUser = perUser;
    }

    @GetMapping("/wishes")
    List<String> wishes(UserSession session) {
        return session.get(Wishes.LIST);
    }

    @PostMapping("/wishes/{product}")
    void add(@PathVariable String product, UserSession session) {
        session.get(Wishes.LIST).add(product);
    }

    @GetMapping("/seen/{product}")
    List<String> seen(@PathVariable String product, UserSession session) {
        session.get(Wishes.LIST).add(product);
        return session.get(Wishes.LIST);
    }

    @GetMapping("/visitor")
    String visitor() {
        return injected.user().map(user -> user.realm() + ":" + user.name()).orElse("guest");
    }

    @GetMapping("/account")
    List<String> account() {
        return perUser.withSession(injected.user().orElseThrow(), session -> List.copyOf(session.get(Wishes.LIST)));
    }

    @GetMapping("/closed")
    String closed() {
        return "closed";
    }

    @GetMapping("/ping")
    String ping() {
        return "pong";
    }
}
