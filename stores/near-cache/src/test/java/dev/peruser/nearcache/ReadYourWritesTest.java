package dev.peruser.nearcache;

import static dev.peruser.store.tck.SampleSessions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.Visit;
import dev.peruser.nearcache.Browser.Response;
import dev.peruser.store.InMemorySessionStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two servers that hold copies, on a store that tells of no changes: copies stay until they are too old. */
class ReadYourWritesTest {
    private final InMemorySessionStore store = new InMemorySessionStore();
    private final Node one = new Node(store);
    private final Node other = new Node(store);
    private final Browser browser = new Browser().signIn("ada");

    @Test
    void aRequestThatReads_asksTheStoreOnce_thenNoMore() {
        browser.add(one, "tea");
        browser.forgetConsistencyTokens();
        one.takeCalls();

        assertThat(browser.cart(one)).containsExactly("tea");
        assertThat(one.takeCalls()).isEqualTo("1 loads, 0 saves");
        assertThat(browser.cart(one)).containsExactly("tea");
        assertThat(one.takeCalls()).isEqualTo("0 loads, 0 saves");
    }

    @Test
    void aRequestThatChanges_onlySaves() {
        browser.add(one, "tea");
        one.takeCalls();
        browser.add(one, "milk");

        assertThat(one.takeCalls()).isEqualTo("0 loads, 1 saves");
        assertThat(browser.cart(one)).containsExactly("tea", "milk");
    }

    @Test
    void aUserWithoutASession_isRememberedToo() {
        assertThat(browser.cart(one)).isEmpty();
        one.takeCalls();

        assertThat(browser.cart(one)).isEmpty();
        assertThat(one.takeCalls()).isEqualTo("0 loads, 0 saves");
        browser.add(other, "tea");
        assertThat(browser.cart(one)).containsExactly("tea");
    }

    /** Whether a token still leads to a session, a copy can't tell. */
    @Test
    void forGuests_theStoreIsAskedEachTime() {
        Browser guest = new Browser();
        guest.add(one, "tea");
        one.takeCalls();

        assertThat(guest.cart(one)).containsExactly("tea");
        assertThat(one.takeCalls()).isEqualTo("1 loads, 0 saves");
        guest.add(other, "milk");
        assertThat(guest.cart(one)).containsExactly("tea", "milk");
    }

    @Test
    void aBrowser_readsItsOwnWrites_throughAnotherServer() {
        browser.add(one, "tea");
        browser.cart(other);
        browser.add(one, "milk");

        assertThat(browser.cart(other)).containsExactly("tea", "milk");
    }

    /** That is what a near cache is: out of date for a moment about others, but nothing is lost. */
    @Test
    void anotherDevicesChange_isSeenLater_andChangesOnTopOfTheOldCopyLoseNothing() {
        Browser phone = new Browser().signIn("ada");
        browser.add(one, "tea");
        phone.add(other, "milk");
        assertThat(browser.cart(one)).containsExactly("tea");

        browser.add(one, "bread");
        assertThat(browser.cart(one)).containsExactlyInAnyOrder("tea", "milk", "bread");
        assertThat(phone.cart(other)).containsExactlyInAnyOrder("tea", "milk"); // what it has seen is that old
        phone.forgetConsistencyTokens();
        assertThat(phone.cart(other)).containsExactlyInAnyOrder("tea", "milk", "bread");
    }

    @Test
    void parallelResponses_mayArriveInAnyOrder() {
        browser.add(one, "first");
        browser.cart(other);
        Response a = browser.send(one, session -> session.list("cart").add("a"));
        Response b = browser.send(one, session -> session.list("cart").add("b"));
        Response c = browser.send(one, session -> session.list("cart").add("c"));
        c.arrive();
        a.arrive();
        b.arrive();

        assertThat(browser.cart(other)).containsExactlyInAnyOrder("first", "a", "b", "c");
    }

    @Test
    void aReadThatBeganBeforeAWrite_andArrivesAfterIt_doesNotHideTheWrite() {
        browser.add(one, "first");
        browser.forgetConsistencyTokens();
        Response read = browser.send(other, session -> session.list("cart"));
        browser.add(one, "second");
        read.arrive();

        assertThat(browser.cart(other)).containsExactly("first", "second");
    }

