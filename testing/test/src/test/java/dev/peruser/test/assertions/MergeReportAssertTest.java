package dev.peruser.test.assertions;

import static dev.peruser.test.assertions.PerUserAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peruser.MergeReport;
import dev.peruser.MergeReport.Outcome;
import dev.peruser.test.TestBrowser;
import dev.peruser.test.TestPerUser;
import dev.peruser.test.Wishes;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergeReportAssertTest {
    private final TestPerUser shop = TestPerUser.with(Wishes.LIST, Wishes.NUMBERS, Wishes.COUPON);
    private final MergeReport report;

    MergeReportAssertTest() {
        shop.user("ada").request(session -> {
            session.get(Wishes.LIST).add("tea");
            session.put(Wishes.COUPON, "of the account");
        });
        TestBrowser laptop = shop.guest();
        laptop.request(session -> {
            session.get(Wishes.LIST).add("milk");
            session.get(Wishes.NUMBERS).put("milk", 2);
            session.put(Wishes.COUPON, "of the guest");
        });
        laptop.signIn("ada");
        report = laptop.ask(session -> session.takeMergeReport().orElseThrow());
    }

    private static void fails(Runnable assertion, String... says) {
        assertThatThrownBy(assertion::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(says)
                .hasMessageContainingAll("coupon KEPT", "numbers CARRIED", "wishes COMBINED");
    }

    @Test
    void outcomes_areNamed() {
        assertThat(report)
                .hasEntry("wishes")
                .hasOutcome(Wishes.LIST, Outcome.COMBINED)
                .hasOutcome("numbers", Outcome.CARRIED)
                .hasOutcome(Wishes.COUPON, Outcome.KEPT);
        fails(() -> assertThat(report).hasEntry("theme"), "'theme'");
        fails(() -> assertThat(report).hasOutcome(Wishes.LIST, Outcome.KEPT), "'wishes'", "KEPT", "COMBINED");
    }

    @Test
    void whatWasBrought_isInTheAccount() {
        assertThat(report).brought(Wishes.LIST).brought("numbers").broughtOnly("wishes", "numbers");
        fails(() -> assertThat(report).brought(Wishes.COUPON), "'coupon'", "KEPT");
        fails(() -> assertThat(report).broughtOnly("wishes"), "exactly [wishes]");
        fails(() -> assertThat(report).brought("theme"), "'theme'");
    }

    @Test
    void values_areThoseOfBefore() {
        assertThat(report).guestValue(Wishes.LIST).isEqualTo(List.of("milk"));
        assertThat(report).userValue(Wishes.LIST).isEqualTo(List.of("tea"));
        assertThat(report).guestValue(Wishes.COUPON).isEqualTo("of the guest");
        fails(() -> assertThat(report).userValue(Wishes.NUMBERS), "the user's former", "'numbers'");
        assertThatThrownBy(() -> assertThat(report).guestValue(Wishes.LIST).isEqualTo(List.of("tea")))
                .hasMessageContainingAll("the guest's value of 'wishes'", "milk", "tea");
    }
}
