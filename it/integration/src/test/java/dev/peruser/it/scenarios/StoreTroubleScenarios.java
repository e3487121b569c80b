package dev.peruser.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peruser.Attribute;
import dev.peruser.PerUser;
import dev.peruser.PerUserListener;
import dev.peruser.UserId;
import dev.peruser.it.Browser;
import dev.peruser.store.PurgeableSessionStore;
import dev.peruser.store.WrappingSessionStore;
import dev.peruser.store.tck.faults.StoreCall;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The store: down, full of expired sessions, or asked by crawlers. And how long it keeps what. */
interface StoreTroubleScenarios extends OnAStore {

    @Test
    @Tag("timed")
    default void scenario33_storeDown_requestIsAnsweredWithinTheDeadline() {
        ShopBrowser desk = userWith(newName("ada"), "apple", 3);
        desk.lose("peruser.seen."); // a near cache has to ask the store, too
        store().onCalls().hang();
        long start = System.nanoTime();
        HttpResponse<String> answer = desk.get("/cart");
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(time).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2_500));
        assertThat(desk.get("/").statusCode()).isEqualTo(200);
        store().onCalls().fail();
        assertThat(desk.get("/cart").statusCode()).isEqualTo(503);
        store().recover();
        assertThat(desk.cart()).isEqualTo("apple:3");
    }

    @Test
    default void scenario34_errorDispatchAndMissingFiles_doNotRewriteTheSession() {
        String ada = newName("ada");
        ShopBrowser user = userWith(ada, "apple", 3);
        ShopBrowser guest = guestWith("pear", 1);
        ShopBrowser nobody = browser();
        store().forgetCounts();
        for (ShopBrowser visitor : List.of(user, guest, nobody)) {
            for (String path : List.of("/missing.css", "/images/missing.png", "/nowhere")) {
                HttpResponse<String> answer = visitor.get(path);
                assertThat(answer.statusCode()).isEqualTo(404);
                assertThat(answer.body()).startsWith("error 404, cart");
                assertThat(answer.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("peruser"));
            }
            assertThat(visitor.get("/failing").statusCode()).isEqualTo(500);
        }
        assertThat(store().writes()).isZero();
        assertThat(user.text("/failing")).isEqualTo("error 500, cart apple:3");
        assertThat(user.text("/who")).isEqualTo(ada);
        assertThat(user.cart()).isEqualTo("apple:3");
        assertThat(guest.cart()).isEqualTo("pear:1");
        assertThat(store().writes()).isZero();

        // A slow error page that read a cart which has changed since.
        CompletableFuture<HttpResponse<String>> slow = user.copy().sendGet("/missing.css?gate=" + ada);
        shop().gates().awaitArrival(ada);
        user.post("/cart/remove", "sku", "apple");
        shop().gates().open(ada);
        assertThat(slow.join().body()).isEqualTo("error 404, cart apple:3");
        assertThat(user.cart()).isEmpty();
    }

    @Test
    default void scenario35_userData_doesNotGetTheBrowserSessionsExpiry() {
        MovableClock clock = new MovableClock();
        PerUser perUser = engine().clock(clock).guestIdle(Duration.ofHours(2)).build();
        String ada = newName("ada");
        Browser desk = new Browser(perUser);
        desk.request(session -> session.list("cart").add("apple"));
        new Browser(perUser).signIn(ada).request(session -> session.put("theme", "dark"));
        desk.signIn(ada).request(session -> {}); // the merge is all that writes
        for (Duration later : List.of(Duration.ofHours(3), Duration.ofDays(100), Duration.ofDays(264))) {
            clock.passes(later);
            Browser phone = new Browser(perUser).signIn(ada);
            phone.request(session -> {
                assertThat(session.list("cart")).containsExactly("apple");
                assertThat(session.get("theme")).contains("dark");
            });
        }
        clock.passes(Duration.ofDays(366));
        new Browser(perUser)
                .signIn(ada)
                .request(session -> assertThat(session.names()).isEmpty());
    }

    @Test
    default void scenario36_attributesOwnExpiry_survivesTheMerge() {
        MovableClock clock = new MovableClock();
        Attribute<String> reservation = Attribute.builder("reservation", String.class)
                .expiresAfter(Duration.ofHours(1))
                .build();
        PerUser perUser = engine().clock(clock).attribute(reservation).build();
        String ada = newName("ada");
        Browser desk = new Browser(perUser);
        desk.request(session -> {
            session.put(reservation, "table 4");
            session.list("cart").add("apple");
        });
        clock.passes(Duration.ofMinutes(30));
        desk.signIn(ada).request(session -> {});
        clock.passes(Duration.ofMinutes(29));
        desk.request(session -> assertThat(session.find(reservation)).contains("table 4"));
        clock.passes(Duration.ofMinutes(2));
        desk.request(session -> {
            assertThat(session.find(reservation)).isEmpty();
            assertThat(session.list("cart")).containsExactly("apple");
        });
    }

    @Test
    default void scenario39_expiredSessions_arePurged_withoutBlockingOthers() {
        PerUser longAgo =
                engine().clock(new MovableClock().passes(Duration.ofDays(-60))).build();
        int before = content().size();
        int expired = 450;
        for (int guest = 0; guest < expired; guest++) {
            new Browser(longAgo).request(session -> session.put("a", 1));
        }
        if (WrappingSessionStore.ability(store(), PurgeableSessionStore.class).isEmpty()) {
            assertThat(content().size()).as("it removes them by itself").isEqualTo(before);
            return;
        }
        assertThat(content().size()).isEqualTo(before + expired);
        AtomicInteger purged = new AtomicInteger();
        PerUserListener counting = new PerUserListener() {
            @Override
            public void purged(int sessions) {
                purged.addAndGet(sessions);
            }
        };
        PerUser perUser =
                engine().purgeEvery(Duration.ofSeconds(1)).listener(counting).build();
        UserId ada = UserId.of(newName("ada"));
        AtomicInteger written = new AtomicInteger();
        Runnable write = () -> {
            perUser.withSession(ada, session -> session.list("written").add("x"));
            written.incrementAndGet();
        };
        AtomicInteger steps = new AtomicInteger();
        store().on(call -> call.kind() == StoreCall.Kind.PURGE).runAfter(call -> {
            steps.incrementAndGet();
            write.run(); // nothing is locked between two steps
        });
        perUser.start();
        try {
            await().untilAsserted(() -> {
                write.run(); // while it is purging
                assertThat(purged).hasValue(expired);
            });
        } finally {
            perUser.close();
            store().recover();
        }
        assertThat(steps).as("small steps").hasValueGreaterThanOrEqualTo(3);
        assertThat(content().size()).isEqualTo(before + 1);
        assertThat(perUser.<Integer>withSession(
                        ada, session -> session.list("written").size()))
                .isEqualTo(written.get());
        assertThat(perUser.purgeExpired()).isZero();
    }

    @Test
    default void scenario40_crawlers_leaveNothingInTheStore() {
        int before = content().size();
        store().forgetCounts();
        List<String> pages = List.of("/", "/cart", "/who", "/notice", "/saved", "/preferences", "/nowhere", "/failing");
        int requests = 1_000;
        int atOnce = 20;
        for (int sent = 0; sent < requests; sent += atOnce) {
            List<CompletableFuture<HttpResponse<String>>> running = new ArrayList<>();
            for (int request = sent; request < sent + atOnce; request++) {
                running.add(browser().sendGet(pages.get(request % pages.size())));
            }
            running.forEach(answer ->
                    assertThat(answer.join().headers().allValues("Set-Cookie")).isEmpty());
        }
        assertThat(store().loads()).isZero();
        assertThat(store().writes()).isZero();
        assertThat(content().size()).isEqualTo(before);
    }
}
