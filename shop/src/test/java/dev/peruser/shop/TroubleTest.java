package dev.peruser.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.store.tck.faults.FailingSessionStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

class TroubleTest extends Visits {
    @Autowired
    private FailingSessionStore store;

    @BeforeEach
    void fillCart() {
        browser.add("milk-jug", "", "2");
    }

    @AfterEach
    void repair() {
        store.recover();
    }

    @Test
    void brokenStore_stillLetsVisitorsLookAround() {
        store.onCalls().fail();
        Page page = browser.get("/shelves/tea");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.html()).contains("First Frost");
    }

    @Test
    void brokenStore_hidesTheCartInsteadOfShowingAnEmptyOne() {
        store.onCalls().fail();
        Page page = browser.get("/cart");
        assertThat(page.status()).isEqualTo(503);
        assertThat(page.html()).contains("Your change was not saved", "Slow Kettle");
        store.recover();
        assertThat(browser.get("/cart").cartCount()).isEqualTo(2);
    }

    @Test
    void refusedWrite_isNeverShownAsSuccess() {
        store.onWrites().fail();
        Page page = browser.post("/cart/add", "sku", "milk-jug", "quantity", "1");
        assertThat(page.status()).isEqualTo(503);
        assertThat(page.html()).contains("Your change was not saved", "Slow Kettle");
        store.recover();
        assertThat(browser.get("/cart").cartCount()).isEqualTo(2);
    }

    @Test
    void brokenStore_letsSignInThroughAndCarriesLater() {
        String name = Browser.newName();
        new Browser(port).register(name);
        store.onCalls().fail();
        assertThat(browser.signIn(name).status()).isEqualTo(200);
        store.recover();
        Page home = browser.get("/");
        assertThat(home.html()).contains(name, "We added 2 items that you picked before signing in.");
        assertThat(home.cartCount()).isEqualTo(2);
    }

    @TestConfiguration
    static class Broken {
        @Bean
        FailingSessionStore store() {
            return FailingSessionStore.inMemory();
        }
    }
}
