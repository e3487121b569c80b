package dev.peruser.nearcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.peruser.ConflictException;
import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.store.InMemorySessionStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Sessions that have come to their end by another server, while this one has a copy: what was a guest's is shown to
 * nobody by that copy, and no change on top of one gets further than it would without.
 */
class EndedSessionsTest {
    private final InMemorySessionStore store = new InMemorySessionStore();
    private final Node one = new Node(store);
    private final Node other = new Node(store);
    private final Browser guest = new Browser();

    /** The account's cart, past all copies. */
    private List<Object> cartOf(String user) {
        try (PerUser plain = PerUser.builder(store).build()) {
            return plain.withSession(UserId.of(user), session -> List.copyOf(session.list("cart")));
        }
    }

    private Browser oldHolder() {
        guest.add(other, "tea");
        assertThat(guest.cart(other)).containsExactly("tea"); // the other server has a copy now
        return guest.copy();
    }

    @Test
    void theTokenOfAGuestWhoSignedInElsewhere_showsNothing() {
        Browser old = oldHolder();
        guest.signIn("ada").add(one, "milk");

        assertThat(old.cart(other)).isEmpty();
    }

    @Test
    void theTokenOfAGuestWhoSignedInElsewhere_changesNothing() {
        Browser old = oldHolder();
        guest.signIn("ada").add(one, "milk");
        old.add(other, "foreign");

        assertThat(cartOf("ada")).containsExactly("tea", "milk");
        assertThat(old.cart(other)).containsExactly("foreign");
    }

    @Test
    void theTokenOfAGuestWhoSignedInElsewhere_isNotCarriedIntoAnothersAccount() {
        Browser old = oldHolder();
        guest.signIn("ada").add(one, "milk");

        assertThat(old.signIn("bob").cart(other)).isEmpty();
        assertThat(cartOf("ada")).containsExactly("tea", "milk");
    }

    @Test
    void theTokensOfGuestsWhoWereBroughtTogetherElsewhere_showWhatTheirBrowserHasOnly() {
        Browser old = oldHolder();
        Browser second = new Browser();
        second.add(one, "jam");
        Browser both = guest.copy();
        second.tokens().forEach(both::present);
        assertThat(both.cart(one)).containsExactlyInAnyOrder("tea", "jam");

        assertThat(old.cart(other)).isEmpty(); // who knows one token of two has nothing
    }

    @Test
    void aGuestWhoseAccountWasErasedElsewhere_isShownNothing() {
        Browser old = oldHolder();
        guest.signIn("ada").add(one, "milk");
        one.perUser.erase(UserId.of("ada"));

        assertThat(old.cart(other)).isEmpty();
        old.add(other, "foreign");
        assertThat(cartOf("ada")).isEmpty();
    }

    @Test
    void anExpiredSession_isNotShownFromACopy() {
        Moving clock = new Moving();
        try (PerUser server = PerUser.builder(
                        NearCachedSessionStore.builder(store).build())
                .clock(clock)
                .userIdle(Duration.ofHours(1))
                .build()) {
            Browser ada = new Browser().signIn("ada");
            Node node = new Node(store, server);
            ada.add(node, "tea");
            assertThat(ada.cart(node)).containsExactly("tea");
            clock.now = clock.now.plus(Duration.ofHours(2));

            assertThat(ada.cart(node)).isEmpty();
        }
    }

    /** A moment later the user's other device hears of it; a change is no way around it. */
    @Test
    void anAccountErasedElsewhere_takesNoChangeOnTopOfACopy() {
        Browser ada = new Browser().signIn("ada");
        ada.add(other, "tea");
        assertThat(ada.cart(other)).containsExactly("tea");
        one.perUser.erase(UserId.of("ada"));

        assertThat(catchThrowable(() -> ada.add(other, "late"))).isInstanceOf(ConflictException.class);
        assertThat(cartOf("ada")).isEmpty();
    }

    @Test
    void anAccountMovedElsewhere_takesAChangeOnTopOfACopy_toTheNewOne() {
        Browser ada = new Browser().signIn("ada");
        ada.add(other, "tea");
        assertThat(ada.cart(other)).containsExactly("tea");
        one.perUser.absorb(UserId.of("ada"), UserId.of("ada@home"));
        ada.add(other, "late");

        assertThat(cartOf("ada@home")).containsExactly("tea", "late");
        assertThat(cartOf("ada")).containsExactly("tea", "late"); // under the old name one goes on in the new account
    }

    @Test
    void aChangeThatIsRefusedByALimit_isRefusedOnTopOfACopy() {
        Browser ada = new Browser().signIn("ada");
        ada.add(other, "tea");
        String tooLong = "x".repeat(300_000);

        assertThat(catchThrowable(() -> ada.add(other, tooLong))).isNotNull();
        assertThat(ada.cart(other)).containsExactly("tea");
        assertThat(cartOf("ada")).containsExactly("tea");
    }

    /** A clock that the test moves. */
    private static final class Moving implements InstantSource {
        private Instant now = Instant.now();

        @Override
        public Instant instant() {
            return now;
        }
    }
}
