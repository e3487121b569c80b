package dev.peruser.shop.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalPathTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/cart", "/products/milk-jug", "/search?q=two+words"})
    void ownPath_isKept(String path) {
        assertThat(LocalPath.orHome(path)).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "//example.org", "https://example.org", "/\\example.org", "cart", "/a\r\nb", "/a?x=//b"})
    void anythingElse_isHome(String path) {
        assertThat(LocalPath.orHome(path)).isEqualTo("/");
    }

    @Test
    void notice_isAddedToTheAddress() {
        assertThat(LocalPath.withNotice("/search?q=tea", Notice.ADDED)).isEqualTo("/search?q=tea&notice=added");
        assertThat(LocalPath.withNotice("/cart", Notice.CART_FULL)).isEqualTo("/cart?notice=cart-full");
    }
}
