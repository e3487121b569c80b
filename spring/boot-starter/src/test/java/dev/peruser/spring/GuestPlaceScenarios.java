package dev.peruser.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.it.servers.HttpBrowser;
import dev.peruser.store.tck.faults.FailingSessionStore;
import java.net.HttpCookie;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** Guests in the HttpSession, over HTTP; whatever keeps the HttpSession. */
abstract class GuestPlaceScenarios {
    @Value("${local.server.port}")
    int port;

    @Autowired
    private FailingSessionStore store;

    @Autowired
    private PerUser perUser;

    Browser browser;

    /** One with a cookie jar. */
    final class Browser extends HttpBrowser {
        Browser() {
            super(port);
        }

        /** What a page says that must be there. */
        String page(String path) {
            HttpResponse<String> response = get(path);
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            return response.body();
        }

        String getAs(String user, String path) {
            String credentials = Base64.getEncoder().encodeToString((user + ":pw").getBytes(StandardCharsets.UTF_8));
            return get(path, "Authorization", "Basic " + credentials).body();
        }

        void change(String path) {
            assertThat(post(path).statusCode()).as(path).isEqualTo(200);
        }

        void signIn(String user) throws Exception {
            HttpResponse<String> response = postForm("/login", "username=" + user + "&password=pw");
            assertThat(response.headers().firstValue("Location")).hasValue("http://localhost:" + port + "/");
        }

        void signOut() throws Exception {
            post("/logout");
        }

        String cart() throws Exception {
            return page("/");
        }
    }

    @BeforeEach
    void freshBrowserAndAccounts() {
        store.recover();
        browser = new Browser();
        perUser.erase(UserId.of("ada"));
        perUser.erase(UserId.of("grace"));
    }

    @Test
    void reading_makesNoHttpSessionAndNoCookie() throws Exception {
        for (String path : List.of("/", "/untouched", "/value/note", "/older/names")) {
            assertThat(browser.get(path).headers().allValues("Set-Cookie"))
                    .as(path)
                    .isEmpty();
        }
        assertThat(browser.page("/older/names")).isEqualTo("no session");
    }

    @Test
    void guest_seesWhatOlderCodePut_andOlderCodeSeesWhatTheGuestPut() throws Exception {
        browser.change("/older/add/apple");
        assertThat(browser.cart()).isEqualTo("apple");
        browser.change("/add/pear");
        assertThat(browser.page("/older/value/cart")).isEqualTo("[apple, pear]");
        browser.change("/older/add/plum");
        assertThat(browser.cart()).isEqualTo("apple,pear,plum");
        browser.change("/clear");
        assertThat(browser.page("/older/value/cart")).isEqualTo("null");
        assertThat(browser.cookieNames()).noneMatch(name -> name.startsWith("peruser"));
    }

    @Test
    void guest_keepsUndeclaredAttributes_outOfTheWayOfOlderCode() throws Exception {
        browser.change("/older/put/note/older");
        browser.change("/put/note/newer");
        assertThat(browser.page("/value/note")).isEqualTo("newer");
        assertThat(browser.page("/older/value/note")).isEqualTo("older");
    }

    @Test
    void changesInPlace_ofAGuest_survive() throws Exception {
        browser.change("/add/apple");
        browser.change("/add/pear");
        assertThat(browser.cart()).isEqualTo("apple,pear");
        browser.signIn("ada");
        assertThat(browser.cart()).isEqualTo("apple,pear");
    }

    @Test
    void signIn_carriesDeclaredNamesOnce_andLeavesTheRest() throws Exception {
        browser.change("/older/add/apple");
        browser.change("/older/put/wizard/step-2");
        browser.change("/put/note/newer");
        browser.signIn("ada");
        assertThat(browser.cart()).isEqualTo("apple");
        assertThat(browser.cart()).isEqualTo("apple");
        assertThat(browser.page("/value/note")).isEqualTo("newer");
        assertThat(browser.page("/value/wizard")).isEqualTo("none");
        assertThat(browser.page("/older/value/cart")).isEqualTo("null");
        assertThat(browser.page("/older/value/wizard")).isEqualTo("step-2");
        assertThat(browser.page("/older/names")).contains("SPRING_SECURITY_CONTEXT");
        assertThat(perUser.export(UserId.of("ada")).toString()).doesNotContain("step-2", "SPRING_SECURITY");
        browser.signIn("ada");
        assertThat(browser.cart()).isEqualTo("apple");
    }

