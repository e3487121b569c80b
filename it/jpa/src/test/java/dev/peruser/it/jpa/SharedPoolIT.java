package dev.peruser.it.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.it.jpa.Shop.Answers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An application whose requests hold the connections of its pool while they use the session, as they do with Boot's
 * defaults, works on every database.
 */
class SharedPoolIT {
    private static final int VISITORS = 40;
    private static final Duration ALL = Duration.ofSeconds(3);
    /** Of the session, and not of the queries. */
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    @TempDir
    private static Path folder;

    static Stream<Place> places() {
        return Stream.of(
                Place.postgresql(),
                Place.mariaDb(),
                Place.h2File(folder.resolve("h2")),
                Place.h2Memory(),
                Place.sqlite(folder));
    }

    /** Where an open transaction that reads keeps nobody from writing. */
    static Stream<Place> placesWithTransactions() {
        return Stream.of(Place.postgresql(), Place.mariaDb(), Place.h2File(folder.resolve("transactions")));
    }

    @ParameterizedTest
    @MethodSource("places")
    void session_isUsedWhileAllConnectionsOfTheApplicationAreHeldByViews(Place place) {
        try (Shop shop = Shop.open(place)) {
            assertAllInTime(place, shop, "/product/1");
        }
    }

    @ParameterizedTest
    @MethodSource("placesWithTransactions")
    void session_isUsedWhileAllConnectionsAreHeldByTransactions_andByRequestsThatGoOnElsewhere(Place place) {
        try (Shop shop = Shop.open(place)) {
            for (String path : List.of("/transaction/1", "/read-only/1", "/later/1")) {
                assertAllInTime(place, shop, path);
            }
        }
    }

    @Test
    void virtualThreads_waitForNoConnection() {
        Place place = Place.postgresql();
        try (Shop shop = Shop.open(place, "spring.threads.virtual.enabled=true")) {
            assertAllInTime(place, shop, "/product/1");
        }
    }

    private static void assertAllInTime(Place place, Shop shop, String path) {
        Answers answers = shop.visit(shop.visitors(VISITORS), path);
        System.out.println(place + " " + path + ": " + answers);
        assertThat(answers.statuses()).isEqualTo(Map.of(200, (long) VISITORS));
        assertThat(answers.slowest()).isLessThan(ALL);
    }

    @Test
    void poolOfOne_isNoDeadlock() {
        Place place = Place.h2File(folder.resolve("one"));
        try (Shop shop = Shop.open(place, "spring.datasource.hikari.maximum-pool-size=1")) {
            Answers answers = shop.visit(shop.visitors(5), "/transaction/1");
            assertThat(answers.statuses()).isEqualTo(Map.of(200, 5L));
            assertThat(answers.slowest()).isLessThan(ALL);
        }
    }

    /** The application's own requests wait for half a minute; those that need the session alone don't notice. */
    @Test
    void slowReports_keepNobodyFromTheSession() {
        try (Shop shop = Shop.open(Place.postgresql())) {
            List<String> visitors = shop.visitors(VISITORS);
            CompletableFuture<Void> reports = shop.begin(15, "/report?millis=3000");
            Answers answers = shop.visit(visitors, "/session");
            assertThat(reports).isNotDone();
            assertThat(answers.statuses()).isEqualTo(Map.of(200, (long) VISITORS));
            assertThat(answers.slowest()).isLessThan(Duration.ofSeconds(1));
            reports.join();
        }
    }

    /**
     * By choice; then the deadline holds, though the pool would wait for half a minute, also where H2 may not be
     * interrupted.
     */
    @ParameterizedTest
    @MethodSource("places")
    void poolThatIsSharedAndEmpty_isWaitedForUntilTheDeadline(Place place) {
        try (Shop shop = Shop.open(place, "peruser.jdbc.pool-size=0")) {
            List<String> visitors = shop.visitors(VISITORS);
            CompletableFuture<Void> reports = shop.begin(10, "/report?millis=5000");
            shop.untilAllConnectionsAreHeld();
            Answers answers = shop.visit(visitors, "/session");
            System.out.println(place + ", pool shared and empty: " + answers);
            assertThat(answers.statuses()).isEqualTo(Map.of(503, (long) VISITORS));
            assertThat(answers.slowest()).isLessThan(DEADLINE.plusMillis(500));
            reports.join();
            assertThat(shop.visit(visitors, "/session").statuses()).isEqualTo(Map.of(200, (long) VISITORS));
        }
    }
}
