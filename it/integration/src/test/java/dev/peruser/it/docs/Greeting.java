package dev.peruser.it.docs;

import dev.peruser.UserSession;
import org.springframework.stereotype.Service;

// snippet:injected
@Service
class Greeting {
    private final UserSession session;

    Greeting(UserSession session) {
        this.session = session;
    }

    String text() {
        return session.user().map(user -> "Welcome back, " + user.name()).orElse("Hello");
    }
}
// end
