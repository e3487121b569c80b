package dev.peruser.it.scenarios;

import dev.peruser.Attribute;
import dev.peruser.UserSession;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The cart, what is saved for later, and the orders. */
@RestController
class CartPages {
    private final Attribute<List<Line>> cart;
    private final Gates gates;

    CartPages(Attribute<List<Line>> cart, Gates gates) {
        this.cart = cart;
        this.gates = gates;
    }

    private String text(UserSession session) {
        return session.get(cart).stream().map(Line::toString).collect(Collectors.joining(","));
    }

    @GetMapping("/cart")
    String show(UserSession session) {
        return text(session);
    }

    @PostMapping("/cart/add")
    String add(
            UserSession session,
            @RequestParam String sku,
            @RequestParam(defaultValue = "") String option,
            @RequestParam(defaultValue = "1") int quantity) {
        session.update(cart, lines -> CartRule.add(lines, new Line(sku, option, quantity)));
        return text(session);
    }

    /** In place, without a put. */
    @PostMapping("/cart/quantity")
    String change(UserSession session, @RequestParam String sku, @RequestParam int quantity) {
        session.get(cart).replaceAll(line -> line.isOf(sku, "") ? line.withQuantity(quantity) : line);
        return text(session);
    }

    @PostMapping("/cart/remove")
    String remove(UserSession session, @RequestParam String sku) {
        session.get(cart).removeIf(line -> line.isOf(sku, ""));
        return text(session);
    }

    @PostMapping("/cart/checkout")
    void checkOut(UserSession session) {
        session.update(visitor -> {
            visitor.list("orders").add(text(visitor));
            visitor.put(cart, new ArrayList<>());
        });
    }

    @PostMapping("/save-for-later")
    void saveForLater(UserSession session, @RequestParam String sku) {
        session.list("saved").add(sku);
    }

    @GetMapping("/saved")
    List<Object> saved(UserSession session) {
        return session.list("saved");
    }

    @GetMapping("/orders")
    List<Object> orders(UserSession session) {
        return session.list("orders");
    }

    /** Reads the cart, is slow, and answers what it read. */
    @GetMapping("/slow")
    String slow(UserSession session, @RequestParam String gate) {
        String read = text(session);
        gates.pass(gate);
        return read;
    }

    /** Reads the cart, is slow, and adds something. */
    @PostMapping("/slow")
    String slowAdd(UserSession session, @RequestParam String gate, @RequestParam String sku) {
        List<Line> read = session.get(cart);
        gates.pass(gate);
        CartRule.add(read, new Line(sku, "", 1));
        return "added";
    }
}
