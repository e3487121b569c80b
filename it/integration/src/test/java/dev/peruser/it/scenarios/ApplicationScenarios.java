package dev.peruser.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peruser.UserId;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Ordinary applications, pages that send much at once, and somebody who plants a cookie. */
interface ApplicationScenarios extends OnAStore {

    /** How many first requests a page sends at once: what the store brings together within half of the deadline. */
    default int firstRequests() {
        return 14;
    }

    private static List<String> skus(int many) {
        return IntStream.range(0, many).mapToObj(i -> "p" + i).toList();
    }

    private static String[] lines(List<String> skus) {
        return skus.stream().map(sku -> sku + ":1").toArray(String[]::new);
    }

    /** A browser whose first requests all run at once. */
    private ShopBrowser browserWithFirstRequests(List<String> skus) {
        ShopBrowser browser = browser();
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        store().onCalls().meet(skus.size());
        skus.forEach(sku -> answers.add(browser.sendPost("/cart/add", "sku", sku)));
        answers.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        store().recover();
        assertThat(browser.guestCookies()).hasSize(skus.size());
        return browser;
    }

    @Test
    default void scenario41_firstRequestsInParallel_areAllOnTheFirstPage_andOneCookieIsLeft() {
        List<String> skus = skus(firstRequests());
        ShopBrowser browser = browserWithFirstRequests(skus);
        for (int pages = 0; pages < 6; pages++) {
            HttpResponse<String> page = browser.get("/cart");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body().split(",")).containsExactlyInAnyOrder(lines(skus));
        }
        assertThat(browser.guestCookies()).hasSize(1);
    }

    @Test
    default void scenario42_firstRequestsInParallel_thenASignIn_areTheAccounts_andNobodyElses() {
        List<String> skus = skus(firstRequests());
        String ada = newName("ada");
        ShopBrowser browser = browserWithFirstRequests(skus);
        browser.signIn(ada).signOut();
        assertThat(browser.cart()).isEmpty();
        assertThat(browser.signIn(newName("eve")).cart()).isEmpty();
        browser.signOut();
        assertThat(browser.cart()).isEmpty();
        assertThat(browser().signIn(ada).cart().split(",")).containsExactlyInAnyOrder(lines(skus));
    }

    @Test
    default void scenario43_firstRequestsInParallel_andASignInWhileTheStoreIsDown_areNobodyElses() {
        List<String> skus = skus(firstRequests());
        String ada = newName("ada");
        ShopBrowser browser = browserWithFirstRequests(skus);
        store().onCalls().fail();
        browser.signIn(ada);
        store().recover();
        ShopBrowser next = browser.copy();
        next.lose("JSESSIONID");
        assertThat(next.cart()).isEmpty();
        assertThat(next.signIn(newName("eve")).cart()).isEmpty();
        await().untilAsserted(() -> assertThat(browser.cart().split(",")).containsExactlyInAnyOrder(lines(skus)));
    }

    @Test
    default void scenario44_plantedCookie_getsNothingOfWhatTheVisitorHad() {
        ShopBrowser planter = guestWith("bait", 1);
        ShopBrowser visitor = guestWith("secret", 1);
        planter.guestCookies().forEach(visitor::add);
        assertThat(visitor.cart()).contains("secret:1");
        visitor.add("more", 1);
        assertThat(planter.cart()).isEmpty();
        assertThat(planter.signIn(newName("mallory")).cart()).isEmpty();
        assertThat(visitor.cart()).contains("secret:1", "more:1");
    }

    @Test
    default void scenario45_ownAccountIsDeleted_inEachOrderOfTheSteps() {
        for (String steps : List.of(
                "erase",
                "clear,erase,logout",
                "change,erase,logout",
                "erase,clear,logout",
                "change,logout,erase",
                "clear,erase,erase")) {
            String ada = newName("ada");
            ShopBrowser desk = userWith(ada, "apple", 3);
            assertThat(desk.post("/delete-account", "steps", steps).statusCode())
                    .as(steps)
                    .isEqualTo(200);
            assertThat(browser().signIn(ada).cart()).as(steps).isEmpty();
            assertThat(shop().perUser().export(UserId.of(ada)).toJson())
                    .as(steps)
                    .doesNotContain("apple", "farewell");
        }
    }

    @Test
    default void scenario46_sessionThatIsKeptBeyondItsRequest_showsNobodyAnything() {
        for (String keep : List.of("/keep", "/keep-in-a-callable")) {
            ShopBrowser guest = guestWith("mine", 1);
            assertThat(guest.post(keep).statusCode()).isEqualTo(200);
            // The answer may be here before the server has put the request away.
            await().untilAsserted(() -> assertThat(browser().text("/kept")).isEqualTo("refused"));
            assertThat(guest.text("/kept")).isEqualTo("refused");
            assertThat(guest.cart()).isEqualTo("mine:1");
        }
    }

    @Test
    default void scenario47_changeByAnotherThreadAfterTheResponse_isReported() {
        String gate = newName("late");
        ShopBrowser guest = guestWith("apple", 1);
        int before = shop().lateChanges();
        assertThat(guest.post("/change-in-the-background", "gate", gate).statusCode())
                .isEqualTo(200);
        shop().gates().open(gate);
        await().untilAsserted(() -> assertThat(shop().lateChanges()).isEqualTo(before + 1));
        assertThat(guest.cart()).isEqualTo("apple:1");
    }

    @Test
    default void scenario48_whatAnErrorPageChanges_isSaved_howeverTheErrorCameAbout() {
        for (String path : List.of("/send-error", "/failing", "/nowhere")) {
            ShopBrowser guest = guestWith("apple", 1);
            HttpResponse<String> answer = guest.get(path + "?add=seen");
            assertThat(answer.body()).as(path).startsWith("error ").endsWith("apple:1,seen:1");
            assertThat(guest.cart()).as(path).isEqualTo("apple:1,seen:1");
        }
        assertThat(Stream.of("/send-error", "/failing")
                        .map(path -> browser().get(path + "?add=first"))
                        .map(HttpResponse::body))
                .allSatisfy(body -> assertThat(body).endsWith("first:1"));
    }
}
