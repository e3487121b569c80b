package dev.peruser.it.scenarios;

import dev.peruser.Attribute;
import dev.peruser.MergeReport;
import dev.peruser.StoreException;
import dev.peruser.UserSession;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Notices, privileges, preferences, and an error page that shows the cart. */
@RestController
class OtherPages implements ErrorController {
    private final Attribute<List<Line>> cart;
    private final Gates gates;

    OtherPages(Attribute<List<Line>> cart, Gates gates) {
        this.cart = cart;
        this.gates = gates;
    }

    @GetMapping("/")
    String home() {
        return "home";
    }

    @GetMapping("/notice")
    String notice(UserSession session) {
        return session.takeMergeReport().map(this::notice).orElse("");
    }

    private String notice(MergeReport report) {
        return "picked before: " + text(report.guestValue(cart).orElse(List.of())) + "; was here: "
                + text(report.userValue(cart).orElse(List.of())) + "; " + report.entries();
    }

    private static String text(List<Line> lines) {
        return lines.stream().map(Line::toString).collect(Collectors.joining(","));
    }

    @PostMapping("/voucher")
    void redeem(UserSession session, @RequestParam String code) {
        session.put("voucher", code);
        session.put("__price-list", "wholesale");
    }

    @GetMapping("/privileges")
    String privileges(UserSession session) {
        return session.get("voucher").orElse("none") + ","
                + session.get("__price-list").orElse("none");
    }

    /** Changed in place, three levels down. */
    @PostMapping("/preferences")
    @SuppressWarnings("unchecked")
    void prefer(UserSession session, @RequestParam String colour) {
        ((List<Object>) session.map("preferences").computeIfAbsent("colours", unused -> new java.util.ArrayList<>()))
                .add(colour);
    }

    @GetMapping("/preferences")
    Object preferences(UserSession session) {
        return session.map("preferences");
    }

    /** Doesn't believe that the store is down. */
    @GetMapping("/stubborn")
    String stubborn(UserSession session) {
        for (int attempt = 0; attempt < 5; attempt++) {
            try {
                return text(session.get(cart));
            } catch (StoreException e) {
                continue;
            }
        }
        return "gave up";
    }

    @GetMapping("/failing")
    String failing() {
        throw new IllegalStateException("the page has a bug");
    }

    /** May be slow, as any page, and may add something to the cart. */
    @RequestMapping("/error")
    String error(
            UserSession session,
            HttpServletRequest request,
            @RequestParam(required = false) String gate,
            @RequestParam(required = false) String add) {
        if (add != null) {
            session.update(cart, lines -> CartRule.add(lines, new Line(add, "", 1)));
        }
        String read = text(session.get(cart));
        if (gate != null) {
            gates.pass(gate);
        }
        return "error " + request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) + ", cart " + read;
    }
}
