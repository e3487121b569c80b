package dev.peruser.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionKey;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A crowd of requests for one session, or for a few, that all have to wait: everybody else is served. */
@Tag("timed")
class FairWaitingIT {
    private static final int CROWD = 400;

    /** Virtual threads from JDK 21 on; before, the property has no effect. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoWaitsForOneSession_keepsNobodyElseOut(boolean virtual) {
        try (ShopServer shop = shop(virtual)) {
            String crowded = "crowded";
            shop.browser().signIn(crowded).add("apple", 1);
            List<ShopBrowser> others = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                others.add(shop.browser().signIn("other" + i));
            }
            ShopBrowser device = shop.browser().signIn(crowded);
            shop.store().on(call -> call.isOf(SessionKey.parse("u::crowded"))).hang();
            List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
            for (int i = 0; i < CROWD; i++) {
                waiting.add(device.sendPost("/cart/add", "sku", "pear"));
            }
            await().until(() -> shop.store().underWay() > 100);
            for (ShopBrowser other : others) {
                long start = System.nanoTime();
                assertThat(other.add("plum", 1)).isEqualTo(200);
                assertThat(other.cart()).isEqualTo("plum:1");
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            }
            assertThat(shop.browser().add("guest's", 1)).isEqualTo(200);
            shop.store().recover();
            assertThat(waiting).extracting(answer -> answer.join().statusCode()).containsOnly(200, 503);
        }
    }

    private static ShopServer shop(boolean virtual) {
        return new ShopServer(
                new InMemorySessionStore(),
                "logging.level.root=OFF",
                "server.tomcat.threads.max=600",
                "server.tomcat.max-connections=2000",
                "spring.threads.virtual.enabled=" + virtual);
    }
}