    @Test
    void signIn_mergesWithWhatTheAccountHas() throws Exception {
        browser.getAs("ada", "/untouched");
        Browser earlier = new Browser();
        earlier.signIn("ada");
        earlier.change("/add/earlier");
        browser.change("/add/apple");
        browser.signIn("ada");
        assertThat(browser.cart()).isEqualTo("earlier,apple");
    }

    @Test
    void whatOlderCodePuts_whileSomebodyIsSignedIn_isCarriedByTheNextRequest() throws Exception {
        browser.signIn("ada");
        browser.change("/older/add/apple");
        assertThat(browser.cart()).isEqualTo("apple");
        browser.change("/older/add/apple");
        assertThat(browser.cart()).isEqualTo("apple,apple");
        browser.change("/older/add/pear");
        browser.signOut();
        browser.signIn("ada");
        assertThat(browser.cart()).isEqualTo("apple,apple,pear");
    }

    @Test
    void basicAuthentication_carriesOnce() throws Exception {
        browser.change("/older/add/apple");
        assertThat(browser.getAs("ada", "/untouched")).isEqualTo("untouched");
        assertThat(browser.getAs("ada", "/")).isEqualTo("apple");
        assertThat(new Browser().getAs("ada", "/")).isEqualTo("apple");
    }

    @Test
    void rememberMe_carriesOnce() throws Exception {
        Browser earlier = new Browser();
        earlier.postForm("/login", "username=ada&password=pw&remember-me=on");
        HttpCookie remember = earlier.cookies().stream()
                .filter(cookie -> cookie.getName().equals("remember-me"))
                .findFirst()
                .orElseThrow();
        browser.change("/older/add/apple");
        browser.take(remember);
        browser.page("/untouched");
        assertThat(browser.cart()).isEqualTo("apple");
        assertThat(browser.cart()).isEqualTo("apple");
    }

    @Test
    void parallelSignIns_ofOneHttpSession_carryOnce() throws Exception {
        int requests = 6;
        for (int round = 0; round < 5; round++) {
            perUser.erase(UserId.of("ada"));
            Browser one = new Browser();
            one.change("/older/add/apple");
            one.change("/add/pear");
            one.change("/meet/" + requests);
            ExecutorService threads = Executors.newFixedThreadPool(requests);
            try {
                List<Future<String>> answers = new ArrayList<>();
                for (int request = 0; request < requests; request++) {
                    answers.add(threads.submit(() -> one.getAs("ada", "/meet")));
                }
                for (Future<String> answer : answers) {
                    assertThat(answer.get()).isEqualTo("[apple, pear]");
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(one.getAs("ada", "/")).isEqualTo("apple,pear");
            assertThat(new Browser().getAs("ada", "/")).isEqualTo("apple,pear");
        }
    }

    @Test
    void storeDown_atEachStepOfTheSignIn_losesNothing_andIsCarriedLaterOnce() throws Exception {
        for (int step = 0; step < 8; step++) {
            store.recover();
            perUser.erase(UserId.of("ada"));
            Browser one = new Browser();
            one.change("/older/add/apple");
            store.onCalls().after(step).fail();
            HttpResponse<String> signedIn = one.postForm("/login", "username=ada&password=pw");
            assertThat(signedIn.statusCode()).as("step " + step).isEqualTo(302);
            assertThat(signedIn.headers().firstValue("Location"))
                    .as("step " + step)
                    .hasValue("http://localhost:" + port + "/");
            assertThat(one.page("/untouched")).isEqualTo("untouched");
            store.recover();
            assertThat(one.cart()).as("step " + step).isEqualTo("apple");
            assertThat(one.cart()).as("step " + step).isEqualTo("apple");
        }
    }

    @Test
    void guestsNeedNoStore() throws Exception {
        store.onCalls().fail();
        browser.change("/add/apple");
        assertThat(browser.cart()).isEqualTo("apple");
        store.recover();
    }

    @Test
    void signOut_givesAFreshGuest() throws Exception {
        browser.change("/add/apple");
        browser.signIn("ada");
        assertThat(browser.cart()).isEqualTo("apple");
        browser.signOut();
        assertThat(browser.cart()).isEmpty();
        browser.change("/add/plum");
        assertThat(browser.cart()).isEqualTo("plum");
        browser.signIn("grace");
        assertThat(browser.cart()).isEqualTo("plum");
        browser.signOut();
        browser.change("/add/apple");
        browser.signIn("ada");
        assertThat(browser.cart()).isEqualTo("apple,apple");
    }
}
