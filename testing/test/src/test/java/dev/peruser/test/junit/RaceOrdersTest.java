package dev.peruser.test.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.Attribute;
import dev.peruser.StoreException;
import dev.peruser.test.TestBrowser;
import dev.peruser.test.TestPerUser;
import dev.peruser.test.Wishes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A race is run in each order, and finds what is lost. */
class RaceOrdersTest {
    private final TestPerUser shop = TestPerUser.with(Wishes.LIST, Wishes.NUMBERS);

    @RaceTest
    void twoDevices_bothAdd(Race race) {
        TestBrowser laptop = shop.user("ada");
        TestBrowser phone = shop.user("ada");
        race.run(
                laptop,
                session -> session.get(Wishes.LIST).add("tea"),
                phone,
                session -> session.get(Wishes.LIST).add("milk"));
        laptop.request(session -> assertThat(session.get(Wishes.LIST)).containsExactlyInAnyOrder("tea", "milk"));
    }

    @RaceTest
    void signIn_beside_anotherDevice(Race race) {
        TestBrowser laptop = shop.guest();
        laptop.request(session -> session.get(Wishes.NUMBERS).put("tea", 2));
        TestBrowser phone = shop.user("ada");
        race.runRequests(
                laptop,
                request -> request.signIn("ada"),
                phone,
                request -> request.session().get(Wishes.NUMBERS).merge("tea", 1, Integer::sum));
        phone.request(session -> assertThat(session.get(Wishes.NUMBERS)).containsEntry("tea", 3));
    }

    @RaceTest
    void requestsOfAnOverlap_readBeforeEitherSaves(Race race) {
        TestBrowser laptop = shop.user("ada");
        List<Integer> seen = new ArrayList<>();
        race.run(
                laptop,
                session -> {
                    seen.add(session.get(Wishes.LIST).size());
                    session.get(Wishes.LIST).add("tea");
                },
                shop.user("ada"),
                session -> {
                    seen.add(session.get(Wishes.LIST).size());
                    session.get(Wishes.LIST).add("milk");
                });
        boolean overlaps = race.order().toString().contains("at the same time");
        assertThat(seen).containsExactly(0, overlaps ? 0 : 1);
    }

    /** Its value is replaced as a whole, so one of two changes is lost if they overlap. */
    @Tag("sample")
    static final class Lossy {
        private static final Attribute<String> TEXT = Attribute.of("text", String.class);
        private final TestPerUser shop = TestPerUser.with(TEXT);

        @RaceTest
        void text_hasBoth(Race race) {
            TestBrowser laptop = shop.user("ada");
            TestBrowser phone = shop.user("ada");
            race.run(
                    laptop,
                    session -> session.put(TEXT, session.find(TEXT).orElse("") + "a"),
                    phone,
                    session -> session.put(TEXT, session.find(TEXT).orElse("") + "b"));
            laptop.request(session -> assertThat(session.find(TEXT))
                    .hasValueSatisfying(text -> assertThat(text).contains("a", "b")));
        }
    }

    @Test
    void changeThatIsLost_failsTheOrdersInWhichItIs() {
        TemplateRun run = TemplateRun.of(Lossy.class);
        assertThat(run.passed)
                .containsExactly("the first request, then the second", "the second request, then the first");
        assertThat(run.failed)
                .containsExactly("at the same time, the first saves first", "at the same time, the second saves first");
    }

    /** Forgets what a race is made of. */
    @Tag("sample")
    static final class WithoutParameter {
        @RaceTest
        void nothing() {}
    }

    @Test
    void testWithoutARace_isToldWhatIsMissing() {
        assertThat(TemplateRun.of(WithoutParameter.class).failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining("parameter of type Race"));
    }

    /** Its second request fails. */
    @Tag("sample")
    static final class Failing {
        private final TestPerUser shop = TestPerUser.with(Wishes.LIST);

        @RaceTest
        void secondRequest_isUnlucky(Race race) {
            race.run(shop.user("ada"), session -> session.get(Wishes.LIST).add("tea"), shop.user("grace"), session -> {
                throw new StoreException("as if the store were down");
            });
        }
    }

    @Test
    void failureOfARequest_failsTheTest() {
        assertThat(TemplateRun.of(Failing.class).failures)
                .hasSize(4)
                .allSatisfy(failure -> assertThat(failure).isInstanceOf(StoreException.class));
    }
}
