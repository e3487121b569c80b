package dev.peruser.benchmarks.sidebyside;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** A cart as shops have it: changed in place. */
public final class Cart implements Serializable {
    private static final long serialVersionUID = 1;

    public List<Line> lines = new ArrayList<>();

    /** Of so many lines, each about 25 bytes as JSON. */
    static Cart of(int lines, String prefix) {
        Cart cart = new Cart();
        for (int i = 0; i < lines; i++) {
            Line line = new Line();
            line.sku = prefix + "-" + (1000 + i);
            line.qty = 1 + i % 5;
            cart.lines.add(line);
        }
        return cart;
    }

    /** Sets the quantity of one line, to another than it is for any other number nearby. */
    Cart change(int number) {
        lines.get(Math.floorMod(number, lines.size())).qty = 1 + Math.floorMod(number, 9_973);
        return this;
    }

    /** A line. */
    public static final class Line implements Serializable {
        private static final long serialVersionUID = 1;

        public String sku = "";
        public int qty;
    }
}
