package dev.peruser.test.assertions;

import static dev.peruser.test.assertions.PerUserAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peruser.MergeReport.Outcome;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.test.TestBrowser;
import dev.peruser.test.TestPerUser;
import dev.peruser.test.Wishes;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Each assertion passes where it holds, and says what is wrong where it doesn't. */
class UserSessionAssertTest {
    private final TestPerUser shop = TestPerUser.with(Wishes.LIST, Wishes.NUMBERS, Wishes.COUPON);
    private final TestBrowser laptop = shop.user("ada");

    UserSessionAssertTest() {
        laptop.request(session -> {
            session.get(Wishes.LIST).add("tea");
            session.put("theme", "dark");
        });
    }

    private static void fails(TestBrowser browser, Consumer<UserSession> assertion, String... says) {
        browser.request(session -> assertThatThrownBy(() -> assertion.accept(session))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(says));
    }

    @Test
    void visitor_isGuestOrUser() {
        laptop.request(session -> assertThat(session).isUser().isUser("ada").isUser(UserId.of("ada")));
        shop.guest().request(session -> assertThat(session).isGuest());
        fails(laptop, session -> assertThat(session).isGuest(), "session of a guest", "user 'ada'");
        fails(laptop, session -> assertThat(session).isUser("grace"), "user 'grace'", "user 'ada'");
        fails(laptop, session -> assertThat(session).isUser(new UserId("example", "ada")), "user 'ada' of example");
        fails(shop.guest(), session -> assertThat(session).isUser("ada"), "user 'ada'", "a guest's");
        fails(shop.guest(), session -> assertThat(session).isUser(), "a guest's");
    }

    @Test
    void attributes_areThereOrNot() {
        laptop.request(session -> assertThat(session)
                .hasAttribute("theme")
                .hasAttribute(Wishes.LIST)
                .doesNotHaveAttribute("other")
                .doesNotHaveAttribute(Wishes.COUPON)
                .hasOnlyAttributes("theme", "wishes"));
        shop.guest().request(session -> assertThat(session).isEmpty());
        fails(laptop, session -> assertThat(session).isEmpty(), "empty", "[theme, wishes]");
        fails(laptop, session -> assertThat(session).hasAttribute(Wishes.COUPON), "'coupon'", "[theme, wishes]");
        fails(laptop, session -> assertThat(session).doesNotHaveAttribute("theme"), "'theme'", "<dark>");
        fails(laptop, session -> assertThat(session).hasOnlyAttributes("theme"), "[theme]", "[theme, wishes]");
    }

    @Test
    void values_areCompared() {
        laptop.request(session -> {
            assertThat(session).hasValue(Wishes.LIST, List.of("tea")).hasValue("theme", "dark");
            assertThat(session).attribute(Wishes.LIST).isEqualTo(List.of("tea"));
            assertThat(session).list("wishes").containsExactly("tea");
            assertThat(session).map("settings").isEmpty();
            assertThat(session).attribute(Wishes.NUMBERS).isEqualTo(Map.of());
        });
        fails(
                laptop,
                session -> assertThat(session).hasValue(Wishes.LIST, List.of("milk")),
                "'wishes'",
                "<[milk]>",
                "<[tea]>");
        fails(
                laptop,
                session -> assertThat(session).hasValue(Wishes.COUPON, "half price"),
                "'coupon'",
                "<half price>",
                "no value and no default",
                "[theme, wishes]");
        fails(laptop, session -> assertThat(session).hasValue("theme", "light"), "'theme'", "<light>", "<dark>");
        fails(laptop, session -> assertThat(session).hasValue("other", "light"), "'other'", "[theme, wishes]");
        fails(
                laptop,
                session -> assertThat(session).attribute(Wishes.LIST).isEqualTo(List.of("milk")),
                "attribute 'wishes'",
                "milk",
                "tea");
        fails(laptop, session -> assertThat(session).attribute(Wishes.COUPON), "'coupon'", "no default");
        fails(laptop, session -> assertThat(session).as("cart").list("wishes").isEmpty(), "cart: attribute 'wishes'");
    }

    @Test
    void description_isInTheMessage() {
        fails(laptop, session -> assertThat(session).as("after the sign-out").isGuest(), "[after the sign-out]");
    }

    @Test
    void assertions_writeNothing() {
        shop.store().forgetCounts();
        laptop.request(session -> {
            assertThat(session).attribute(Wishes.NUMBERS).isNotNull();
            assertThat(session).list("others").isEmpty();
            assertThat(session).hasOnlyAttributes("theme", "wishes");
        });
        assertThat(shop.store()).hasWrittenNothing();
    }

    @Test
    void mergeReport_isTaken() {
        TestBrowser phone = shop.guest();
        phone.request(session -> session.get(Wishes.LIST).add("milk"));
        phone.signIn("ada");
        phone.request(session ->
                assertThat(session).mergeReport().hasEntry("wishes").hasOutcome(Wishes.LIST, Outcome.COMBINED));
        phone.request(session -> assertThat(session).hasNoMergeReport());
        fails(phone, session -> assertThat(session).mergeReport(), "there is none");
    }

    @Test
    void mergeReport_thatNobodyExpects_isNamed() {
        TestBrowser phone = shop.guest();
        phone.request(session -> session.get(Wishes.LIST).add("milk"));
        phone.signIn("ada");
        fails(phone, session -> assertThat(session).hasNoMergeReport(), "wishes COMBINED");
    }

    @Test
    void nothing_isNoSession() {
        assertThatThrownBy(() -> assertThat((UserSession) null).isGuest()).isInstanceOf(AssertionError.class);
    }
}
