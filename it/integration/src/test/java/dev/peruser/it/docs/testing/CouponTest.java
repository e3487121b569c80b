package dev.peruser.it.docs.testing;

import static dev.peruser.it.docs.testing.ShopSession.COUPON;
import static dev.peruser.test.assertions.PerUserAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peruser.StoreException;
import dev.peruser.test.TestBrowser;
import dev.peruser.test.TestPerUser;
import java.time.Duration;
import org.junit.jupiter.api.Test;

// snippet-file:testing-time
class CouponTest {
    private final TestPerUser shop = TestPerUser.builder()
            .attributes(COUPON)
            .customize(perUser -> perUser.guestIdle(Duration.ofDays(7)))
            .build();
    private final TestBrowser laptop = shop.guest();

    @Test
    void coupon_expiresAfterAnHour_andTheGuestAfterAWeek() {
        laptop.request(session -> session.put(COUPON, "half-price"));
        shop.advance(Duration.ofMinutes(59));
        laptop.request(session -> assertThat(session).hasValue(COUPON, "half-price"));
        shop.advance(Duration.ofMinutes(2));
        laptop.request(session -> assertThat(session).doesNotHaveAttribute(COUPON));
        shop.advance(Duration.ofDays(8));
        assertThat(laptop.guestTokens()).isEmpty();
    }

    @Test
    void signIn_goesThrough_whenTheStoreIsDown() {
        laptop.request(session -> session.put(COUPON, "half-price"));
        shop.store().faults().onCalls().fail();
        laptop.signIn("ada");
        assertThatThrownBy(() -> laptop.request(session -> session.get(COUPON))).isInstanceOf(StoreException.class);

        shop.store().faults().recover();
        laptop.request(session -> assertThat(session).isUser("ada").hasValue(COUPON, "half-price"));
    }
}
