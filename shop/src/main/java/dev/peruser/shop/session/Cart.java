package dev.peruser.shop.session;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a visitor wants to buy. Immutable: each change is a function from the cart as it is to the cart as it should be,
 * so that PerUser can apply it to the newest cart when two devices change it at the same time.
 *
 * @param lines one for each product and option, in the order in which they were first added
 */
public record Cart(List<CartLine> lines) {
    /** The most of one thing. */
    public static final int MOST_PER_LINE = 20;

    /** The most different things. */
    public static final int MOST_LINES = 40;

    /** A cart without anything. */
    public static final Cart EMPTY = new Cart(List.of());

    /** Copies the list. */
    public Cart {
        lines = List.copyOf(lines);
    }

    /** How many things, counted one by one. */
    public int count() {
        return lines.stream().mapToInt(CartLine::quantity).sum();
    }

    /** Whether there is nothing in it. */
    @JsonIgnore
    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** The line of a product and option. */
    public Optional<CartLine> find(String sku, String option) {
        return lines.stream().filter(line -> line.isOf(sku, option)).findFirst();
    }

    /** With a line more, or more in its line: at most as many as a line can hold. A full cart stays as it is. */
    public Cart add(CartLine added) {
        if (find(added.sku(), added.option()).isPresent()) {
            return change(added.sku(), added.option(), line -> line.withQuantity(line.quantity() + added.quantity()));
        }
        if (lines.size() >= MOST_LINES) {
            return this;
        }
        List<CartLine> longer = new ArrayList<>(lines);
        longer.add(added);
        return new Cart(longer);
    }

    /** With one line changed, if it is there. */
    public Cart change(String sku, String option, UnaryOperator<CartLine> change) {
        return new Cart(lines.stream()
                .map(line -> line.isOf(sku, option) ? change.apply(line) : line)
                .toList());
    }

    /** Without a line. */
    public Cart remove(String sku, String option) {
        return new Cart(lines.stream().filter(line -> !line.isOf(sku, option)).toList());
    }
}
