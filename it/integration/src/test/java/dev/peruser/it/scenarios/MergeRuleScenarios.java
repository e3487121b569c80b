package dev.peruser.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.Attribute;
import dev.peruser.Limits;
import dev.peruser.MergeReport;
import dev.peruser.PerUser;
import dev.peruser.PerUserListener;
import dev.peruser.UserId;
import dev.peruser.it.Browser;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

/** What comes out if both sides have something. */
interface MergeRuleScenarios extends OnAStore {

    @Test
    default void scenario14_emptyCartOfTheAccount_doesNotReplaceTheGuestsFullOne() {
        String ada = newName("ada");
        ShopBrowser phone = userWith(ada, "pear", 1);
        phone.post("/cart/remove", "sku", "pear");
        assertThat(phone.cart()).isEmpty();
        ShopBrowser desk = guestWith("apple", 3).signIn(ada);
        assertThat(desk.cart()).isEqualTo("apple:3");
        assertThat(phone.cart()).isEqualTo("apple:3");
        // Nor the other way round.
        ShopBrowser tablet = guestWith("plum", 1);
        tablet.post("/cart/remove", "sku", "plum");
        assertThat(tablet.signIn(ada).cart()).isEqualTo("apple:3");
    }

    @Test
    default void scenario15_sameProductOnBothSides_lineDoesNotVanish() {
        String ada = newName("ada");
        userWith(ada, "apple", 2);
        ShopBrowser desk = guestWith("apple", 3).signIn(ada);
        assertThat(desk.cart()).isEqualTo("apple:5");
    }

    @Test
    default void scenario16_equalProductsWithDifferentOptions_stayApart_andOneProductIsOneLine() {
        String ada = newName("ada");
        ShopBrowser phone = browser().signIn(ada);
        phone.post("/cart/add", "sku", "shirt", "option", "red", "quantity", "1");
        ShopBrowser desk = browser();
        desk.post("/cart/add", "sku", "shirt", "option", "green", "quantity", "2");
        desk.post("/cart/add", "sku", "shirt", "option", "red", "quantity", "1");
        assertThat(desk.signIn(ada).cart()).isEqualTo("shirt/red:2,shirt/green:2");
    }

    @Test
    default void scenario17_sumBeyondALimitThatEachSideKept_isCapped_andTheSignInWorks() {
        String ada = newName("ada");
        userWith(ada, "apple", 7);
        ShopBrowser desk = guestWith("apple", 8).signIn(ada);
        assertThat(desk.cart()).isEqualTo("apple:" + CartRule.MOST_PER_LINE);
        assertThat(desk.text("/notice")).contains("picked before: apple:8", "was here: apple:7");

        // And a limit of PerUser's own: nothing is lost, what exceeds it is in the report.
        Limits limits = Limits.DEFAULT
                .withAttributeBytes(1_000)
                .withSessionBytes(1_500)
                .withAttributes(10)
                .withDepth(10);
        PerUser perUser = engine().limits(limits).build();
        String bob = newName("bob");
        String large = "x".repeat(900);
        new Browser(perUser).signIn(bob).request(session -> session.put("note", large));
        Browser guest = new Browser(perUser);
        guest.request(session -> session.put("note", "y".repeat(900)));
        guest.signIn(bob).request(session -> {
            assertThat(session.get("note")).contains(large);
            MergeReport.Entry entry =
                    session.takeMergeReport().orElseThrow().entry("note").orElseThrow();
            assertThat(entry.outcome()).isEqualTo(MergeReport.Outcome.TOO_LARGE);
            assertThat(entry.guestValue()).isEqualTo("y".repeat(900));
        });
    }

    @Test
    default void scenario18_onlyTheCurrentCartMeetsTheCart_notWhatIsSavedOrOrdered() {
        String ada = newName("ada");
        ShopBrowser phone = userWith(ada, "pear", 1);
        phone.post("/cart/checkout");
        phone.post("/save-for-later", "sku", "lamp");
        ShopBrowser desk = guestWith("apple", 3);
        desk.post("/save-for-later", "sku", "vase");
        desk.signIn(ada);
        assertThat(desk.cart()).isEqualTo("apple:3");
        assertThat(desk.text("/saved")).isEqualTo("[\"lamp\",\"vase\"]");
        assertThat(desk.text("/orders")).isEqualTo("[\"pear:1\"]");
    }

    /** Something that was put into a cart at a certain time. */
    record Picked(String sku, Instant at) {}

    @Test
    default void scenario19_itemsOfWeeksAgo_canBeToldAndRefused() {
        MovableClock clock = new MovableClock();
        Duration fresh = Duration.ofDays(14);
        Attribute<List<Picked>> told = Attribute.builder("told", new TypeReference<List<Picked>>() {})
                .defaultValue(() -> new ArrayList<>())
                .build();
        Attribute<List<Picked>> refused = Attribute.builder("refused", new TypeReference<List<Picked>>() {})
                .defaultValue(() -> new ArrayList<>())
                .mergeBy((user, guest) -> {
                    Instant newest = guest.get(guest.size() - 1).at();
                    List<Picked> kept = new ArrayList<>(user);
                    kept.removeIf(item -> item.at().isBefore(newest.minus(fresh)));
                    kept.addAll(guest);
                    return kept;
                })
                .build();
        PerUser perUser =
                engine().clock(clock).attribute(told).attribute(refused).build();
        String ada = newName("ada");
        Picked old = new Picked("tent", clock.instant());
        new Browser(perUser).signIn(ada).request(session -> {
            session.get(told).add(old);
            session.get(refused).add(old);
        });
        clock.passes(Duration.ofDays(21));
        Picked recent = new Picked("apple", clock.instant());
        Browser guest = new Browser(perUser);
        guest.request(session -> {
            session.get(told).add(recent);
            session.get(refused).add(recent);
        });
        guest.signIn(ada).request(session -> {
            assertThat(session.get(told)).containsExactly(old, recent);
            assertThat(session.get(refused)).containsExactly(recent);
            MergeReport report = session.takeMergeReport().orElseThrow();
            // So a notice can say "3 weeks ago you put a tent into your cart", or "we left out a tent".
            assertThat(report.userValue(told)).contains(List.of(old));
            assertThat(report.userValue(refused)).contains(List.of(old));
            assertThat(report.mergedAt()).isEqualTo(clock.instant());
        });
    }

    @Test
    default void scenario25_whatWasMerged_leavesATrace() {
        String ada = newName("ada");
        List<MergeReport> heard = new ArrayList<>();
        PerUser perUser = engine().listener(new PerUserListener() {
                    @Override
                    public void absorbed(MergeReport report, Absorption how) {
                        heard.add(report);
                    }
                })
                .build();
        perUser.withSession(UserId.of(ada), session -> {
            session.put("colour", "red");
            session.list("cart").add("pear");
            return true;
        });
        Browser guest = new Browser(perUser);
        guest.request(session -> {
            session.list("cart").add("apple");
            session.put("size", "L");
        });
        guest.signIn(ada).request(session -> {
            MergeReport report = session.takeMergeReport().orElseThrow();
            assertThat(report.toString()).isEqualTo("MergeReport[cart COMBINED, size CARRIED]");
            MergeReport.Entry cart = report.entry("cart").orElseThrow();
            assertThat(cart.guestValue()).isEqualTo(List.of("apple"));
            assertThat(cart.userValue()).contains(List.of("pear"));
        });
        assertThat(heard).hasToString("[MergeReport[cart COMBINED, size CARRIED]]");
    }
}
