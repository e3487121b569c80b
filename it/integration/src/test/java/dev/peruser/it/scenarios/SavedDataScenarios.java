package dev.peruser.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.Attribute;
import dev.peruser.PerUser;
import dev.peruser.SessionDataException;
import dev.peruser.UserId;
import dev.peruser.it.Browser;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What was changed is saved, and nothing else is. */
interface SavedDataScenarios extends OnAStore {

    @Test
    default void scenario21_lateReader_doesNotWriteBackWhatItOnceRead() {
        String ada = newName("ada");
        ShopBrowser desk = userWith(ada, "apple", 3);
        desk.add("pear", 1);
        CompletableFuture<HttpResponse<String>> reader = desk.copy().sendGet("/slow?gate=" + ada);
        shop().gates().awaitArrival(ada);
        desk.post("/cart/remove", "sku", "apple");
        shop().gates().open(ada);
        assertThat(reader.join().body()).isEqualTo("apple:3,pear:1");
        assertThat(desk.cart()).isEqualTo("pear:1");
    }

    @Test
    default void scenario22_checkedOutOnOneDevice_isEmptyOnTheOther() {
        String ada = newName("ada");
        ShopBrowser phone = userWith(ada, "apple", 3);
        ShopBrowser desk = browser().signIn(ada);
        assertThat(desk.cart()).isEqualTo("apple:3");
        CompletableFuture<HttpResponse<String>> slow = desk.copy().sendPost("/slow", "gate", ada, "sku", "pear");
        shop().gates().awaitArrival(ada);
        phone.post("/cart/checkout");
        assertThat(desk.cart()).isEmpty();
        shop().gates().open(ada);
        assertThat(slow.join().statusCode()).isEqualTo(200);
        assertThat(desk.cart())
                .as("what was added meanwhile, without what was bought")
                .isEqualTo("pear:1");
        assertThat(phone.cart()).isEqualTo("pear:1");
        assertThat(phone.text("/orders")).isEqualTo("[\"apple:3\"]");
    }

    @Test
    default void scenario23_signOut_alsoEverywhere_leavesTheAccountsData() {
        String ada = newName("ada");
        ShopBrowser desk = userWith(ada, "apple", 3);
        desk.signOut();
        assertThat(desk.cart()).isEmpty();
        desk.signIn(ada);
        assertThat(desk.cart()).isEqualTo("apple:3");
        ShopBrowser phone = browser().signIn(ada);
        desk.post("/sign-out-everywhere");
        phone.get("/cart");
        desk.get("/cart");
        assertThat(phone.text("/who")).isEqualTo("guest");
        assertThat(desk.text("/who")).isEqualTo("guest");
        assertThat(phone.cart()).isEmpty();
        assertThat(desk.signIn(ada).cart()).isEqualTo("apple:3");
        assertThat(phone.signIn(ada).cart()).isEqualTo("apple:3");
    }

    @Test
    default void scenario24_removedItems_doNotComeBackFromAnOlderCopy() {
        String ada = newName("ada");
        ShopBrowser desk = userWith(ada, "apple", 3);
        desk.add("pear", 1);
        ShopBrowser phone = browser().signIn(ada);
        CompletableFuture<HttpResponse<String>> old = phone.copy().sendPost("/slow", "gate", ada, "sku", "plum");
        shop().gates().awaitArrival(ada);
        desk.post("/cart/remove", "sku", "apple");
        shop().gates().open(ada);
        old.join();
        assertThat(desk.cart()).isEqualTo("pear:1,plum:1");
        desk.signOut().signIn(ada);
        assertThat(desk.cart()).isEqualTo("pear:1,plum:1");
        assertThat(guestWith("fig", 1).signIn(ada).cart()).isEqualTo("pear:1,plum:1,fig:1");
        assertThat(phone.cart()).isEqualTo("pear:1,plum:1,fig:1");
    }

