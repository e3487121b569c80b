package dev.peruser.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MyDataTest extends Visits {
    @BeforeEach
    void pick() {
        browser.add("milk-jug", "", "2");
        browser.post("/wishes/add", "sku", "nest-box");
    }

    @Test
    void page_showsAllAttributesEscaped() {
        browser.post("/cart/note", "sku", "milk-jug", "option", "", "note", "<img src=x>");
        assertThat(browser.get("/my-data").html())
                .contains("cart", "wishList", "&quot;nest-box&quot;", "&lt;img src=x&gt;")
                .doesNotContain("<img src=x>");
    }

    @Test
    void forget_removesOneAttribute() {
        Page page = browser.post("/my-data/forget", "name", "cart");
        assertThat(page.html()).contains("We have forgotten it.", "wishList");
        assertThat(page.cartCount()).isZero();
    }

    @Test
    void forget_ofSomethingUnknownChangesNothing() {
        for (String name : new String[] {"", "nothing", "__peruser", "x".repeat(1000)}) {
            assertThat(browser.post("/my-data/forget", "name", name).status()).isEqualTo(200);
        }
        assertThat(browser.get("/").cartCount()).isEqualTo(2);
    }

    @Test
    void forgetAll_removesEverythingFromTheAccountToo() {
        browser.register(Browser.newName());
        Page page = browser.post("/my-data/forget-all");
        assertThat(page.html()).contains("We have forgotten everything.", "We don’t remember anything of you.");
        assertThat(page.cartCount()).isZero();
    }
}
