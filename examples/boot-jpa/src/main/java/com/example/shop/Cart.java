package com.example.shop;

import dev.peruser.Attribute;
import dev.peruser.Bounds;
import java.util.ArrayList;
import java.util.List;

/** A line is identified by its product, and its quantity counts: of two carts with tea, the quantities are added. */
public class Cart {
    static final Attribute<Cart> CART = Attribute.builder("cart", Cart.class)
            .defaultValue(Cart::new)
            .itemIdentityIn("lines", "product")
            .counts("lines.quantity", Bounds.between(0, 20))
            .build();

    public List<Line> lines = new ArrayList<>();

    public static class Line {
        public String product = "";
        public int quantity;
    }

    void add(String product) {
        for (Line line : lines) {
            if (line.product.equals(product)) {
                line.quantity++;
                return;
            }
        }
        Line line = new Line();
        line.product = product;
        line.quantity = 1;
        lines.add(line);
    }
}
