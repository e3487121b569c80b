package dev.peruser.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** The request that signs somebody in. */
interface SignInScenarios extends OnAStore {

    /** The ways of becoming somebody: each signs in, and answers. */
    private Map<String, BiFunction<ShopBrowser, String, HttpResponse<String>>> ways() {
        Map<String, BiFunction<ShopBrowser, String, HttpResponse<String>>> ways = new LinkedHashMap<>();
        ways.put("form", (browser, name) -> browser.sendSignIn(name).join());
        ways.put("basic", (browser, name) -> browser.get("/who", "Authorization", ShopBrowser.basic(name)));
        ways.put("remember-me", (browser, name) -> {
            ShopBrowser earlier = browser();
            earlier.post("/login", "username", name, "password", "pw", "remember-me", "on");
            earlier.cookies().stream()
                    .filter(cookie -> cookie.getName().equals("remember-me"))
                    .forEach(browser::add);
            return browser.get("/who");
        });
        ways.put("identity provider", (browser, name) -> browser.get("/callback?code=" + name));
        ways.put("token of an API", (browser, name) -> browser.get("/who", "X-Token", name));
        ways.put("in code", (browser, name) -> browser.post("/sign-in-in-code", "name", name));
        ways.put("request.login", (browser, name) -> browser.post("/request-login", "name", name));
        return ways;
    }

    @Test
    default void scenario10_guestRegistersWithinARequest_nextRequestFindsEverything() {
        String ada = newName("ada");
        ShopBrowser desk = guestWith("apple", 3);
        assertThat(desk.post("/register", "name", ada).statusCode()).isEqualTo(200);
        assertThat(desk.text("/who")).isEqualTo(ada);
        assertThat(desk.cart()).isEqualTo("apple:3,brochure:1,gift:1");
        // The same for a guest who had nothing yet.
        String bob = newName("bob");
        ShopBrowser phone = browser();
        phone.post("/register", "name", bob);
        assertThat(phone.cart()).isEqualTo("brochure:1,gift:1");
        assertThat(browser().signIn(bob).cart()).isEqualTo("brochure:1,gift:1");
    }

    @Test
    default void scenario13_failingMerge_isNoFailingSignIn() {
        String ada = newName("ada");
        userWith(ada, "pear", 1);
        shop().cartRule().breakFor("cursed");
        ShopBrowser desk = guestWith("cursed", 1).signIn(ada);
        assertThat(desk.text("/who")).isEqualTo(ada);
        assertThat(desk.cart()).isEqualTo("pear:1");
        assertThat(desk.add("plum", 2)).isEqualTo(200);
        shop().cartRule().repair();
        assertThat(desk.cart()).isEqualTo("pear:1,plum:2,cursed:1");
        assertThat(desk.guestCookies()).isEmpty();
    }

    @Test
    default void scenario20_everyWayOfSigningIn_merges() {
        ways().forEach((way, signIn) -> {
            String ada = newName("ada");
            userWith(ada, "pear", 1);
            ShopBrowser desk = guestWith("apple", 3);
            assertThat(signIn.apply(desk, ada).statusCode()).as(way).isLessThan(400);
            assertThat(browser().signIn(ada).cart()).as(way).isEqualTo("pear:1,apple:3");
            assertThat(desk.guestCookies()).as(way).isEmpty();
        });
    }

    @Test
    default void scenario27_merge_runsWithinTheRequestsContext() {
        List<CartRule.Surroundings> seen = shop().cartRule().seen();
        ways().forEach((way, signIn) -> {
            String ada = newName("ada");
            userWith(ada, "pear", 1);
            ShopBrowser desk = guestWith("apple", 3);
            seen.clear();
            assertThat(signIn.apply(desk, ada).statusCode()).as(way).isLessThan(400);
            assertThat(seen).as(way).containsExactly(new CartRule.Surroundings(ada, true));
        });
    }

    @Test
    default void scenario32_signInWhileASlowRequestRuns_neitherFails_andOnlyTheNewCookieIsSignedIn() {
        String ada = newName("ada");
        ShopBrowser desk = guestWith("apple", 3);
        desk.get("/with-container-session"); // its id changes at the sign-in
        ShopBrowser old = desk.copy();
        ShopBrowser slowTab = desk.copy();
        CompletableFuture<HttpResponse<String>> slow = slowTab.sendPost("/slow", "gate", ada, "sku", "late");
        shop().gates().awaitArrival(ada);
        desk.signIn(ada);
        assertThat(containerSession(desk)).isNotEqualTo(containerSession(old));
        assertThat(desk.cart()).isEqualTo("apple:3");
        shop().gates().open(ada);
        HttpResponse<String> answer = slow.join();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("added");
        assertThat(desk.text("/who")).isEqualTo(ada);
        assertThat(desk.cart()).isEqualTo("apple:3,late:1");
        assertThat(desk.guestCookies()).isEmpty();
        for (int request = 0; request < 3; request++) {
            assertThat(old.get("/cart").statusCode()).isEqualTo(200);
            assertThat(old.text("/who")).isEqualTo("guest");
            assertThat(old.cart()).isEmpty();
        }
        assertThat(old.guestCookies()).isEmpty();
        assertThat(old.add("plum", 1)).isEqualTo(200);
        assertThat(old.cart()).isEqualTo("plum:1");
        assertThat(desk.cart()).isEqualTo("apple:3,late:1");
    }

    private static String containerSession(ShopBrowser browser) {
        return browser.cookies().stream()
                .filter(cookie -> cookie.getName().equals("JSESSIONID"))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    @Test
    default void scenario37_storeFailsAtAnyMomentOfTheSignIn_cartIsNotLost() {
        for (int calls = 0; calls <= 6; calls++) {
            String ada = newName("ada");
            userWith(ada, "pear", 1);
            ShopBrowser desk = guestWith("apple", 3);
            store().onCalls().after(calls).fail();
            desk.signIn(ada);
            store().recover();
            assertThat(desk.cart()).as("store failed after call " + calls).isEqualTo("pear:1,apple:3");
            assertThat(browser().signIn(ada).cart())
                    .as("store failed after call " + calls)
                    .isEqualTo("pear:1,apple:3");
        }
    }
}
