package dev.peruser.it.scenarios;

import dev.peruser.Attribute;
import dev.peruser.UserSession;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.session.SessionInformation;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who is there, and ways in and out that an application writes itself. */
@RestController
class AccountPages {
    private final Attribute<List<Line>> cart;
    private final SessionRegistry sessions;

    AccountPages(Attribute<List<Line>> cart, SessionRegistry sessions) {
        this.cart = cart;
        this.sessions = sessions;
    }

    @GetMapping("/who")
    String who(UserSession session) {
        return session.user().map(user -> user.name()).orElse("guest");
    }

    /** A page that uses the container's session. */
    @GetMapping("/with-container-session")
    void useContainerSession(HttpSession session) {
        session.setAttribute("seen", true);
    }

    @PostMapping("/sign-in-in-code")
    void signInInCode(@RequestParam String name, HttpServletRequest request, HttpServletResponse response) {
        ShopApplication.signIn(name, request, response);
    }

    /** Something before the sign-in, and something after it, in one request. */
    @PostMapping("/register")
    void register(
            UserSession session, @RequestParam String name, HttpServletRequest request, HttpServletResponse response) {
        session.update(cart, lines -> CartRule.add(lines, new Line("brochure", "", 1)));
        ShopApplication.signIn(name, request, response);
        session.update(cart, lines -> CartRule.add(lines, new Line("gift", "", 1)));
    }

    @PostMapping("/request-login")
    void requestLogin(@RequestParam String name, HttpServletRequest request) throws ServletException {
        request.login(name, "pw");
    }

    @PostMapping("/sign-out-everywhere")
    void signOutEverywhere(Authentication authentication) {
        sessions.getAllSessions(authentication.getPrincipal(), false).forEach(SessionInformation::expireNow);
    }
}
