package dev.peruser.it.docs.testing;

import static dev.peruser.it.docs.testing.ShopSession.CART;
import static dev.peruser.test.assertions.PerUserAssertions.assertThat;

import dev.peruser.test.TestBrowser;
import dev.peruser.test.TestPerUser;
import dev.peruser.test.junit.Race;
import dev.peruser.test.junit.RaceTest;
import java.util.Map;

// snippet-file:testing-races
class CartRaceTest {
    private final TestPerUser shop = TestPerUser.with(CART);
    private final TestBrowser laptop = shop.user("ada");
    private final TestBrowser phone = shop.user("ada");

    @RaceTest
    void twoDevices_addOneEach(Race race) {
        race.run(
                laptop, session -> session.get(CART).merge("tea", 1, Integer::sum),
                phone, session -> session.get(CART).merge("tea", 1, Integer::sum));

        laptop.request(session -> assertThat(session).hasValue(CART, Map.of("tea", 2)));
    }

    @RaceTest
    void signIn_whileThePhoneAdds(Race race) {
        TestBrowser guest = shop.guest();
        guest.request(session -> session.get(CART).put("tea", 2));

        race.runRequests(
                guest, request -> request.signIn("ada"),
                phone, request -> request.session().get(CART).merge("tea", 1, Integer::sum));

        laptop.request(session -> assertThat(session).hasValue(CART, Map.of("tea", 3)));
    }
}
