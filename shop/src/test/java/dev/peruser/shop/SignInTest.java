package dev.peruser.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignInTest extends Visits {
    @Test
    void demoAccounts_areNamedAndWork() {
        assertThat(browser.get("/sign-in").html()).contains("ada", "engine-1843", "grace", "compiler-1952");
        assertThat(browser.signIn("ada", "engine-1843").path()).isEqualTo("/");
        assertThat(phone.signIn(" Grace ", "compiler-1952").html()).contains(">grace<");
    }

    @Test
    void guestCart_isAddedToTheAccountsAndToldOnce() {
        String name = Browser.newName();
        browser.register(name);
        browser.add("everyday-mug", "Moss", "2");
        phone.add("everyday-mug", "Moss", "1");
        phone.add("milk-jug", "", "1");

        Page home = phone.signIn(name);

        assertThat(home.html()).contains("We added 2 items that you picked before signing in.");
        assertThat(home.cartCount()).isEqualTo(4);
        assertThat(phone.get("/").html()).doesNotContain("We added");
        Page other = browser.get("/cart");
        assertThat(other.html())
                .contains("id=\"quantity-0\" value=\"3\"", "Milk Jug")
                .doesNotContain("We added");
    }

    private static String undoId(Page page) {
        return page.html().split("name=\"merge\" value=\"", 2)[1].split("\"", 2)[0];
    }

    @Test
    void whatTheSignInBrought_canBeTakenBack_andWhatWasDoneSinceStays() {
        String name = Browser.newName();
        browser.register(name);
        browser.add("everyday-mug", "Moss", "2");
        phone.add("everyday-mug", "Moss", "1");
        phone.add("milk-jug", "", "1");
        phone.post("/wishes/add", "sku", "nest-box");
        String undoId = undoId(phone.signIn(name));
        browser.add("nest-box", "Slate", "1");
        phone.add("everyday-mug", "Moss", "4");

        Page undone = phone.post("/undo-merge", "merge", undoId);

        assertThat(undone.path()).isEqualTo("/cart");
        assertThat(undone.html())
                .contains("We took out again", "id=\"quantity-0\" value=\"6\"", "Nest Box")
                .doesNotContain("Milk Jug");
        assertThat(undone.cartCount()).isEqualTo(7);
        assertThat(browser.get("/cart").cartCount()).isEqualTo(7);
        assertThat(browser.get("/wishes").html()).contains("No wishes yet");
        assertThat(phone.post("/undo-merge", "merge", undoId).html()).contains("We took out again");
        assertThat(phone.get("/cart").cartCount()).isEqualTo(7);
    }

    @Test
    void takingBackWhatNobodyKnows_isAnswered() {
        browser.register(Browser.newName());
        browser.add("milk-jug", "", "1");
        for (String forged : new String[] {"", "0123456789abcdef", "<script>"}) {
            assertThat(browser.post("/undo-merge", "merge", forged).html()).contains("be taken back any more");
        }
        assertThat(browser.get("/cart").cartCount()).isEqualTo(1);
    }

    @Test
    void guestCart_isCarriedByRegistrationToo() {
        phone.add("milk-jug", "", "1");
        Page home = phone.register(Browser.newName());
        assertThat(home.html()).contains("Welcome!", "We added 1 item that you picked before signing in.");
        assertThat(home.cartCount()).isEqualTo(1);
    }

    @Test
    void guestWishes_areTold() {
        phone.post("/wishes/add", "sku", "nest-box");
        assertThat(phone.register(Browser.newName()).html())
                .contains("We added 1 wish that you picked", "Go to the wish list");
    }

    @Test
    void fullLine_isToldAsCapped() {
        String name = Browser.newName();
        browser.register(name);
        browser.add("milk-jug", "", "19");
        phone.add("milk-jug", "", "5");
        assertThat(phone.signIn(name).html()).contains("We added 1 item", "at most 20 of one thing");
        assertThat(phone.get("/cart").cartCount()).isEqualTo(20);
    }

    @Test
    void signIn_withNothingPickedTellsNothing() {
        String name = Browser.newName();
        browser.register(name);
        assertThat(phone.signIn(name).html()).doesNotContain("We added");
    }

    @Test
    void currency_ofTheAccountStaysAndThemeOfTheGuestComes() {
        String name = Browser.newName();
        browser.register(name);
        browser.post("/settings", "theme", "light", "currency", "GBP");
        phone.post("/settings", "theme", "dark", "currency", "CHF");
        Page home = phone.signIn(name);
        assertThat(home.html()).contains("data-theme=\"dark\"", "£");
    }

    @Test
    void signOut_leavesNothingInTheBrowser() {
        String name = Browser.newName();
        browser.register(name);
        browser.add("milk-jug", "", "2");
        Page page = browser.signOut();
        assertThat(page.html()).contains("You are signed out.", "Sign in");
        assertThat(page.cartCount()).isZero();
        assertThat(browser.signIn(name).cartCount()).isEqualTo(2);
    }

    @Test
    void wrongPassword_isToldAndLeavesNoSession() {
        Page page = browser.signIn("ada", "wrong");
        assertThat(page.path()).isEqualTo("/sign-in");
        assertThat(page.html()).contains("That name and password don&#39;t belong together.");
        assertThat(browser.signIn("nobody", "x".repeat(5000)).status()).isEqualTo(200);
        assertThat(browser.cookieNames()).doesNotContain("JSESSIONID");
    }

    @Test
    void back_leadsToWhereOneCameFromButNotElsewhere() {
        browser.get("/sign-in");
        assertThat(browser.post("/sign-in", "name", "ada", "password", "engine-1843", "back", "/cart")
                        .path())
                .isEqualTo("/cart");
        phone.get("/sign-in");
        Page page = phone.post("/sign-in", "name", "ada", "password", "engine-1843", "back", "//example.org/");
        assertThat(page.path()).isEqualTo("/");
    }

    @Test
    void rememberMe_outlivesTheContainersSession() {
        String name = Browser.newName();
        phone.register(name);
        browser.get("/sign-in");
        browser.post("/sign-in", "name", name, "password", "a good password", "remember-me", "on");
        browser.add("milk-jug", "", "2");
        browser.forgetCookie("JSESSIONID");
        Page page = browser.get("/");
        assertThat(page.html()).contains(name);
        assertThat(page.cartCount()).isEqualTo(2);
    }
}
