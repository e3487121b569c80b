package dev.peruser.it.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.it.accounts.AccountsServer.Mode;
import dev.peruser.it.jpa.Place;
import dev.peruser.it.servers.HttpBrowser;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions in the tables of an application with JPA, beside and within its transactions. */
class AccountRecordsIT {
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final Duration ALL = Duration.ofSeconds(3);
    private static final int USERS = 40;

    static Stream<Arguments> places() {
        return Stream.of(Place.postgresql(), Place.h2Memory())
                .flatMap(place -> Stream.of(Mode.columns(), Mode.sideTable())
                        .flatMap(mode -> Stream.of(true, false)
                                .map(openInView -> Arguments.of(place.onItsOwn(), mode, openInView))));
    }

    private static HttpBrowser signedIn(AccountsServer server, long account) {
        HttpBrowser browser = server.browser();
        assertThat(browser.post("/sign-in?account=" + account).statusCode()).isEqualTo(200);
        return browser;
    }

    @ParameterizedTest(name = "{0}, {1}, open in view: {2}")
    @MethodSource("places")
    void registrationWithSignIn_inOneTransaction_keepsTheGuestsCart(Place place, Mode mode, boolean openInView)
            throws Exception {
        try (AccountsServer server = AccountsServer.open(place, mode, openInView)) {
            HttpBrowser guest = server.browser();
            guest.post("/add?item=tea");
            assertThat(guest.post("/register?fails=true").statusCode()).isEqualTo(500);
            assertThat(guest.text("/accounts")).isEqualTo("0");
            assertThat(guest.text("/cart")).isEqualTo("tea,welcome"); // which no transaction takes back
            var registered = guest.post("/register?fails=false");
            assertThat(registered.statusCode()).isEqualTo(200);
            assertThat(guest.text("/cart")).isEqualTo("as a user,tea,welcome,welcome");
            assertThat(server.stored(mode, Long.parseLong(registered.body()))).contains("tea");
            guest.post("/sign-out");
            assertThat(guest.text("/cart")).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}, {1}, open in view: {2}")
    @MethodSource("places")
    void accountIsDeleted_andItsSessionErased_inAnyOrder(Place place, Mode mode, boolean openInView) throws Exception {
        try (AccountsServer server = AccountsServer.open(place, mode, openInView)) {
            for (String how : List.of(
                    "/delete?fails=false&flushes=true&erasesFirst=true",
                    "/delete?fails=false&flushes=true&erasesFirst=false",
                    "/delete?fails=false&flushes=false&erasesFirst=true",
                    "/delete?fails=false&flushes=false&erasesFirst=false",
                    "/delete-without-transaction?erasesFirst=true",
                    "/delete-without-transaction?erasesFirst=false")) {
                long account = server.accounts(1).get(0);
                HttpBrowser browser = signedIn(server, account);
                HttpBrowser another = signedIn(server, account);
                browser.post("/add?item=secret");
                assertThat(server.stored(mode, account)).contains("secret");
                long start = System.nanoTime();
                assertThat(browser.post(how).statusCode()).as(how).isEqualTo(200);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEADLINE);
                assertThat(another.text("/accounts")).isEqualTo("0");
                assertThat(server.stored(mode, account)).doesNotContain("secret");
                assertThat(another.get("/cart").statusCode()).as(how).isEqualTo(200);
                assertThat(another.text("/cart")).isEmpty();
            }
        }
    }

    @ParameterizedTest(name = "{0}, {1}, open in view: {2}")
    @MethodSource("places")
    void deletionThatIsRolledBack_leavesAccountAndSession(Place place, Mode mode, boolean openInView) throws Exception {
        try (AccountsServer server = AccountsServer.open(place, mode, openInView)) {
            long account = server.accounts(1).get(0);
            HttpBrowser browser = signedIn(server, account);
            browser.post("/add?item=tea");
            for (String order : List.of("true", "false")) {
                assertThat(browser.post("/delete?fails=true&flushes=true&erasesFirst=" + order)
                                .statusCode())
                        .isEqualTo(500);
                assertThat(signedIn(server, account).text("/cart")).isEqualTo("tea");
            }
        }
    }

    @ParameterizedTest(name = "{0}, {1}, open in view: {2}")
    @MethodSource("places")
    void accountAndCart_areChangedAtTheSameTime(Place place, Mode mode, boolean openInView) throws Exception {
        try (AccountsServer server = AccountsServer.open(place, mode, openInView)) {
            long account = server.accounts(1).get(0);
            HttpBrowser browser = signedIn(server, account);
            HttpBrowser another = signedIn(server, account);
            var changed = CompletableFuture.supplyAsync(() -> browser.post("/email-meanwhile"));
            assertThat(another.post("/meanwhile").statusCode()).isEqualTo(200);
            assertThat(changed.join().statusCode()).isEqualTo(200);
            assertThat(browser.text("/email")).isEqualTo("meanwhile");
            assertThat(browser.text("/cart")).isEqualTo("meanwhile");
        }
    }

    @ParameterizedTest(name = "{0}, {1}, open in view: {2}")
    @MethodSource("places")
    void commitAfterTheRowWasChanged_isToldSoon_orWorksInASideTable(Place place, Mode mode, boolean openInView)
            throws Exception {
        try (AccountsServer server =
                AccountsServer.open(place, mode, openInView, "spring.web.error.include-message=always")) {
            long account = server.accounts(1).get(0);
            HttpBrowser browser = signedIn(server, account);
            browser.post("/add?item=tea");
            long start = System.nanoTime();
            var answer = browser.post("/email-then-commit");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEADLINE);
            if (mode.isSideTable()) {
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(browser.text("/email")).isEqualTo("flushed");
                assertThat(browser.text("/cart")).isEqualTo("tea,within");
            } else {
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(browser.text("/email")).isEqualTo("old");
                assertThat(browser.text("/cart")).isEqualTo("tea");
            }
            assertThat(browser.post("/add?item=after").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest(name = "{0}, {1}, open in view: {2}")
    @MethodSource("places")
    void manyUsersAtOnce_readTheirAccount_andChangeTheirCart(Place place, Mode mode, boolean openInView)
            throws Exception {
        try (AccountsServer server = AccountsServer.open(place, mode, openInView)) {
            List<HttpBrowser> browsers = server.accounts(USERS).stream()
                    .map(account -> signedIn(server, account))
                    .toList();
            browsers.get(0).post("/look");
            ExecutorService executor = Executors.newFixedThreadPool(USERS + 1);
            try {
                long start = System.nanoTime();
                CompletableFuture<Integer> changed = CompletableFuture.supplyAsync(
                        () -> browsers.get(0).post("/email?value=new").statusCode(), executor);
                List<CompletableFuture<Integer>> answers = browsers.stream()
                        .map(browser -> CompletableFuture.supplyAsync(
                                () -> browser.post("/look").statusCode(), executor))
                        .toList();
                assertThat(answers.stream().map(CompletableFuture::join))
                        .hasSize(USERS)
                        .containsOnly(200);
                assertThat(changed.join()).isEqualTo(200);
                Duration all = Duration.ofNanos(System.nanoTime() - start);
                System.out.println(place + ", " + mode + ", open in view " + openInView + ": " + USERS + " in " + all);
                assertThat(all).isLessThan(ALL);
                assertThat(browsers.get(0).text("/email")).isEqualTo("new");
                assertThat(browsers.get(0).text("/cart").split(",")).hasSize(2);
            } finally {
                executor.shutdown();
            }
        }
    }
}
