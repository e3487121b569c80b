package dev.peruser;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A cart whose lines count, for tests of numbers that count. */
final class CountingFixture {
    private CountingFixture() {}

    static final class Line {
        public String product = "";
        public int quantity;
        public String note = "";

        Line() {}

        Line(String product, int quantity) {
            this.product = product;
            this.quantity = quantity;
        }

        @Override
        public String toString() {
            return product + " " + quantity + (note.isEmpty() ? "" : " " + note);
        }
    }

    static final class Cart {
        public List<Line> lines = new ArrayList<>();
        public Map<String, Integer> boxes = new LinkedHashMap<>();
        public int points;

        void add(String product, int quantity) {
            Line line = lines.stream()
                    .filter(one -> one.product.equals(product))
                    .findFirst()
                    .orElseGet(() -> {
                        lines.add(new Line(product, 0));
                        return lines.get(lines.size() - 1);
                    });
            line.quantity += quantity;
        }
    }

    static Attribute<Cart> cart(UnaryOperator<Attribute.Builder<Cart>> options) {
        return options.apply(Attribute.builder("cart", Cart.class)
                        .defaultValue(Cart::new)
                        .itemIdentityIn("lines", "product")
                        .counts("lines.quantity", Bounds.between(0, 20))
                        .counts("boxes.*")
                        .counts("points"))
                .build();
    }

    static final Attribute<Cart> CART = cart(builder -> builder);

    static String lines(TestEngine.Browser device) {
        return device.ask(session -> session.get(CART).lines.toString());
    }

    static Consumer<UserSession> add(String product, int quantity) {
        return session -> session.get(CART).add(product, quantity);
    }
}