    /** A class of the application that is changed in place. */
    final class Wizard {
        public int step;
        public List<String> answers = new ArrayList<>();
    }

    @Test
    default void scenario29_valueChangedInPlace_isSaved() {
        ShopBrowser desk = browser();
        desk.post("/preferences", "colour", "red");
        desk.post("/preferences", "colour", "green");
        assertThat(desk.text("/preferences")).isEqualTo("{\"colours\":[\"red\",\"green\"]}");
        desk.add("apple", 3);
        desk.post("/cart/quantity", "sku", "apple", "quantity", "2");
        assertThat(desk.cart()).isEqualTo("apple:2");

        Attribute<Wizard> wizard = Attribute.builder("wizard", Wizard.class)
                .defaultValue(() -> new Wizard())
                .build();
        PerUser perUser = engine().attribute(wizard).build();
        Browser browser = new Browser(perUser).signIn(newName("ada"));
        for (int step = 1; step <= 3; step++) {
            String answer = "answer " + step;
            browser.request(session -> {
                session.get(wizard).step++;
                session.get(wizard).answers.add(answer);
            });
        }
        browser.request(session -> {
            assertThat(session.get(wizard).step).isEqualTo(3);
            assertThat(session.get(wizard).answers).containsExactly("answer 1", "answer 2", "answer 3");
        });
    }

    /** As the application was. */
    record AddressAsText(String street, String country) {}

    /** As it is now. */
    record AddressAsNumbers(List<Integer> street, String town) {}

    @Test
    default void scenario30_classChangesItsShape_onlyThatAttributeFails() {
        Attribute<AddressAsText> was = Attribute.of("address", AddressAsText.class);
        PerUser before = engine().attribute(was).build();
        String ada = newName("ada");
        new Browser(before).signIn(ada).request(session -> {
            session.put(was, new AddressAsText("Main Street", "AT"));
            session.list("cart").add("apple");
        });
        Attribute<AddressAsNumbers> is = Attribute.of("address", AddressAsNumbers.class);
        PerUser after = engine().attribute(is).build();
        Browser browser = new Browser(after).signIn(ada);
        browser.request(session -> {
            assertThat(session.list("cart")).containsExactly("apple");
            assertThatExceptionOfType(SessionDataException.class)
                    .isThrownBy(() -> session.get(is))
                    .withMessageContaining("address");
            session.list("cart").add("pear");
        });
        // What was stored is kept until it is overwritten.
        assertThat(before.<AddressAsText>withSession(UserId.of(ada), session -> session.get(was)))
                .isEqualTo(new AddressAsText("Main Street", "AT"));
        browser.request(session -> session.put(is, new AddressAsNumbers(List.of(1), "Graz")));
        browser.request(session -> {
            assertThat(session.get(is).town()).isEqualTo("Graz");
            assertThat(session.list("cart")).containsExactly("apple", "pear");
        });
    }

    @Test
    default void scenario31_twoFirstWritesOfOneAttribute_bothSucceed() {
        ShopBrowser desk = browser().signIn(newName("ada"));
        ShopBrowser guest = browser();
        for (ShopBrowser visitor : List.of(desk, guest)) {
            store().onCalls()
                    .meet(2); // the user's loads, so both have seen nothing; of the guest, who has no token, the
            // saves
            List<HttpResponse<String>> answers = List.of(
                            visitor.sendPost("/cart/add", "sku", "apple"), visitor.sendPost("/cart/add", "sku", "pear"))
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
            store().recover();
            assertThat(answers).extracting(HttpResponse::statusCode).containsExactly(200, 200);
            assertThat(visitor.cart().split(",")).containsExactlyInAnyOrder("apple:1", "pear:1");
            assertThat(visitor.cart().split(",")).containsExactlyInAnyOrder("apple:1", "pear:1");
        }
        assertThat(guest.guestCookies()).hasSize(1);
    }
}
