package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.peruser.store.InMemorySessionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Requests that last, and want to see what others do meanwhile. */
class RefreshTest {
    private final InMemorySessionStore shared = new InMemorySessionStore();
    private final AtomicInteger late = new AtomicInteger();
    private final TestEngine engine = new TestEngine(
            shared,
            builder -> builder.deadline(Duration.ofMillis(200)).listener(new PerUserListener() {
                @Override
                public void changedTooLate() {
                    late.incrementAndGet();
                }
            }));
    private final TestEngine.Browser phone = engine.browser().signIn("ada");
    private final TestEngine.Browser stream = engine.browser().signIn("ada");

    private void add(String item) {
        phone.request(session -> session.list("cart").add(item));
    }

    @Test
    void whatOthersHaveSavedSince_isSeen_andNotBefore() {
        Visit visit = stream.begin();
        assertThat(visit.session().list("cart")).isEmpty();
        add("tea");
        assertThat(visit.session().list("cart")).isEmpty();
        visit.session().refresh();
        assertThat(visit.session().list("cart")).containsExactly("tea");
    }

    @Test
    void whatWasChanged_isSavedFirst_andBothAreThere() {
        Visit visit = stream.begin();
        visit.session().list("cart").add("mug");
        add("tea");
        visit.session().refresh();
        assertThat(visit.session().list("cart")).containsExactlyInAnyOrder("mug", "tea");
        visit.session().list("cart").add("jam");
        visit.commit();
        assertThat(phone.<Object>ask(session -> List.copyOf(session.list("cart"))))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .containsExactlyInAnyOrder("mug", "tea", "jam");
    }

    @Test
    void onceTheResponseIsCommitted_itStillReads_andWritesNothing() {
        Visit visit = stream.begin();
        visit.session().list("cart");
        visit.commit();
        visit.responseCommitted();
        for (String item : List.of("tea", "mug", "jam")) {
            add(item);
            visit.session().refresh();
            assertThat(visit.session().list("cart")).endsWith(item);
        }
        assertThat(late).hasValue(0);
        visit.session().list("cart").add("too late");
        visit.session().refresh();
        assertThat(visit.session().list("cart")).containsExactly("tea", "mug", "jam");
        assertThat(late).hasValue(1);
    }

    @Test
    void eachRefresh_hasARequestsWholeTime() {
        FaultyStore slow = new FaultyStore(shared);
        Visit visit = TestEngine.hurried(slow).browser().signIn("ada").begin();
        for (int i = 0; i < 2; i++) {
            visit.session().refresh();
            slow.before(slow.calls, slow::letTheDeadlinePass);
            assertThat(visit.session().list("cart")).isEmpty();
        }
        visit.session().list("cart").add("too late");
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(visit::commit)
                .havingRootCause()
                .withMessageContaining("the time for session work of this request is spent");
    }

    @Test
    void guestThatSignedInMeanwhile_isSeenAsTheUserFromTheRefreshOn() {
        TestEngine.Browser browser = engine.browser();
        browser.request(session -> session.list("cart").add("g"));
        add("u");
        Visit visit = browser.begin();
        assertThat(visit.session().list("cart")).containsExactly("g");
        browser.signIn("ada");
        visit.session().refresh();
        assertThat(visit.session().list("cart")).containsExactlyInAnyOrder("u", "g");
    }

    @Test
    void thousandsOfRefreshes_keepNothingOfTheEarlierOnes() {
        Visit visit = stream.begin();
        visit.session().list("cart");
        visit.commit();
        visit.responseCommitted();
        List<Object> last = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            visit.session().refresh();
            last = visit.session().list("cart");
        }
        assertThat(last).isEmpty();
        visit.end();
        assertThatIllegalStateException().isThrownBy(() -> visit.session().refresh());
    }

    @Test
    void functionOfAnUpdate_canNotReadAnew() {
        stream.request(session -> assertThatIllegalStateException()
                .isThrownBy(() -> session.update((UserSession inside) -> inside.refresh()))
                .withMessageContaining("can't read anew"));
    }
}
