package com.example.cart;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** As it was before PerUser came. */
public class Cart implements Serializable {
    private static final long serialVersionUID = 1;

    private List<Line> lines = new ArrayList<>();

    public static class Line implements Serializable {
        private static final long serialVersionUID = 1;

        public String product = "";
        public int quantity;

        @Override
        public String toString() {
            return product + " " + quantity;
        }
    }

    public List<Line> getLines() {
        return lines;
    }

    public void setLines(List<Line> lines) {
        this.lines = lines;
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