    /**
     * The browser has an old consistency token of the account from before it signed out; the other server an old copy.
     */
    @Test
    void whatASignInCarried_isSeenOnTheOtherServer() {
        browser.add(one, "old");
        browser.cart(other);
        browser.signOut(one);
        assertThat(browser.consistencyTokens()).isEmpty();
        browser.add(one, "guest's");
        browser.signIn("ada").request(one, session -> {});

        assertThat(browser.cart(other)).containsExactlyInAnyOrder("old", "guest's");
    }

    @Test
    void aSaveThatFailed_endsTheTrustInCopies() {
        browser.add(one, "tea");
        browser.cart(other);
        one.store.onCalls().fail();
        assertFails(() -> browser.add(one, "milk"));

        assertThat(browser.consistencyTokens()).isEmpty();
        other.takeCalls();
        assertThat(browser.cart(other)).containsExactly("tea");
        assertThat(other.takeCalls()).isEqualTo("1 loads, 0 saves");
    }

    @Test
    void aChangeOnTopOfACopyOfAClaimedGuest_goesToTheAccount() {
        Browser guest = new Browser();
        guest.add(one, "tea");
        guest.cart(other); // the other server holds a copy now
        Response late = guest.send(other, session -> session.list("cart").add("late"));
        guest.signIn("ada").request(one, session -> {});
        late.arrive();

        assertThat(guest.cart(one)).containsExactlyInAnyOrder("tea", "late");
    }

    @Test
    void otherIncarnations_areNeverTakenForTheSame() {
        browser.add(one, "before");
        browser.cart(other);
        one.perUser.erase(browser.visitor());
        browser.forgetConsistencyTokens();
        browser.add(one, "after");

        assertThat(browser.cart(other)).containsExactly("after");
    }

    @Test
    void aStoreWithoutCopies_tellsBrowsersNothing() {
        try (PerUser plain = PerUser.builder(store).build()) {
            Visit visit = plain.newVisit(browser::visitor)
                    .seen(browser.consistencyTokens())
                    .begin();
            visit.session().put("a", 1);
            visit.commit();

            assertThat(plain.recallsCopies()).isFalse();
            assertThat(visit.takeConsistencyTokenChanges().isEmpty()).isTrue();
        }
    }

    /**
     * A browser with up to five requests at once on two servers, whose responses arrive in any order, beside another
     * device of the same user: whatever a response has acknowledged is in every later request's cart.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatWasAcknowledged_isThereInEveryLaterRequest(long seed) {
        Random random = new Random(seed);
        Browser phone = new Browser().signIn("ada");
        List<String> acknowledged = new ArrayList<>();
        List<Runnable> underWay = new ArrayList<>();
        int readFromCopies = 0;
        for (int step = 0; step < 1_500; step++) {
            Node node = random.nextBoolean() ? one : other;
            int kind = random.nextInt(10);
            if (kind == 0) {
                phone.add(node, "phone" + step);
            } else if (kind < 4) {
                String item = "item" + step;
                Response response =
                        browser.send(node, session -> session.list("cart").add(item));
                underWay.add(() -> {
                    response.arrive();
                    acknowledged.add(item);
                });
            } else {
                node.takeCalls();
                List<String> expected = List.copyOf(acknowledged);
                Response response = browser.send(
                        node, session -> assertThat(session.list("cart")).containsAll(expected));
                readFromCopies += node.takeCalls().startsWith("0") ? 1 : 0;
                underWay.add(response::arrive);
            }
            if (underWay.size() == 5 || random.nextInt(3) == 0) {
                Collections.shuffle(underWay, random);
                underWay.forEach(Runnable::run);
                underWay.clear();
            }
            if (step % 100 == 99) {
                browser.request(one, session -> session.list("cart").clear());
                acknowledged.clear();
                underWay.clear();
            }
        }
        assertThat(readFromCopies).isGreaterThan(200);
    }
}
