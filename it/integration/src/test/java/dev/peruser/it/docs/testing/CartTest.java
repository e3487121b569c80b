package dev.peruser.it.docs.testing;

import static dev.peruser.it.docs.testing.ShopSession.CART;
import static dev.peruser.test.assertions.PerUserAssertions.assertThat;

import dev.peruser.MergeReport.Outcome;
import dev.peruser.test.TestBrowser;
import dev.peruser.test.TestPerUser;
import dev.peruser.test.TestRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;

// snippet-file:testing-plain
class CartTest {
    private final TestPerUser shop = TestPerUser.with(CART);

    @Test
    void guestsCart_followsTheSignIn() {
        TestBrowser phone = shop.user("ada");
        phone.request(session -> session.get(CART).put("tea", 1));

        TestBrowser laptop = shop.guest();
        laptop.request(session -> session.get(CART).put("tea", 2));
        laptop.signIn("ada");

        laptop.request(session -> assertThat(session)
                .isUser("ada")
                .hasValue(CART, Map.of("tea", 3))
                .mergeReport()
                .hasOutcome(CART, Outcome.COMBINED));
        phone.request(session -> assertThat(session).hasValue(CART, Map.of("tea", 3)));

        laptop.signOut();
        laptop.request(session -> assertThat(session).isGuest().isEmpty());
    }

    @Test
    void guestWhoOnlyLooks_hasNoSession() {
        TestBrowser laptop = shop.guest();
        laptop.request(session -> assertThat(session).hasValue(CART, Map.of()));
        assertThat(shop.store()).hasWrittenNothing();
    }

    @Test
    void pageThatIsSlow_losesNothing() {
        TestBrowser laptop = shop.user("ada");
        TestRequest slow = laptop.begin();
        slow.session().get(CART).merge("tea", 1, Integer::sum);
        shop.user("ada").request(session -> session.get(CART).merge("milk", 1, Integer::sum));
        slow.end();
        laptop.request(session -> assertThat(session).hasValue(CART, Map.of("tea", 1, "milk", 1)));
    }
}
