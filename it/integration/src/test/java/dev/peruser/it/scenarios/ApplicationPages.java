package dev.peruser.it.scenarios;

import dev.peruser.Attribute;
import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What applications do that think of sessions as of any other object. */
@RestController
class ApplicationPages implements DisposableBean {
    private final PerUser perUser;
    private final Attribute<List<Line>> cart;
    private final Gates gates;
    private final AtomicReference<UserSession> kept = new AtomicReference<>();
    private final ExecutorService background = Executors.newCachedThreadPool();

    ApplicationPages(PerUser perUser, Attribute<List<Line>> cart, Gates gates) {
        this.perUser = perUser;
        this.cart = cart;
        this.gates = gates;
    }

    /** Deletes the visitor's own account, in steps whose order the request says. */
    @PostMapping("/delete-account")
    void deleteAccount(UserSession session, HttpServletRequest request, @RequestParam List<String> steps)
            throws ServletException {
        UserId user = session.user().orElseThrow();
        for (String step : steps) {
            switch (step) {
                case "change" -> session.get(cart).add(new Line("farewell", "", 1));
                case "clear" -> session.clear();
                case "erase" -> perUser.erase(user);
                case "logout" -> request.logout();
                default -> throw new IllegalArgumentException(step);
            }
        }
    }

    @PostMapping("/keep")
    void keep(UserSession session) {
        kept.set(session);
    }

    @GetMapping("/kept")
    String showKept() {
        try {
            return kept.get().get(cart).toString();
        } catch (IllegalStateException e) {
            return "refused";
        }
    }

    @PostMapping("/keep-in-a-callable")
    Callable<String> keepInACallable(UserSession session) {
        return () -> {
            kept.set(session);
            return "kept";
        };
    }

    /** Another thread goes on with the cart when the response is out. */
    @PostMapping("/change-in-the-background")
    void changeInTheBackground(UserSession session, @RequestParam String gate) {
        List<Line> lines = session.get(cart);
        var unused = background.submit(() -> {
            gates.pass(gate);
            return lines.add(new Line("late", "", 1));
        });
    }

    /** An error that the controller sends itself; its page adds to the session. */
    @GetMapping("/send-error")
    void sendError(HttpServletResponse response) throws IOException {
        response.sendError(404);
    }

    @Override
    public void destroy() {
        background.shutdownNow();
    }
}
