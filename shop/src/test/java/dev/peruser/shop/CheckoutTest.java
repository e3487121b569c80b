package dev.peruser.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CheckoutTest extends Visits {
    private static final Pattern SEEN = Pattern.compile("name=\"seen\" value=\"([^\"]+)\"");

    @Test
    void order_emptiesTheCartOnAllDevices() {
        String name = Browser.newName();
        browser.register(name);
        phone.signIn(name);
        browser.add("milk-jug", "", "2");
        assertThat(phone.get("/").cartCount()).isEqualTo(2);

        Page thanks = order(phone, "Ada <i>L.</i>");

        assertThat(thanks.html()).contains("Thank you!", "Ada &lt;i&gt;L.&lt;/i&gt;");
        assertThat(phone.get("/").cartCount()).isZero();
        assertThat(browser.get("/").cartCount()).isZero();
        assertThat(browser.get("/orders").html()).contains("2 × Milk Jug", "€38.00");
    }

    @Test
    void order_ofAGuestComesAlongAtSignIn() {
        phone.add("nest-box", "Slate", "1");
        order(phone, "Jo");
        phone.register(Browser.newName());
        assertThat(phone.get("/orders").html()).contains("1 × Nest Box, Slate");
    }

    private static String earlierId(Page page) {
        return page.html().split("name=\"cart\" value=\"", 2)[1].split("\"", 2)[0];
    }

    /** Returns the name of the account. */
    private String accountWithAJugAndGuestWithABox() {
        String name = Browser.newName();
        browser.register(name);
        browser.add("milk-jug", "", "2");
        phone.add("nest-box", "Slate", "1");
        return name;
    }

    private Page signInAtCheckout(String name) {
        phone.get("/sign-in?back=/checkout");
        return phone.post("/sign-in", "name", name, "password", Browser.PASSWORD, "back", "/checkout");
    }

    @Test
    void signInAtTheCheckout_orders_whatTheGuestSees_andAsksAboutTheAccountsCart() {
        String name = accountWithAJugAndGuestWithABox();

        Page checkout = signInAtCheckout(name);

        assertThat(checkout.path()).isEqualTo("/checkout");
        assertThat(checkout.cartCount()).isEqualTo(1);
        assertThat(checkout.html())
                .contains("In your account's cart there was something", "2 × Milk Jug")
                .doesNotContain("We added");
        String id = earlierId(checkout);
        Page added = phone.post("/checkout/earlier", "cart", id, "answer", "add");
        assertThat(added.html()).contains("We added what was in your account").doesNotContain("Do you want it");
        assertThat(added.cartCount()).isEqualTo(3);
        assertThat(browser.get("/cart").cartCount()).isEqualTo(3);
        assertThat(phone.post("/checkout/earlier", "cart", id, "answer", "add").cartCount())
                .isEqualTo(3);
    }

    @Test
    void accountsCart_isForgotten_ifThatIsTheAnswer_andStaysAsideIfThereIsNone() {
        String name = accountWithAJugAndGuestWithABox();
        Page checkout = signInAtCheckout(name);
        String id = earlierId(checkout);
        for (String forged : new String[] {"", "0123456789abcdef", "<script>"}) {
            assertThat(phone.post("/checkout/earlier", "cart", forged, "answer", "drop")
                            .html())
                    .contains("Do you want it");
        }
        order(phone, "Ada");
        phone.add("milk-jug", "", "1");
        assertThat(phone.get("/checkout").html()).contains("Do you want it");
        Page dropped = phone.post("/checkout/earlier", "cart", id, "answer", "drop");
        assertThat(dropped.html()).contains("We have forgotten").doesNotContain("Do you want it");
        assertThat(dropped.cartCount()).isEqualTo(1);
    }

    @Test
    void signInElsewhere_merges() {
        String name = accountWithAJugAndGuestWithABox();
        assertThat(phone.signIn(name).cartCount()).isEqualTo(3);
        assertThat(phone.get("/checkout").html()).doesNotContain("Do you want it");
    }

    @Test
    void order_keepsAtMostTwenty() {
        for (int i = 1; i <= 21; i++) {
            browser.add("milk-jug", "", "1");
            order(browser, "Recipient " + i + ".");
        }
        assertThat(browser.get("/orders").html().split("class=\"order\"", -1)).hasSize(21);
        assertThat(browser.get("/orders").html()).contains("Recipient 21.");
    }

    @Test
    void order_asksForWhatIsMissing() {
        browser.add("milk-jug", "", "1");
        Page page = browser.post("/checkout", "recipient", " ", "address", "x".repeat(301));
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.html()).contains("Please tell us who gets it.", "at most 300 characters");
        assertThat(page.cartCount()).isEqualTo(1);
    }

    @Test
    void order_isRefusedIfTheCartWasChangedMeanwhile() {
        browser.add("milk-jug", "", "1");
        String seen = seen(browser.get("/checkout"));
        browser.add("milk-jug", "", "1");
        Page page = browser.post("/checkout", "recipient", "Jo", "address", "Here 1", "seen", seen);
        assertThat(page.path()).isEqualTo("/cart");
        assertThat(page.html()).contains("Your cart was changed");
        assertThat(page.cartCount()).isEqualTo(2);
    }

    @Test
    void checkout_withNothingLeadsToTheCart() {
        assertThat(browser.get("/checkout").html()).contains("There is nothing in your cart to order yet.");
        assertThat(browser.post("/checkout", "recipient", "Jo", "address", "Here 1")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void thanks_isOnlyForTheOnesOwnOrders() {
        assertThat(browser.get("/orders/SK-00000000/thanks").status()).isEqualTo(404);
    }

    private static Page order(Browser browser, String recipient) {
        String seen = seen(browser.get("/checkout"));
        return browser.post("/checkout", "recipient", recipient, "address", "Street 1\nTown", "seen", seen);
    }

    private static String seen(Page page) {
        Matcher matcher = SEEN.matcher(page.html());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }
}
