package dev.peruser.shop.session;

import static dev.peruser.shop.session.ShopSession.CART;
import static dev.peruser.shop.session.ShopSession.RECENTLY_VIEWED;
import static dev.peruser.shop.session.ShopSession.WISH_LIST;
import static dev.peruser.test.assertions.PerUserAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.MergeReport.Outcome;
import dev.peruser.UserSession;
import dev.peruser.test.TestBrowser;
import dev.peruser.test.TestPerUser;
import dev.peruser.test.junit.EachStoreTest;
import dev.peruser.test.junit.Race;
import dev.peruser.test.junit.RaceTest;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What becomes of the attributes at sign-in, on two devices, and in time. */
class ShopSessionTest {
    private final TestPerUser shop = TestPerUser.with(CART, WISH_LIST, RECENTLY_VIEWED);

    private static void add(UserSession session, int quantity) {
        session.update(CART, cart -> cart.add(new CartLine("milk-jug", "", quantity, "")));
    }

    private static void assertInCart(TestBrowser browser, int quantity) {
        browser.request(session -> assertThat(session.get(CART).lines())
                .singleElement()
                .extracting(CartLine::quantity)
                .isEqualTo(quantity));
    }

    @RaceTest
    void twoDevices_addToOneLine(Race race) {
        TestBrowser laptop = shop.user("ada");
        laptop.request(session -> add(session, 1));
        race.run(laptop, session -> add(session, 2), shop.user("ada"), session -> add(session, 3));
        assertInCart(laptop, 6);
    }

    @RaceTest
    void twoDevices_neverExceedWhatALineCanHold(Race race) {
        TestBrowser laptop = shop.user("ada");
        race.run(laptop, session -> add(session, 15), shop.user("ada"), session -> add(session, 15));
        assertInCart(laptop, Cart.MOST_PER_LINE);
    }

    @RaceTest
    void signIn_whileThePhoneWishes(Race race) {
        TestBrowser laptop = shop.guest();
        laptop.request(session -> session.get(WISH_LIST).add("nest-box"));
        TestBrowser phone = shop.user("ada");
        race.runRequests(
                laptop, request -> request.signIn("ada"),
                phone, request -> request.session().get(WISH_LIST).add("round-teapot"));
        phone.request(
                session -> assertThat(session.get(WISH_LIST)).containsExactlyInAnyOrder("nest-box", "round-teapot"));
    }

    @EachStoreTest(attributesOf = ShopSession.class)
    void guestsCart_isAddedToTheAccounts(TestPerUser onStore) {
        onStore.user("ada").request(session -> add(session, 2));
        TestBrowser laptop = onStore.guest();
        laptop.request(session -> {
            add(session, 1);
            session.put(WISH_LIST, Set.of("nest-box"));
        });
        laptop.signIn("ada");
        assertInCart(laptop, 3);
        laptop.request(session -> assertThat(session)
                .mergeReport()
                .hasOutcome(CART, Outcome.COMBINED)
                .hasOutcome(WISH_LIST, Outcome.CARRIED));
    }

    @EachStoreTest(attributesOf = ShopSession.class)
    void recentlyViewed_isForgottenAfterAMonth(TestPerUser onStore) {
        TestBrowser laptop = onStore.user("ada");
        laptop.request(session -> {
            add(session, 1);
            session.put(RECENTLY_VIEWED, List.of("milk-jug"));
        });
        onStore.advance(Duration.ofDays(31));
        laptop.request(session -> assertThat(session).hasOnlyAttributes("cart"));
    }
}
