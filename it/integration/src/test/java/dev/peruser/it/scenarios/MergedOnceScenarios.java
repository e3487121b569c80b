package dev.peruser.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.HttpCookie;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the guest had gets into the account once, whatever is repeated or runs at the same time. */
interface MergedOnceScenarios extends OnAStore {
    int MANY = 16;

    /** The answers to requests that run at the same time. */
    private static List<HttpResponse<String>> answers(List<CompletableFuture<HttpResponse<String>>> running) {
        return running.stream().map(CompletableFuture::join).toList();
    }

    @Test
    default void scenario01_sourceNotConsumed_quantityLoweredAfterTheSignIn_staysLowered() {
        String ada = newName("ada");
        ShopBrowser desk = guestWith("apple", 3);
        ShopBrowser missedTheAnswer = desk.copy();
        desk.signIn(ada);
        desk.post("/cart/quantity", "sku", "apple", "quantity", "1");
        for (int request = 0; request < 5; request++) {
            assertThat(desk.cart()).isEqualTo("apple:1");
        }
        // The source is consumed, also for who still has its cookie.
        assertThat(missedTheAnswer.signIn(ada).cart()).isEqualTo("apple:1");
        assertThat(browser().signIn(ada).cart()).isEqualTo("apple:1");
    }

    @Test
    default void scenario02_refreshAfterSignIn_doesNotMultiply() {
        String ada = newName("ada");
        ShopBrowser guest = guestWith("apple", 3);
        ShopBrowser desk = guest.copy();
        desk.signIn(ada);
        for (int refresh = 0; refresh < 10; refresh++) {
            assertThat(desk.cart()).isEqualTo("apple:3");
            guest.copy().signIn(ada); // the same form sent again, with the cookies of then
        }
        assertThat(desk.cart()).isEqualTo("apple:3");
    }

    @Test
    default void scenario03_rememberMeReauthentication_doesNotDoubleTheUsersOwnCart() {
        String ada = newName("ada");
        ShopBrowser desk = guestWith("apple", 3);
        HttpCookie ofTheGuest = desk.guestCookies().get(0);
        desk.post("/login", "username", ada, "password", "pw", "remember-me", "on");
        assertThat(desk.cart()).isEqualTo("apple:3");
        for (int restart = 0; restart < 3; restart++) {
            desk.lose("JSESSIONID");
            desk.add(ofTheGuest); // as if its removal had got lost
            assertThat(desk.cart()).isEqualTo("apple:3");
            assertThat(desk.text("/who")).isEqualTo(ada);
        }
    }

    @Test
    default void scenario04_pageLoadAndSignIn_bothWantToMerge_onlyOneDoes() {
        String ada = newName("ada");
        ShopBrowser desk = guestWith("apple", 3);
        ShopBrowser otherTab = desk.copy();
        store().onCalls().meet(2); // both have the guest's token and know the user before either has merged
        List<HttpResponse<String>> answers = answers(
                List.of(desk.sendSignIn(ada), otherTab.sendGet("/cart", "Authorization", ShopBrowser.basic(ada))));
        assertThat(answers).extracting(HttpResponse::statusCode).containsExactly(302, 200);
        assertThat(answers.get(1).body()).isEqualTo("apple:3");
        assertThat(desk.cart()).isEqualTo("apple:3");
    }

    @Test
    default void scenario05_parallelRequestsRightAfterRegistration_doNotRepeatTheMerge() {
        String ada = newName("ada");
        ShopBrowser guest = guestWith("apple", 3);
        ShopBrowser registering =
                browser(); // the registration comes back from another site, without the guest's cookie
        registering.post("/register", "name", ada);
        List<CompletableFuture<HttpResponse<String>>> running = new ArrayList<>();
        store().onCalls().meet(MANY);
        for (int request = 0; request < MANY; request++) {
            ShopBrowser tab = registering.copy();
            guest.guestCookies().forEach(tab::add);
            running.add(tab.sendGet("/cart"));
        }
        assertThat(answers(running))
                .allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(200))
                .extracting(HttpResponse::body)
                .containsOnly("brochure:1,gift:1,apple:3");
        assertThat(registering.cart()).isEqualTo("brochure:1,gift:1,apple:3");
    }

    @Test
    default void scenario06_twoSignInsAtOnce_neitherEmptiesNorInterleavesTheCart() {
        String ada = newName("ada");
        ShopBrowser home = userWith(ada, "pear", 1);
        ShopBrowser desk = guestWith("apple", 3);
        ShopBrowser phone = guestWith("plum", 2);
        ShopBrowser deskAgain = desk.copy(); // the button was pressed twice
        store().onCalls().meet(3);
        assertThat(answers(List.of(desk.sendSignIn(ada), phone.sendSignIn(ada), deskAgain.sendSignIn(ada))))
                .extracting(HttpResponse::statusCode)
                .containsOnly(302);
        Stream.of(home, desk, phone, deskAgain)
                .forEach(device ->
                        assertThat(device.cart().split(",")).containsExactlyInAnyOrder("pear:1", "apple:3", "plum:2"));
    }

    @Test
    default void scenario28_mergeNotice_isShownOnce_notAtEverySignIn() {
        String ada = newName("ada");
        ShopBrowser desk = guestWith("apple", 3).signIn(ada);
        ShopBrowser phone = browser().signIn(ada);
        assertThat(desk.text("/notice")).contains("apple:3");
        assertThat(desk.text("/notice")).isEmpty();
        assertThat(phone.text("/notice")).isEmpty();
        desk.signOut().signIn(ada);
        assertThat(desk.text("/notice")).isEmpty();
    }
}
