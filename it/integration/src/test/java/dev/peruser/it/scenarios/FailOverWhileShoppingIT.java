package dev.peruser.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.it.servers.RedisCluster;
import dev.peruser.it.servers.RedisServer;
import dev.peruser.store.redis.RedisSessionStore;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.SlotHash;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A master of a Redis Cluster is killed while people shop on two servers, its replica takes over, and it comes back.
 * Saves wait for the replica.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("timed")
class FailOverWhileShoppingIT {
    private static final int USERS_EACH = 3;
    private static final int GUESTS = 4;
    private static final int SIGN_INS_EACH = 2;
    private static final int WARM_UPS = 10;
    private static final int ITEMS_AFTER = 4;
    private static final int SLOTS_OF_FIRST_MASTER = SlotHash.SLOT_COUNT / 3;
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final Duration LATEST = DEADLINE.plusMillis(500);
    private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(50);
    private static final Duration LONGER_THAN_USUAL = Duration.ofMillis(700);

    private RedisCluster cluster;
    private final List<RedisSessionStore> stores = new ArrayList<>();
    private final List<ShopServer> servers = new ArrayList<>();

    @BeforeAll
    void openAndWarmUp(@TempDir Path folder) {
        cluster = RedisCluster.started(1);
        for (int server = 0; server < 2; server++) {
            RedisSessionStore store = RedisSessionStore.clusterBuilder(
                            cluster.urls().stream().map(RedisURI::create).toList())
                    .waitForReplicas(1, Duration.ofMillis(500))
                    .build();
            stores.add(store);
            servers.add(new ShopServer(
                    store,
                    "peruser.deadline=" + DEADLINE.toMillis() + "ms",
                    "logging.file.name=" + folder.resolve("shop-" + server + ".log"),
                    "logging.threshold.console=OFF"));
        }
        for (int round = 0; round < WARM_UPS; round++) {
            warmUp(round);
        }
    }

    /** What is measured is neither the loading of classes nor the compiler. */
    private void warmUp(int round) {
        Shopper somebody = user("warm-up-" + round, name -> true);
        somebody.add();
        somebody.add();
        Shopper guest = signingIn("warmed-up-" + round, name -> true);
        servers.forEach(server -> server.store().onCalls().fail());
        somebody.add();
        somebody.add();
        guest.signIn();
        servers.forEach(server -> server.store().recover());
        guest.add();
        somebody.add();
    }

    @AfterAll
    void close() {
        servers.forEach(ShopServer::close);
        stores.forEach(RedisSessionStore::close);
        cluster.close();
    }

    private static boolean isOnTheFirstMaster(String name) {
        return SlotHash.getSlot("peruser:u::" + name) < SLOTS_OF_FIRST_MASTER;
    }

    private static String name(String beginning, Predicate<String> where) {
        return IntStream.range(0, 1_000)
                .mapToObj(number -> beginning + "-" + number)
                .filter(where)
                .findFirst()
                .orElseThrow();
    }

    private ShopBrowser browser(int server) {
        return servers.get(server).browser();
    }

    /** Signed in on both servers, each time on another device. */
    private Shopper user(String beginning, Predicate<String> where) {
        String name = name(beginning, where);
        return new Shopper(name, List.of(browser(0).signIn(name), browser(1).signIn(name)));
    }

    /** One browser, whose requests go to both servers. */
    private Shopper guest(String name) {
        ShopBrowser browser = browser(0);
        return new Shopper(name, List.of(browser, browser.at(browser(1))));
    }

    private Shopper signingIn(String beginning, Predicate<String> where) {
        Shopper guest = guest(name(beginning, where));
        guest.add();
        guest.add();
        return guest;
    }

    @Test
    void masterIsKilled_nothingAcknowledgedIsLostOrDoubled_andEachRequestIsAnsweredInTime() throws Exception {
        List<Shopper> shoppers = new ArrayList<>();
        List<Shopper> signingIn = new ArrayList<>();
        for (int number = 0; number < USERS_EACH; number++) {
            shoppers.add(user("here" + number, FailOverWhileShoppingIT::isOnTheFirstMaster));
            shoppers.add(user("there" + number, name -> !isOnTheFirstMaster(name)));
        }
        for (int number = 0; number < GUESTS; number++) {
            shoppers.add(guest("guest" + number));
        }
        for (int number = 0; number < SIGN_INS_EACH; number++) {
            signingIn.add(signingIn("joins-here" + number, FailOverWhileShoppingIT::isOnTheFirstMaster));
            signingIn.add(signingIn("joins-there" + number, name -> !isOnTheFirstMaster(name)));
        }
        shopWhileAMasterIsKilled(shoppers, signingIn);

        List<Shopper> all = Stream.concat(shoppers.stream(), signingIn.stream()).toList();
        for (Shopper shopper : all) {
            for (int item = 0; item < ITEMS_AFTER; item++) {
                assertThat(shopper.add()).as("after the fail-over").isEqualTo(200);
            }
            shopper.assertCartsAreRight();
        }
        for (Shopper user : signingIn) {
            assertThat(user.browser().text("/who")).isEqualTo(user.name());
            assertThat(user.browser().guestCookies()).isEmpty();
            user.assertCart(browser(1).signIn(user.name()).cart());
        }
        assertAnsweredInTime(all);
    }

    private static void assertAnsweredInTime(List<Shopper> all) {
        List<Burst.Answer> answers =
                all.stream().flatMap(shopper -> shopper.answers().stream()).toList();
        System.out.println("fail-over while shopping: " + answers.size() + " answers, "
                + answers.stream().filter(answer -> answer.status() == 503).count() + " of them 503, "
                + all.stream().mapToInt(Shopper::items).sum() + " items acknowledged, slowest "
                + answers.stream()
                        .map(Burst.Answer::time)
                        .max(Comparator.naturalOrder())
                        .orElseThrow()
                        .toMillis()
                + " ms");
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.status()).isIn(200, 302, 503))
                .allSatisfy(answer -> assertThat(answer.time()).isLessThanOrEqualTo(LATEST))
                .as("the outage was noticed")
                .anySatisfy(answer -> assertThat(answer.time()).isGreaterThan(LONGER_THAN_USUAL));
    }

    private void shopWhileAMasterIsKilled(List<Shopper> shoppers, List<Shopper> signingIn) throws Exception {
        ScheduledExecutorService crowd = Executors.newScheduledThreadPool(shoppers.size() + signingIn.size());
        try {
            shoppers.forEach(shopper -> goOn(crowd, shopper));
            for (Shopper shopper : shoppers) {
                shopper.awaitAFewRequests();
            }
            RedisServer master = cluster.servers().get(0);
            assertThat(cluster.masters()).contains(master);
            master.kill();
            List<CompletableFuture<Void>> signIns = signingIn.stream()
                    .map(guest -> CompletableFuture.runAsync(guest::signIn, crowd))
                    .toList();
            signIns.forEach(CompletableFuture::join);
            signingIn.forEach(user -> goOn(crowd, user));
            cluster.awaitComplete();
            assertThat(cluster.masters()).hasSize(3);
            master.start();
            cluster.awaitComplete();
            assertThat(cluster.masters()).hasSize(3).doesNotContain(master);
        } finally {
            crowd.shutdown();
            assertThat(crowd.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void goOn(ScheduledExecutorService crowd, Shopper shopper) {
        crowd.scheduleWithFixedDelay(shopper::goOn, 0, BETWEEN_REQUESTS.toMillis(), TimeUnit.MILLISECONDS);
    }
}
