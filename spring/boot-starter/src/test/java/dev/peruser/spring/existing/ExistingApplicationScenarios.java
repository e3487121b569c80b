package dev.peruser.spring.existing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.UserId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An application that knows the HttpSession only, on two servers, with one property more. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ExistingApplicationScenarios {
    ExistingApplicationNode one;
    ExistingApplicationNode two;
    ExistingApplicationNode.Client browser;

    abstract ExistingApplicationNode start(String... properties);

    @BeforeAll
    void startBoth() {
        one = start(ExistingApplicationNode.SERVED);
        two = start(ExistingApplicationNode.SERVED);
    }

    @AfterAll
    void stopBoth() {
        one.close();
        two.close();
    }

    @BeforeEach
    void freshBrowserAndAccount() {
        browser = one.browser();
        one.bean(PerUser.class).erase(UserId.of("ada"));
    }

    private void fill() {
        browser.change("/cart/apple").change("/cart/in-place/pear");
        browser.change("/wishes/tea").change("/wishes/cocoa");
        browser.change("/basket/plum").change("/basket/fig");
    }

    private static final String FILLED = "[apple, pear][tea, cocoa][plum, fig]";

    @Test
    void aGuestsData_isInTheAccountAfterSignIn_onEveryDevice() {
        fill();
        assertThat(browser.shows()).isEqualTo(FILLED);
        browser.signIn();
        assertThat(browser.shows()).isEqualTo(FILLED);
        assertThat(two.browser().signIn().shows()).isEqualTo(FILLED);
        browser.change("/cart/kiwi");
        assertThat(two.browser().signIn().text("/cart")).isEqualTo("[apple, pear, kiwi]");
    }

    @Test
    void signOut_showsAGuest_andTheAccountKeepsItAll() {
        fill();
        browser.signIn().signOut();
        assertThat(browser.text("/cart")).isIn("no session", "null");
        assertThat(browser.text("/basket")).isEqualTo("[]");
        browser.change("/cart/of-a-guest");
        assertThat(browser.text("/cart")).isEqualTo("[of-a-guest]");
        assertThat(two.browser().signIn().shows()).isEqualTo(FILLED);
        browser.signIn();
        assertThat(browser.text("/cart")).isEqualTo("[apple, pear, of-a-guest]");
    }

    @Test
    void pages_seeTheVisitorsCart() {
        assertThat(browser.text("/cart/page")).contains("no cart");
        fill();
        assertThat(browser.text("/cart/page")).contains("[apple, pear]");
        assertThat(two.browser().signIn().text("/cart/page")).contains("no cart");
        browser.signIn();
        assertThat(two.browser().signIn().text("/cart/page")).contains("[apple, pear]");
    }

    @Test
    void everythingElse_isTheBrowsersOwn() {
        browser.change("/cart/apple").change("/other").signIn();
        assertThat(browser.text("/names")).contains("SPRING_SECURITY_CONTEXT", "cart");
        assertThat(two.browser().signIn().text("/names")).contains("cart").doesNotContain("other");
        assertThat(one.bean(PerUser.class).export(UserId.of("ada")).toJson())
                .doesNotContain("of the browser", "SPRING_SECURITY");
    }

    @Test
    void protectionFromSessionFixation_neitherDropsNorDoubles() {
        for (String fixation : List.of("change", "migrate", "new")) {
            try (ExistingApplicationNode protectedBy =
                    start(ExistingApplicationNode.SERVED, "--test.fixation=" + fixation)) {
                freshBrowserAndAccount();
                browser = protectedBy.browser();
                fill();
                browser.change("/other");
                browser.signIn();
                assertThat(browser.shows()).as(fixation).isEqualTo(FILLED);
                browser.signIn();
                assertThat(browser.shows()).as(fixation).isEqualTo(FILLED);
                assertThat(browser.text("/names").contains("other"))
                        .as(fixation)
                        .isEqualTo(!fixation.equals("new"));
                browser.signOut();
                assertThat(browser.text("/cart")).as(fixation).isIn("no session", "null");
                assertThat(two.browser().signIn().shows()).as(fixation).isEqualTo(FILLED);
            }
        }
    }

    @Test
    void concurrentChanges_areAllKept_ofAGuest() throws Exception {
        browser.change("/cart/first");
        changeFromBothServers(false);
        assertThat(browser.text("/cart").split(",")).hasSize(401);
    }

    @Test
    void concurrentChanges_areAllKept_ofAUser() throws Exception {
        browser.signIn().change("/cart/first");
        changeFromBothServers(true);
        assertThat(browser.text("/cart").split(",")).hasSize(401);
    }

    private void changeFromBothServers(boolean isUser) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<ExistingApplicationNode.Client> browsers = IntStream.range(0, 8)
                    .mapToObj(thread -> sameBrowserOn(thread % 2 == 0 ? one : two, isUser))
                    .toList();
            List<Callable<Void>> work = browsers.stream()
                    .map(client -> (Callable<Void>) () -> {
                        for (int i = 0; i < 50; i++) {
                            client.change("/cart/" + browsers.indexOf(client) + "-" + i);
                        }
                        return null;
                    })
                    .toList();
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private ExistingApplicationNode.Client sameBrowserOn(ExistingApplicationNode node, boolean isUser) {
        ExistingApplicationNode.Client client = node.browser();
        if (isUser) {
            client.signIn();
        }
        client.takeCookies(browser, "peruser");
        return client;
    }

    @Test
    void withoutTheProperty_eachBrowserHasItsOwn() {
        try (ExistingApplicationNode asBefore = start()) {
            browser = asBefore.browser();
            browser.change("/cart/apple").change("/wishes/tea").change("/basket/plum");
            browser.signIn();
            assertThat(browser.shows()).isEqualTo("[apple][tea][plum]");
            assertThat(asBefore.browser().signIn().shows()).isEqualTo("null[][]");
        }
    }
}
