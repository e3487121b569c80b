package dev.peruser.shop.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CartMergerTest {
    private final CartMerger merger = new CartMerger();

    @Test
    void sameLine_isAddedUp() {
        assertThat(merger.merge(cart(line("mug", "Moss", 2, "")), cart(line("mug", "Moss", 3, ""))))
                .isEqualTo(cart(line("mug", "Moss", 5, "")));
    }

    @Test
    void differentOptions_areDifferentLines() {
        assertThat(merger.merge(cart(line("mug", "Moss", 2, "")), cart(line("mug", "Ink", 3, ""))))
                .isEqualTo(cart(line("mug", "Moss", 2, ""), line("mug", "Ink", 3, "")));
    }

    @Test
    void sum_isCapped() {
        assertThat(merger.merge(cart(line("mug", "", 15, "")), cart(line("mug", "", 15, ""))))
                .isEqualTo(cart(line("mug", "", 20, "")));
    }

    @Test
    void notes_areBothKept() {
        assertThat(noteOf("red", "gift")).isEqualTo("red · gift");
        assertThat(noteOf("red", "")).isEqualTo("red");
        assertThat(noteOf("", "gift")).isEqualTo("gift");
        assertThat(noteOf("red", "red")).isEqualTo("red");
        assertThat(noteOf("x".repeat(200), "gift")).hasSize(200).endsWith("…");
    }

    @Test
    void emptyCarts_changeNothing() {
        Cart cart = cart(line("mug", "", 1, ""));
        assertThat(merger.merge(cart, Cart.EMPTY)).isEqualTo(cart);
        assertThat(merger.merge(Cart.EMPTY, cart)).isEqualTo(cart);
    }

    @Test
    void fullCart_staysAsItIs() {
        Cart full = new Cart(IntStream.range(0, Cart.MOST_LINES)
                .mapToObj(number -> line("thing-" + number, "", 1, ""))
                .toList());
        assertThat(merger.merge(full, cart(line("mug", "", 1, "")))).isEqualTo(full);
    }

    private String noteOf(String user, String guest) {
        return merger.merge(cart(line("mug", "", 1, user)), cart(line("mug", "", 1, guest)))
                .lines()
                .get(0)
                .note();
    }

    private static Cart cart(CartLine... lines) {
        return new Cart(List.of(lines));
    }

    private static CartLine line(String sku, String option, int quantity, String note) {
        return new CartLine(sku, option, quantity, note);
    }
}
