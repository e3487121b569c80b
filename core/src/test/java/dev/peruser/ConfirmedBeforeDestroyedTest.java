package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.internal.codec.UserKeys;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import dev.peruser.store.ForwardingSessionStore;
import dev.peruser.store.GuestKey;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * On a store that acknowledges a save once its replica has it, and answers reads before: nothing of a guest is
 * destroyed, and no cookie dropped, because of a state that this process did not have confirmed.
 */
class ConfirmedBeforeDestroyedTest {
    private static final Deadline LATER = Deadline.after(Duration.ofHours(1));
    private static final SessionKey ADA = UserKeys.of(UserId.of("ada"));

    private final InMemorySessionStore masters = new InMemorySessionStore();
    private final InMemorySessionStore replicas = new InMemorySessionStore();
    private final Set<SessionKey> stalled = new HashSet<>();
    private int savesUntilAdaStalls;
    private final TestEngine first = new TestEngine(new Client());
    private final TestEngine second = new TestEngine(new Client());
    private final TestEngine.Browser guest = first.browser();

    /**
     * A process's way to the masters, which have a replica each; while one is stalled, saves are made and not
     * acknowledged.
     */
    private final class Client extends ForwardingSessionStore {
        private final Set<SessionKey> unconfirmed = new HashSet<>();

        @Override
        public SessionStore wrapped() {
            return masters;
        }

        @Override
        public boolean mayLoseWrites() {
            return true;
        }

        /** What this process saved and was not told about, it looks at only once it is safe. */
        @Override
        public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
            if (unconfirmed.contains(key)) {
                confirm(key);
            }
            return masters.load(key, deadline);
        }

        @Override
        public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
            WriteResult result = masters.save(key, change, deadline);
            if (key.equals(ADA) && --savesUntilAdaStalls == 0) {
                stalled.add(ADA);
            }
            if (result == WriteResult.APPLIED) {
                confirm(key);
            }
            return result;
        }

        private void confirm(SessionKey key) {
            unconfirmed.add(key);
            if (stalled.contains(key)) {
                throw new StoreException("only 0 of 1 replicas acknowledged it in time");
            }
            copy(masters, replicas, key);
            unconfirmed.remove(key);
        }
    }

    /** The key's master is killed, and its replica takes over. */
    private void failOver(SessionKey key) {
        stalled.remove(key);
        copy(replicas, masters, key);
    }

    private static void copy(InMemorySessionStore from, InMemorySessionStore to, SessionKey key) {
        to.load(key, LATER).ifPresent(session -> {
            var unused = to.delete(key, session.version(), LATER);
        });
        from.load(key, LATER).ifPresent(session -> {
            var unused = to.save(key, SessionChange.create(session), LATER);
        });
    }

    private TestEngine.Browser same(TestEngine at) {
        TestEngine.Browser there = at.browser().signIn("ada");
        guest.tokens().forEach(there::present);
        return there;
    }

    /** What can't be confirmed is answered with 503. */
    private static void comes(TestEngine.Browser browser) {
        try {
            browser.request(UserSession::names);
        } catch (StoreException notNow) {
            assertThat(notNow).hasMessageContaining("replicas");
        }
    }

    private void assertThatTheCartIsInTheAccount(TestEngine.Browser browser) {
        comes(browser);
        assertThat(browser.cart()).isEqualTo(List.of("g"));
    }

    @Test
    void announcementThatWasNotConfirmed_changesNothing() {
        guest.request(session -> session.list("cart").add("g"));
        stalled.add(ADA);
        comes(same(first));
        TestEngine.Browser there = same(second);
        comes(there);

        failOver(ADA);

        assertThatTheCartIsInTheAccount(there);
    }

    /** After the fail-over the session has been saved as often as before it. */
    @Test
    void whatAFailOverTookBack_isNoBaseForASave() {
        first.browser().signIn("ada").request(session -> session.list("cart").add("a"));
        stalled.add(ADA);
        TestEngine.Browser phone = first.browser().signIn("ada");
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> phone.request(session -> session.list("cart").add("taken back")));
        Visit desk = second.browser().signIn("ada").begin();
        desk.session().list("cart").add("d");
        failOver(ADA);
        TestEngine.Browser tablet = new TestEngine(new Client()).browser().signIn("ada");
        tablet.request(session -> session.list("cart").add("t"));

        desk.commit();

        tablet.seesCart("a", "t", "d");
    }

    /** The absorb is made and not acknowledged; another server sees it on the master, which then fails. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ledgerEntryFoundByAnother_isConfirmed_beforeTheGuestsSessionGoes(boolean hasToken) {
        guest.request(session -> session.list("cart").add("g"));
        SessionKey key = guest.tokens().get(0).key();
        savesUntilAdaStalls = 2;
        comes(same(first));
        TestEngine.Browser there = hasToken ? same(second) : second.browser().signIn("ada");

        comes(there);

        assertThat(Snapshot.of(
                                SessionLocation.of((GuestKey) key),
                                masters.load(key, LATER).orElseThrow(),
                                first.now())
                        .isClaimed())
                .isTrue();
        if (hasToken) {
            assertThat(there.tokens()).isNotEmpty();
        }
        failOver(ADA);
        assertThatTheCartIsInTheAccount(same(second));
    }

    @Test
    void claimThatWasNotConfirmed_isConfirmed_beforeItIsAbsorbed() {
        guest.request(session -> session.list("cart").add("g"));
        SessionKey key = guest.tokens().get(0).key();
        stalled.add(key);
        comes(same(first));
        TestEngine.Browser there = same(second);
        comes(there);

        failOver(key);

        assertThatTheCartIsInTheAccount(there);
        guest.request(session -> assertThat(session.names()).isEmpty());
    }

    /** The guest's master has lost the claim, and the account's is about to lose what it has got. */
    @Test
    void entryOfASourceThatCameBack_isConfirmed_beforeThatGoes() {
        guest.request(session -> session.list("cart").add("g"));
        SessionKey key = guest.tokens().get(0).key();
        StoredSession asItWas = masters.load(key, LATER).orElseThrow();
        savesUntilAdaStalls = 2;
        comes(same(first));
        StoredSession claimed = masters.load(key, LATER).orElseThrow();
        var unused = masters.delete(key, claimed.version(), LATER);
        unused = masters.save(key, SessionChange.create(asItWas), LATER);
        TestEngine.Browser there = same(second);

        comes(there);

        assertThat(masters.load(key, LATER).orElseThrow().attributes()).containsKey("cart");
        failOver(ADA);
        assertThatTheCartIsInTheAccount(there);
    }

    @Test
    void absorbThatIsConfirmedLater_isReleasedThen_andMadeOnce() {
        guest.request(session -> session.list("cart").add("g"));
        savesUntilAdaStalls = 2;
        comes(same(first));
        comes(same(second));
        stalled.clear();
        TestEngine.Browser there = same(second);
        assertThatTheCartIsInTheAccount(there);
        assertThat(there.tokens()).isEmpty();
        assertThatTheCartIsInTheAccount(same(first));
    }
}
