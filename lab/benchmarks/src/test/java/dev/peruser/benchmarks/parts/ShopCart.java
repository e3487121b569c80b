package dev.peruser.benchmarks.parts;

import dev.peruser.Attribute;
import java.util.ArrayList;
import java.util.List;

/** A cart as a shop declares it. */
public final class ShopCart {
    /** The declaration: lines are told apart by their product. */
    public static final Attribute<ShopCart> CART = Attribute.builder("cart", ShopCart.class)
            .itemIdentityIn("lines", "product")
            .build();

    public List<Line> lines = new ArrayList<>();

    /** With 20 lines. */
    public static ShopCart ofTwentyLines() {
        ShopCart cart = new ShopCart();
        for (int i = 0; i < 20; i++) {
            Line line = new Line();
            line.product = "sku-" + (1000 + i);
            line.quantity = 1 + i % 5;
            cart.lines.add(line);
        }
        return cart;
    }

    /** The same with another quantity in one line. */
    public ShopCart withQuantity(int position, int quantity) {
        lines.get(position).quantity = quantity;
        return this;
    }

    /** A line. */
    public static final class Line {
        public String product = "";
        public int quantity;
    }
}
