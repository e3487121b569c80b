package dev.peruser.it.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peruser.it.jpa.Shop.Answers;
import dev.peruser.it.servers.MariaDbServer;
import dev.peruser.it.servers.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store that doesn't answer costs each request the deadline and no more, and is used again when it is back. */
@Timeout(120)
class StoreDownIT {
    private static final int VISITORS = 40;
    private static final Duration IN_TIME = Duration.ofMillis(2_500);

    @TempDir
    private static Path folder;

    @Test
    void postgresqlThatStopped_isA503InTime_andWorksAfterwards() {
        PostgresServer server = PostgresServer.newest();
        isDownAndUpAgain(Place.postgresql(), server::pause, server::resume);
    }

    @Test
    void mariaDbThatStopped_isA503InTime_andWorksAfterwards() {
        MariaDbServer server = MariaDbServer.newer();
        isDownAndUpAgain(Place.mariaDb(), server::pause, server::resume);
    }

    private static void isDownAndUpAgain(Place place, Runnable down, Runnable up) {
        try (Shop shop = Shop.open(place)) {
            List<String> visitors = shop.visitors(VISITORS);
            down.run();
            try {
                assertFailsInTime(place, shop, visitors); // over connections that are there
                assertFailsInTime(place, shop, visitors); // over none
            } finally {
                up.run();
            }
            assertWorksAgain(shop, visitors);
        }
    }

    @Test
    void tableThatIsLocked_isA503InTime_andWorksAfterwards() throws Exception {
        Place postgresql = Place.postgresql();
        isLocked(
                postgresql,
                List.of("BEGIN", "LOCK TABLE " + postgresql.table() + " IN ACCESS EXCLUSIVE MODE"),
                "COMMIT");
        Place mariaDb = Place.mariaDb();
        isLocked(mariaDb, List.of("LOCK TABLES " + mariaDb.table() + " WRITE"), "UNLOCK TABLES");
        Place sqlite = Place.sqlite(folder);
        isLocked(sqlite, List.of("BEGIN EXCLUSIVE"), "COMMIT");
        Place h2 = Place.h2File(folder.resolve("h2"));
        isLocked(h2, List.of("SET AUTOCOMMIT OFF", "DELETE FROM " + h2.table()), "ROLLBACK");
    }

    private static void isLocked(Place place, List<String> locks, String unlock) throws Exception {
        try (Shop shop = Shop.open(place);
                Connection connection = DriverManager.getConnection(place.url(), place.user(), place.password());
                Statement statement = connection.createStatement()) {
            List<String> visitors = shop.visitors(VISITORS);
            for (String lock : locks) {
                statement.execute(lock);
            }
            assertFailsInTime(place, shop, visitors);
            statement.execute(unlock);
            assertWorksAgain(shop, visitors);
        }
    }

    private static void assertFailsInTime(Place place, Shop shop, List<String> visitors) {
        Answers answers = shop.visit(visitors, "/session");
        System.out.println(place + ", down: " + answers);
        assertThat(answers.statuses()).isEqualTo(Map.of(503, (long) visitors.size()));
        assertThat(answers.slowest()).isLessThan(IN_TIME);
    }

    private static void assertWorksAgain(Shop shop, List<String> visitors) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(shop.visit(visitors, "/session").statuses())
                        .isEqualTo(Map.of(200, (long) visitors.size())));
    }
}
