package dev.peruser.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peruser.store.jdbc.EmbeddedSessionStore;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store in trouble, over HTTP: 200 requests at once, each over a socket of its own to a real server, which logs to a
 * file as in production and whose error page uses the session, too.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("timed")
class FailingStoreIT {
    private static final int REQUESTS = 200;
    private static final int USERS = 20;
    private static final int FEW = 50;
    private static final int WARM_UPS = 8;
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final Duration LATEST = DEADLINE.plusMillis(500);
    /** What a sign-in, or a sign-out, waits for guests' sessions: the other half is for the user's own. */
    private static final Duration SHARE = DEADLINE.dividedBy(2);

    private static final Duration LATEST_OF_SHARE = SHARE.plusMillis(500);
    private static final Duration AT_ONCE = Duration.ofMillis(500);

    private EmbeddedSessionStore file;
    private ShopServer shop;
    private ShopServer shopForFew;
    private final List<ShopBrowser> devices = new ArrayList<>();

    @BeforeAll
    void openAndWarmUp(@TempDir Path folder) {
        file = EmbeddedSessionStore.open(folder.resolve("peruser.db"));
        shop = open(folder.resolve("shop.log"), 256);
        shopForFew = open(folder.resolve("shop-for-few.log"), FEW);
        for (int user = 0; user < USERS; user++) {
            devices.add(shop.browser().signIn("user-" + user + "-" + UUID.randomUUID()));
        }
        for (int round = 0; round < WARM_UPS; round++) {
            warmUp(shop, round);
            warmUp(shopForFew, round);
        }
    }

    /** What is measured is neither the loading of classes nor the compiler. */
    private void warmUp(ShopServer server, int round) {
        burst(server, "warming up", "warm-up-" + round);
        server.store().onCalls().fail();
        burst(server, "warming up, refused", "refused-" + round);
        server.browser().signIn("warm-up");
        server.store().recover();
        guestWith("apple").signIn("warm-up-" + round);
    }

    private ShopServer open(Path log, int waitingRequests) {
        return new ShopServer(
                file,
                "peruser.deadline=" + DEADLINE.toMillis() + "ms",
                "peruser.waiting-requests=" + waitingRequests,
                "server.tomcat.threads.max=" + (REQUESTS + 50),
                "server.tomcat.accept-count=" + REQUESTS,
                "logging.file.name=" + log,
                "logging.threshold.console=OFF");
    }

    @AfterEach
    void endTheTrouble() {
        shop.store().recover();
        shopForFew.store().recover();
    }

    @AfterAll
    void close() {
        shop.close();
        shopForFew.close();
        file.close();
    }

    /** So many requests that add something, each something else. */
    private List<Burst.Answer> burst(ShopServer server, String title, String sku) {
        Burst burst = new Burst();
        send(burst, server, sku);
        return burst.answers(title);
    }

    private void send(Burst burst, ShopServer server, String sku) {
        for (int request = 0; request < REQUESTS; request++) {
            ShopBrowser device = device(server, request);
            String unique = sku + "-" + request;
            burst.send(() -> device.sendPost("/cart/add", "sku", unique));
        }
    }

    private ShopBrowser device(ShopServer server, int request) {
        return server == shop ? devices.get(request % USERS) : server.browser();
    }

