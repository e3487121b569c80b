package dev.peruser.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CartTest extends Visits {
    @Test
    void add_isConfirmedAndCounted() {
        Page page = browser.add("everyday-mug", "Moss", "2");
        assertThat(page.path()).isEqualTo("/products/everyday-mug");
        assertThat(page.html()).contains("It is in your cart.");
        assertThat(page.cartCount()).isEqualTo(2);
        assertThat(browser.get("/cart").html()).contains("Everyday Mug", "Moss", "€36.00");
    }

    @Test
    void add_ofTheSameAddsUpAndOfAnotherOptionDoesNot() {
        browser.add("everyday-mug", "Moss", "1");
        browser.add("everyday-mug", "Moss", "2");
        browser.add("everyday-mug", "Ink", "1");
        assertThat(browser.get("/cart").html())
                .contains("id=\"quantity-0\" value=\"3\"", "id=\"quantity-1\" value=\"1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "abc", "", "1e3", "2.5", "99999999999999999999", "١"})
    void add_refusesWhatIsNoQuantity(String quantity) {
        Page page = browser.add("milk-jug", "", quantity);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.cartCount()).isEqualTo(quantity.isEmpty() ? 1 : 0);
    }

    @Test
    void add_capsALargeQuantity() {
        Page page = browser.add("milk-jug", "", "500");
        assertThat(page.html()).contains("at most 20 of one thing");
        assertThat(page.cartCount()).isEqualTo(20);
    }

    @Test
    void add_refusesUnknownProductsAndOptions() {
        assertThat(browser.post("/cart/add", "sku", "no-such-thing").html())
                .contains("We don&#39;t have that product.");
        assertThat(browser.post("/cart/add", "sku", "everyday-mug", "option", "Gold")
                        .html())
                .contains("Please choose one of the options.");
        assertThat(browser.post("/cart/add", "sku", "milk-jug", "option", "Gold")
                        .html())
                .contains("Please choose one of the options.");
        assertThat(browser.post("/cart/add").status()).isEqualTo(200);
        assertThat(browser.get("/cart").cartCount()).isZero();
    }

    @Test
    void quantity_isChanged() {
        browser.add("milk-jug", "", "1");
        assertThat(change("7").cartCount()).isEqualTo(7);
        assertThat(change("21").cartCount()).isEqualTo(20);
        assertThat(change("0").html()).contains("Please choose a quantity from 1 to 20.");
        assertThat(browser.get("/cart").cartCount()).isEqualTo(20);
    }

    @Test
    void quantity_ofALineThatIsGoneIsToldSo() {
        assertThat(change("2").html()).contains("That is no longer in your cart.");
    }

    @Test
    void note_isKeptAndEscaped() {
        browser.add("milk-jug", "", "1");
        Page page = note(" <script>alert(1)</script>\n\tfor\u0000 Jo ");
        assertThat(page.html())
                .contains("value=\"&lt;script&gt;alert(1)&lt;/script&gt; for Jo\"")
                .doesNotContain("<script>alert");
    }

    @Test
    void note_hasAtMost200Characters() {
        browser.add("milk-jug", "", "1");
        assertThat(note("x".repeat(200)).html()).contains("Your note is saved.");
        assertThat(note("y".repeat(201)).html()).contains("A note can have at most 200 characters.", "x".repeat(200));
    }

    @Test
    void remove_emptiesTheCart() {
        browser.add("milk-jug", "", "3");
        Page page = browser.post("/cart/remove", "sku", "milk-jug", "option", "");
        assertThat(page.html()).contains("Nothing in it yet.");
        assertThat(page.cartCount()).isZero();
    }

    private Page change(String quantity) {
        return browser.post("/cart/quantity", "sku", "milk-jug", "option", "", "quantity", quantity);
    }

    private Page note(String text) {
        return browser.post("/cart/note", "sku", "milk-jug", "option", "", "note", text);
    }
}
