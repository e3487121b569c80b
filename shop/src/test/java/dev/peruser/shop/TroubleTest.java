package dev.peruser.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.test.TestStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class TroubleTest extends Visits {
    @Autowired
    private TestStore store;

    @BeforeEach
    void fillCart() {
        browser.add("milk-jug", "", "2");
    }

    @Test
    void brokenStore_stillLetsVisitorsLookAround() {
        store.faults().onCalls().fail();
        Page page = browser.get("/shelves/tea");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.html()).contains("First Frost");
    }

    @Test
    void brokenStore_hidesTheCartInsteadOfShowingAnEmptyOne() {
        store.faults().onCalls().fail();
        Page page = browser.get("/cart");
        assertThat(page.status()).isEqualTo(503);
        assertThat(page.html()).contains("Your change was not saved", "Slow Kettle");
        store.faults().recover();
        assertThat(browser.get("/cart").cartCount()).isEqualTo(2);
    }

    @Test
    void refusedWrite_isNeverShownAsSuccess() {
        store.faults().onWrites().fail();
        Page page = browser.post("/cart/add", "sku", "milk-jug", "quantity", "1");
        assertThat(page.status()).isEqualTo(503);
        assertThat(page.html()).contains("Your change was not saved", "Slow Kettle");
        store.faults().recover();
        assertThat(browser.get("/cart").cartCount()).isEqualTo(2);
    }

    @Test
    void brokenStore_letsSignInThroughAndCarriesLater() {
        String name = Browser.newName();
        new Browser(port).register(name);
        store.faults().onCalls().fail();
        assertThat(browser.signIn(name).status()).isEqualTo(200);
        store.faults().recover();
        Page home = browser.get("/");
        assertThat(home.html()).contains(name, "We added 2 items that you picked before signing in.");
        assertThat(home.cartCount()).isEqualTo(2);
    }
}
