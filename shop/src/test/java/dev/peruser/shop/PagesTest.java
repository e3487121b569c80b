package dev.peruser.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.shop.catalog.Catalog;
import dev.peruser.shop.catalog.Product;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

class PagesTest extends Visits {
    @Autowired
    private Catalog catalog;

    @Test
    void everyProduct_hasAPageAndAPictureForEachOption() {
        for (Product product : catalog.products()) {
            assertThat(browser.get(product.page()).html()).contains(product.name());
            assertThat(browser.get(product.picture()).html()).startsWith("<svg").doesNotContain("{");
            product.options()
                    .forEach(option -> assertThat(
                                    browser.get(product.picture(option.name())).html())
                            .startsWith("<svg"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void picture_isTheSameForEverybody_soAnyCacheMayKeepIt(String method) {
        String picture = "/pictures/milk-jug.svg";
        assertThat(browser.headers(method, picture, "Cache-Control")).containsExactly("max-age=86400, public");
        assertThat(browser.headers(method, picture, "Vary")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/products/nothing",
                "/products/%3Cscript%3E",
                "/shelves/nothing",
                "/pictures/nothing.svg",
                "/orders/nothing/thanks"
            })
    void unknownAddress_isAPageOfTheShop(String path) {
        Page page = browser.get(path);
        assertThat(page.status()).isEqualTo(404);
        if (!path.endsWith(".svg")) {
            assertThat(page.html()).contains("We don’t have that", "Slow Kettle");
        }
        assertThat(browser.cookieNames()).isEmpty();
    }

    @Test
    void wrongMethod_isAPageOfTheShop() {
        Page page = browser.get("/cart/add");
        assertThat(page.status()).isEqualTo(405);
        assertThat(page.html()).contains("We didn’t understand that");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mug", "MUG+stoneware", "m%C3%BCg"})
    void search_findsWithoutRegardToCaseAndAccents(String text) {
        assertThat(browser.get("/search?q=" + text).html()).contains("Everyday Mug");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%20", "zebra", "%3Cscript%3Ealert(1)%3C/script%3E", "%E2%98%95", "%5B(*%5C", "'%22--"})
    void search_takesAnyText(String text) {
        Page page = browser.get("/search?q=" + text);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.html()).doesNotContain("<script>alert");
    }

    @Test
    void search_takesLongText() {
        assertThat(browser.get("/search?q=" + "tea%20".repeat(500)).status()).isEqualTo(200);
    }

    @Test
    void notice_saysOnlyWhatTheShopCanSay() {
        assertThat(browser.get("/?notice=signed-out").html()).contains("You are signed out.");
        assertThat(browser.get("/?notice=you-have-won").html()).doesNotContain("won");
    }

    @Test
    void settings_changeThemeAndPrices() {
        Page page = browser.post("/settings", "theme", "dark", "currency", "CHF");
        assertThat(page.html()).contains("data-theme=\"dark\"", "Your settings are saved.");
        assertThat(browser.get("/products/milk-jug").html()).contains("CHF\u00a018.05");
    }

    @Test
    void settings_refuseWhatTheShopDoesNotHave() {
        assertThat(browser.post("/settings", "theme", "dark", "currency", "XXX").html())
                .contains("Please choose one of the settings", "data-theme=\"system\"");
        assertThat(browser.post("/settings").status()).isEqualTo(200);
    }

    @Test
    void account_isForThoseSignedIn() {
        assertThat(browser.get("/account").path()).isEqualTo("/sign-in");
    }
}
