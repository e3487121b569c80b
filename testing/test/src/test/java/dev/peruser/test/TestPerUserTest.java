package dev.peruser.test;

import static dev.peruser.test.assertions.PerUserAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peruser.GuestToken;
import dev.peruser.StoreException;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestPerUserTest {
    private final TestPerUser shop = TestPerUser.with(Wishes.LIST, Wishes.NUMBERS, Wishes.COUPON);

    private static void wish(UserSession session, String product) {
        session.get(Wishes.LIST).add(product);
    }

    private static List<String> wishes(TestBrowser browser) {
        return browser.ask(session -> List.copyOf(session.get(Wishes.LIST)));
    }

    @Test
    void guest_isFoundByItsBrowserOnly() {
        TestBrowser laptop = shop.guest();
        laptop.request(session -> wish(session, "tea"));
        assertThat(wishes(laptop)).containsExactly("tea");
        assertThat(wishes(shop.guest())).isEmpty();
    }

    @Test
    void guestWhoOnlyLooks_getsNoToken_andNothingIsWritten() {
        TestBrowser laptop = shop.guest();
        assertThat(wishes(laptop)).isEmpty();
        assertThat(laptop.guestTokens()).isEmpty();
        assertThat(shop.store().writes()).isZero();
    }

    @Test
    void signIn_carriesTheGuestsSession_andTheBrowserForgetsItsToken() {
        TestBrowser laptop = shop.guest();
        laptop.request(session -> wish(session, "tea"));
        assertThat(laptop.guestTokens()).hasSize(1);

        laptop.signIn("ada");

        assertThat(laptop.guestTokens()).isEmpty();
        laptop.request(session -> assertThat(session).isUser("ada"));
        assertThat(wishes(laptop)).containsExactly("tea");
        assertThat(wishes(shop.user("ada"))).containsExactly("tea");
    }

    @Test
    void signIn_mergesIntoWhatTheAccountHas() {
        shop.user("ada").request(session -> session.get(Wishes.NUMBERS).put("tea", 2));
        TestBrowser laptop = shop.guest();
        laptop.request(session -> session.get(Wishes.NUMBERS).put("tea", 1));
        laptop.signIn("ada");
        laptop.request(session -> assertThat(session).hasValue(Wishes.NUMBERS, Map.of("tea", 3)));
    }

    @Test
    void signOut_leavesAnEmptyGuest_andTheAccountHasIt() {
        TestBrowser laptop = shop.user("ada");
        laptop.request(session -> wish(session, "tea"));
        laptop.signOut();
        assertThat(wishes(laptop)).isEmpty();
        laptop.request(session -> assertThat(session).isGuest().isEmpty());
        assertThat(wishes(shop.user("ada"))).containsExactly("tea");
    }

    @Test
    void usersOfTwoRealms_areTwo() {
        shop.user(new UserId("example", "ada")).request(session -> wish(session, "tea"));
        assertThat(wishes(shop.user("ada"))).isEmpty();
    }

    @Test
    void openRequests_seeWhatIsSaved_andLoseNothing() {
        TestBrowser laptop = shop.user("ada");
        TestBrowser phone = shop.user("ada");
        TestRequest one = laptop.begin();
        TestRequest other = phone.begin();
        wish(one.session(), "tea");
        wish(other.session(), "milk");
        assertThat(wishes(shop.user("ada"))).isEmpty();
        other.end();
        assertThat(wishes(shop.user("ada"))).containsExactly("milk");
        one.end();
        assertThat(wishes(shop.user("ada"))).containsExactlyInAnyOrder("tea", "milk");
    }

    @Test
    void registration_changesBeforeTheSignIn_inOneRequest() {
        TestBrowser laptop = shop.guest();
        try (TestRequest request = laptop.begin()) {
            wish(request.session(), "tea");
            request.signIn("ada");
            assertThat(request.session().user()).contains(UserId.of("ada"));
        }
        assertThat(wishes(shop.user("ada"))).containsExactly("tea");
    }

    @Test
    void twoTabsOfANewGuest_becomeOneSession() {
        TestBrowser laptop = shop.guest();
        TestRequest one = laptop.begin();
        TestRequest other = laptop.begin();
        wish(one.session(), "tea");
        wish(other.session(), "milk");
        one.end();
        other.end();
        assertThat(wishes(laptop)).containsExactlyInAnyOrder("tea", "milk");
    }

    @Test
    void requestThatIsOver_refusesUse() {
        TestRequest request = shop.guest().begin();
        UserSession session = request.session();
        request.end();
        request.end();
        assertThatThrownBy(request::session)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("begin another one");
        assertThatThrownBy(() -> session.put("x", 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void ownAccount_canBeErasedWithinARequest_besideAnotherOpenOne() {
        TestBrowser laptop = shop.user("ada");
        laptop.request(session -> wish(session, "tea"));
        TestRequest erasing = laptop.begin();
        TestRequest other = shop.user("grace").begin();
        wish(other.session(), "vase");
        wish(erasing.session(), "milk");
        assertThat(shop.perUser().erase(UserId.of("ada"))).isTrue();
        erasing.end();
        other.end();
        assertThat(wishes(shop.user("ada"))).isEmpty();
        assertThat(wishes(shop.user("grace"))).containsExactly("vase");
    }

    @Test
    void time_standsStill_andIsMoved() {
        Instant before = shop.now();
        TestBrowser laptop = shop.user("ada");
        laptop.request(session -> session.put(Wishes.COUPON, "half price"));
        shop.advance(Duration.ofMinutes(59));
        laptop.request(session -> assertThat(session).hasValue(Wishes.COUPON, "half price"));
        shop.advance(Duration.ofMinutes(2));
        laptop.request(session -> assertThat(session).doesNotHaveAttribute(Wishes.COUPON));
        assertThat(shop.now()).isEqualTo(before.plus(Duration.ofMinutes(61)));
        assertThatThrownBy(() -> shop.advance(Duration.ofSeconds(-1))).hasMessageContaining("forward");
    }

    @Test
    void guestsCookie_isGoneAfterTheIdleTime_asTheSession() {
        TestPerUser brief = TestPerUser.builder()
                .attributes(Wishes.LIST)
                .customize(perUser -> perUser.guestIdle(Duration.ofHours(1)))
                .startingAt(Instant.parse("2026-03-01T08:00:00Z"))
                .build();
        TestBrowser laptop = brief.guest();
        laptop.request(session -> wish(session, "tea"));
        brief.advance(Duration.ofMinutes(61));
        assertThat(laptop.guestTokens()).isEmpty();
        assertThat(wishes(laptop)).isEmpty();
        assertThat(brief.perUser().purgeExpired()).isEqualTo(1);
    }

    @Test
    void storeThatFails_failsTheRequest_andNothingIsSaved() {
        TestBrowser laptop = shop.user("ada");
        laptop.request(session -> wish(session, "tea"));
        shop.store().faults().onSaves().fail();
        assertThatThrownBy(() -> laptop.request(session -> wish(session, "milk")))
                .isInstanceOf(StoreException.class);
        shop.store().faults().recover();
        assertThat(wishes(laptop)).containsExactly("tea");
    }

    @Test
    void applicationThatLetsTheStoresFailureThrough_savesNothing() {
        TestBrowser laptop = shop.user("ada");
        shop.store().faults().onSaves().fail();
        assertThatThrownBy(() -> laptop.request(session -> {
                    wish(session, "tea");
                    try {
                        session.commit();
                    } finally {
                        shop.store().faults().recover();
                    }
                }))
                .isInstanceOf(StoreException.class);
        assertThat(wishes(laptop)).isEmpty();
    }

    @Test
    void applicationThatThrows_hasItsChangesSaved_asBehindTheFilter() {
        TestBrowser laptop = shop.user("ada");
        assertThatThrownBy(() -> laptop.request(session -> {
                    wish(session, "tea");
                    throw new UnsupportedOperationException("a page that is not there yet");
                }))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(wishes(laptop)).containsExactly("tea");
    }

    @Test
    void deletedCookies_makeANewGuest() {
        TestBrowser laptop = shop.guest();
        laptop.request(session -> wish(session, "tea"));
        List<GuestToken> before = laptop.guestTokens();
        laptop.deleteCookies();
        assertThat(wishes(laptop)).isEmpty();
        laptop.request(session -> wish(session, "milk"));
        assertThat(laptop.guestTokens()).hasSize(1).doesNotContainAnyElementsOf(before);
    }

    @Test
    void attributeThatIsNotDeclared_isRefused_asInTheApplication() {
        TestPerUser other = TestPerUser.with(Wishes.LIST);
        assertThatThrownBy(() -> other.guest().request(session -> session.get(Wishes.NUMBERS)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'numbers' is not declared");
    }
}
