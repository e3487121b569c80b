package dev.peruser.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuestTest extends Visits {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/shelves/tea",
                "/search?q=mug",
                "/cart",
                "/wishes",
                "/orders",
                "/my-data",
                "/pictures/milk-jug.svg",
                "/assets/shop.js",
                "/assets/htmx/htmx.min.js"
            })
    void looking_setsNoCookie(String path) {
        assertThat(browser.get(path).status()).isEqualTo(200);
        assertThat(browser.cookieNames()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/products/milk-jug", "/sign-in", "/register", "/settings"})
    void pageWithForms_setsOnlyTheCookieOfItsToken(String path) {
        assertThat(browser.get(path).status()).isEqualTo(200);
        assertThat(browser.cookieNames()).containsExactly("XSRF-TOKEN");
    }

    @Test
    void productPage_isNotRememberedForAStranger() {
        browser.get("/products/milk-jug");
        assertThat(browser.get("/").shows("You looked at")).isFalse();
    }

    @Test
    void productPage_isRememberedOnceAHumanMoved() {
        browser.get("/products/milk-jug");
        assertThat(browser.post("/recently-viewed", "sku", "milk-jug").status()).isEqualTo(204);
        browser.get("/products/letter-set");
        Page home = browser.get("/");
        assertThat(home.html().substring(home.html().indexOf("You looked at")))
                .containsSubsequence("Letter Set", "Milk Jug");
        assertThat(browser.cookieNames()).doesNotContain("JSESSIONID");
    }

    @Test
    void recentlyViewed_ignoresUnknownProducts() {
        assertThat(browser.post("/recently-viewed", "sku", "<b>").status()).isEqualTo(204);
        assertThat(browser.cookieNames()).containsExactly("XSRF-TOKEN");
    }

    @Test
    void removingFromAnEmptyCart_createsNothing() {
        browser.post("/cart/remove", "sku", "milk-jug", "option", "");
        browser.post("/wishes/remove", "sku", "milk-jug");
        assertThat(browser.cookieNames()).containsExactly("XSRF-TOKEN");
    }

    @Test
    void wishList_holdsWhatWasWished() {
        assertThat(browser.post("/wishes/add", "sku", "nest-box", "back", "/products/nest-box")
                        .path())
                .isEqualTo("/products/nest-box");
        assertThat(browser.get("/wishes").html()).contains("Nest Box");
        browser.post("/wishes/remove", "sku", "nest-box");
        assertThat(browser.get("/wishes").html()).contains("No wishes yet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"})
    void wish_neverSendsTheVisitorElsewhere(String back) {
        Page page = browser.post("/wishes/add", "sku", "nest-box", "back", back);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.path()).isEqualTo("/");
    }

    @Test
    void form_withoutTokenIsRefusedWithAPage() {
        browser.get("/products/milk-jug");
        browser.forgetCookie("XSRF-TOKEN");
        Page page = browser.post("/cart/add", "sku", "milk-jug");
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.html()).contains("This page was too old");
    }
}