    private static void assertUnavailableInTime(List<Burst.Answer> answers) {
        assertThat(answers)
                .hasSize(REQUESTS)
                .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(503))
                .allSatisfy(answer -> assertThat(answer.time()).isLessThanOrEqualTo(LATEST));
    }

    /** No thread of the server is still in the store, or waits for its turn. */
    private void assertNobodyIsLeft(ShopServer server) {
        assertThat(server.store().underWay()).isZero();
        await().atMost(AT_ONCE)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces()).noneSatisfy((thread, frames) -> {
                    assertThat(thread.getName()).contains("-exec-");
                    assertThat(Arrays.stream(frames).map(StackTraceElement::getClassName))
                            .anyMatch(name -> name.startsWith("dev.peruser."));
                }));
    }

    private static Duration timeOf(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private void assertWorksAtOnce(String sku) {
        assertThat(timeOf(() ->
                        devices.forEach(device -> assertThat(device.add(sku, 1)).isEqualTo(200))))
                .isLessThan(DEADLINE);
        assertThat(devices).allSatisfy(device -> assertThat(device.cart()).contains(sku + ":1"));
    }

    @Test
    void hangingStore_eachRequestIsAnsweredWithinTheDeadline_andNobodyPilesUp() {
        shop.store().forgetCounts();
        shop.store().onCalls().hang();
        Burst burst = new Burst();
        send(burst, shop, "hanging");
        await().until(() -> shop.store().underWay() == REQUESTS);
        // Who doesn't use the session doesn't notice.
        Burst others = new Burst();
        for (int request = 0; request < 20; request++) {
            ShopBrowser visitor = request % 2 == 0 ? devices.get(request) : shop.browser();
            others.send(() -> visitor.sendGet("/"));
        }
        assertThat(others.answers("without session work, meanwhile"))
                .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200))
                .allSatisfy(answer -> assertThat(answer.time()).isLessThan(AT_ONCE));
        List<Burst.Answer> answers = burst.answers("hanging store");
        assertUnavailableInTime(answers);
        assertThat(answers.get(0).time()).as("they did wait").isGreaterThanOrEqualTo(DEADLINE.minus(AT_ONCE));
        assertNobodyIsLeft(shop);
        shop.store().recover();
        assertWorksAtOnce("after-hanging");
    }

    @Test
    void hangingStore_noMoreThanTheWaitingRequestsAreInIt_othersFailAtOnce() {
        shopForFew.store().forgetCounts();
        shopForFew.store().onCalls().hang();
        List<Burst.Answer> answers = burst(shopForFew, "hanging store, 50 may wait", "few");
        assertUnavailableInTime(answers);
        assertThat(shopForFew.store().mostUnderWay())
                .as("some wait for their turn")
                .isBetween(FEW / 2, FEW);
        assertThat(answers.stream().filter(answer -> answer.time().compareTo(DEADLINE) < 0))
                .as("beyond those that may wait")
                .hasSize(REQUESTS - FEW);
        assertThat(answers.get(REQUESTS - FEW - 1).time()).as("at once").isLessThan(DEADLINE.dividedBy(2));
        assertNobodyIsLeft(shopForFew);
        shopForFew.store().recover();
        assertThat(shopForFew.browser().add("after", 1)).isEqualTo(200);
    }

    @Test
    void lockedFile_savesAreAnsweredWithinTheDeadline_readsGoOn() throws Exception {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file.path());
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            Burst burst = new Burst();
            send(burst, shop, "locked");
            Burst reading = new Burst();
            devices.forEach(device -> reading.send(() -> device.sendGet("/cart")));
            assertThat(reading.answers("locked file, reading"))
                    .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
            assertUnavailableInTime(burst.answers("locked file"));
            assertNobodyIsLeft(shop);
            statement.execute("ROLLBACK");
        }
        assertWorksAtOnce("after-lock");
        assertThat(devices).allSatisfy(device -> assertThat(device.cart()).doesNotContain("locked"));
    }

    @Test
    void refusingStore_eachRequestIsAnsweredAtOnce() {
        shop.store().onCalls().fail();
        List<Burst.Answer> answers = burst(shop, "refusing store", "refusing");
        assertUnavailableInTime(answers);
        assertThat(answers.get(REQUESTS - 1).time()).isLessThan(DEADLINE);
        assertNobodyIsLeft(shop);
        shop.store().recover();
        assertWorksAtOnce("after-refusing");
        assertThat(devices).allSatisfy(device -> assertThat(device.cart()).doesNotContain("refusing-"));
    }

    @Test
    void storeThatFailsAfterTheEffectOfASave_isAskedAgain_andNothingIsDoubled() {
        shop.store().onWrites().loseAnswer();
        List<Burst.Answer> answers = burst(shop, "answers of saves lost", "saved");
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
        shop.store().recover();
        for (int request = 0; request < REQUESTS; request++) {
            assertThat(lines(device(shop, request))).containsOnlyOnce("saved-" + request + ":1");
        }
    }

    @Test
    void storeThatLosesAnswers_neverDoubles_andKeepsWhatWasAcknowledged() {
        shop.store().onCalls().every(3).loseAnswer();
        List<CompletableFuture<HttpResponse<String>>> running = new ArrayList<>();
        for (int request = 0; request < REQUESTS; request++) {
            running.add(device(shop, request).sendPost("/cart/add", "sku", "third-" + request));
        }
        List<Integer> statuses =
                running.stream().map(answer -> answer.join().statusCode()).toList();
        shop.store().recover();
        assertThat(statuses).contains(200, 503).containsOnly(200, 503);
        for (int request = 0; request < REQUESTS; request++) {
            String sku = "third-" + request;
            List<String> found = lines(device(shop, request)).stream()
                    .filter(line -> line.startsWith(sku + ":"))
                    .toList();
            if (statuses.get(request) == 200) {
                assertThat(found).containsExactly(sku + ":1");
            } else {
                assertThat(found)
                        .as("unknown, but not doubled")
                        .isSubsetOf(sku + ":1")
                        .hasSizeLessThan(2);
            }
        }
    }

    private static List<String> lines(ShopBrowser device) {
        return List.of(device.cart().split(","));
    }

    private ShopBrowser guestWith(String... skus) {
        ShopBrowser guest = shop.browser();
        for (String sku : skus) {
            ShopBrowser first = shop.browser(); // two first changes at the same time make two tokens
            first.add(sku, 1);
            first.guestCookies().forEach(guest::add);
        }
        return guest;
    }

    @Test
    void signInWhileTheStoreHangs_goesThroughWithinHalfOfTheDeadline_andIsFinishedLater() {
        String name = "ada-" + UUID.randomUUID();
        ShopBrowser desk = guestWith("apple", "pear", "plum");
        shop.store().onCalls().hang();
        assertThat(timeOf(() -> desk.signIn(name))).isBetween(SHARE, LATEST_OF_SHARE);
        assertThat(desk.text("/who")).isEqualTo(name);
        shop.store().recover();
        assertThat(lines(desk)).containsExactlyInAnyOrder("apple:1", "pear:1", "plum:1");
        assertThat(desk.guestCookies()).isEmpty();
        assertThat(lines(shop.browser().signIn(name))).containsExactlyInAnyOrder("apple:1", "pear:1", "plum:1");
    }

    @Test
    void manySignInsWhileTheStoreHangs_goThroughWithinTheDeadline() {
        List<ShopBrowser> guests = new ArrayList<>();
        for (int guest = 0; guest < REQUESTS; guest++) {
            guests.add(guestWith("apple"));
        }
        String run = UUID.randomUUID().toString();
        shop.store().onCalls().hang();
        Burst burst = new Burst();
        for (int guest = 0; guest < REQUESTS; guest++) {
            ShopBrowser signingIn = guests.get(guest);
            String name = "ada-" + guest + "-" + run;
            burst.send(() -> signingIn.sendSignIn(name));
        }
        assertThat(burst.answers("sign-ins, hanging store"))
                .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(302))
                .allSatisfy(answer -> assertThat(answer.time()).isLessThanOrEqualTo(LATEST));
        assertNobodyIsLeft(shop);
        shop.store().recover();
        assertThat(guests).allSatisfy(guest -> assertThat(guest.cart()).isEqualTo("apple:1"));
    }

    @Test
    void signInWhileTheFileIsLocked_goesThroughWithinHalfOfTheDeadline_andIsFinishedLater() throws Exception {
        String name = "ada-" + UUID.randomUUID();
        ShopBrowser desk = guestWith("apple", "pear");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file.path());
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertThat(timeOf(() -> desk.signIn(name))).isBetween(SHARE, LATEST_OF_SHARE);
            statement.execute("ROLLBACK");
        }
        assertThat(lines(desk)).containsExactlyInAnyOrder("apple:1", "pear:1");
        assertThat(desk.guestCookies()).isEmpty();
    }

    @Test
    void signInsWhileAnswersGetLost_carryOnce() {
        List<ShopBrowser> guests = new ArrayList<>();
        for (int guest = 0; guest < USERS; guest++) {
            guests.add(guestWith("apple"));
        }
        List<String> names =
                guests.stream().map(guest -> "ada-" + UUID.randomUUID()).toList();
        shop.store().onCalls().every(3).loseAnswer();
        for (int guest = 0; guest < USERS; guest++) {
            guests.get(guest).signIn(names.get(guest));
        }
        shop.store().recover();
        for (int guest = 0; guest < USERS; guest++) {
            assertThat(guests.get(guest).cart()).isEqualTo("apple:1");
            assertThat(guests.get(guest).guestCookies()).isEmpty();
            assertThat(shop.browser().signIn(names.get(guest)).cart()).isEqualTo("apple:1");
        }
    }

    @Test
    void severalPiecesOfSessionWorkInOneRequest_shareOneDeadline() {
        ShopBrowser user = shop.browser().signIn("ada-" + UUID.randomUUID());
        ShopBrowser userWithTokens = user.copy();
        guestWith("apple", "pear").guestCookies().forEach(userWithTokens::add);
        ShopBrowser guest = guestWith("apple", "pear");
        shop.store().onCalls().hang();
        // The page asks five times.
        assertThat(timeOf(() -> assertThat(user.text("/stubborn")).isEqualTo("gave up")))
                .isBetween(DEADLINE, LATEST);
        // The guest's session is saved, and then the user's.
        assertThat(timeOf(() -> assertThat(guest.post("/register", "name", "bob-" + UUID.randomUUID())
                                .statusCode())
                        .isEqualTo(503)))
                .isBetween(DEADLINE, LATEST);
        // Two guests' sessions are to be absorbed, the user's is to be loaded, and the error page wants it, too.
        assertThat(timeOf(() ->
                        assertThat(userWithTokens.get("/cart").statusCode()).isEqualTo(503)))
                .isBetween(DEADLINE, LATEST);
        // A sign-out wants the guests' sessions only.
        assertThat(timeOf(() ->
                        assertThat(userWithTokens.post("/logout").statusCode()).isLessThan(400)))
                .isBetween(SHARE, LATEST_OF_SHARE);
    }
}
