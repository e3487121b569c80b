package dev.peruser.migration;

import static dev.peruser.store.tck.SampleSessions.USER;
import static dev.peruser.store.tck.SampleSessions.assertFails;
import static dev.peruser.store.tck.SampleSessions.content;
import static dev.peruser.store.tck.SampleSessions.expiring;
import static dev.peruser.store.tck.SampleSessions.patience;
import static dev.peruser.store.tck.SampleSessions.put;
import static dev.peruser.store.tck.SampleSessions.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peruser.GuestToken;
import dev.peruser.PerUser;
import dev.peruser.StoreException;
import dev.peruser.UserId;
import dev.peruser.Visit;
import dev.peruser.Visitor;
import dev.peruser.store.Deadline;
import dev.peruser.store.ForwardingSessionStore;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import dev.peruser.store.tck.faults.FailingSessionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class MovingSessionStoreTest {
    private static final StoredSession OLD = session(7, "old");
    private static final UserId ADA = UserId.of("ada");

    private final InMemorySessionStore oldSessions = new InMemorySessionStore();
    private final InMemorySessionStore newSessions = new InMemorySessionStore();
    private final FailingSessionStore source = FailingSessionStore.of(oldSessions);
    private final FailingSessionStore target = FailingSessionStore.of(newSessions);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final MovingSessionStore store = MovingSessionStore.from(source, target, () -> now);
    private final PerUser perUser = PerUser.builder(store).clock(() -> now).build();

    private PerUser onTheOldStore() {
        return PerUser.builder(source).clock(() -> now).build();
    }

    private static void add(PerUser engine, String item) {
        engine.withSession(ADA, session -> session.list("cart").add(item));
    }

    private static List<Object> cart(PerUser engine) {
        return engine.withSession(ADA, session -> List.copyOf(session.list("cart")));
    }

    @Test
    void load_takesTheSessionOver() {
        put(source, USER, OLD);

        assertThat(store.load(USER, patience())).contains(OLD);
        assertThat(content(target)).containsEntry(USER.text(), OLD);
        assertThat(content(source)).isEmpty();
        assertThat(store.load(USER, patience())).contains(OLD);
    }

    @Test
    void sessionThatIsMovedBetweenTheTwoQuestions_isFound() {
        put(source, USER, OLD);
        source.onLoads()
                .once()
                .run(call -> new Move(oldSessions, newSessions, () -> now, Move.Check.NONE).run(USER, patience()));

        assertThat(store.load(USER, patience())).contains(OLD);
    }

    @Test
    void load_prefersTheNewStore() {
        put(source, USER, OLD);
        put(target, USER, session(8, "new"));

        assertThat(store.load(USER, patience())).contains(session(8, "new"));
    }

    @Test
    void save_withoutALoadBefore_takesOverFirst() {
        put(source, USER, OLD);

        assertThat(store.save(USER, SessionChange.create(session(9, "mine")), patience()))
                .isEqualTo(WriteResult.STALE);
        assertThat(content(target)).containsEntry(USER.text(), OLD);
        assertThat(content(source)).isEmpty();
    }

    /** The old store, for one who is so slow that something happens between the reading of a session and its use. */
    private SessionStore oldStoreThatIsReadSlowly(Consumer<StoredSession> meanwhile) {
        return new ForwardingSessionStore() {
            @Override
            public SessionStore wrapped() {
                return source;
            }

            @Override
            public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
                Optional<StoredSession> found = source.load(key, deadline);
                found.ifPresent(meanwhile);
                return found;
            }
        };
    }

    private void loadAndDelete(StoredSession old) {
        assertThat(store.load(USER, patience())).contains(old);
        assertThat(store.delete(USER, old.version(), patience())).isEqualTo(WriteResult.APPLIED);
    }

    private void assertIsDeleted() {
        assertThat(store.load(USER, patience())).isEmpty();
        assertThat(store.delete(USER, OLD.version(), patience())).isEqualTo(WriteResult.STALE);
        assertThat(content(store)).isEmpty();
        assertThat(content(source)).isEmpty();
    }

    /** Whoever moves has read it before, and creates and compares it after the delete. */
    @Test
    void deletedSession_isNotCreatedAgain_byAMoveThatIsUnderWay() {
        put(source, USER, OLD);
        SessionStore slow = oldStoreThatIsReadSlowly(this::loadAndDelete);
        new Move(slow, target, () -> now, Move.Check.READ_BACK).run(USER, patience());

        assertIsDeleted();
    }

    @Test
    void deletedSession_isNotCreatedAgain_byAnotherServerThatLoadsIt() {
        put(source, USER, OLD);
        SessionStore slow = oldStoreThatIsReadSlowly(this::loadAndDelete);

        assertThat(MovingSessionStore.from(slow, target, () -> now).load(USER, patience()))
                .isEmpty();
        assertIsDeleted();
    }

    @Test
    void deletedSession_isNotCreatedAgain_byAnotherServerThatSaves() {
        put(source, USER, OLD);
        SessionStore slow = oldStoreThatIsReadSlowly(this::loadAndDelete);
        SessionChange late = SessionChange.replace(OLD, session(OLD.version().next(), "late"));

        assertThat(MovingSessionStore.from(slow, target, () -> now).save(USER, late, patience()))
                .isEqualTo(WriteResult.STALE);
        assertIsDeleted();
    }

    @Test
    void sessionThatBeganAgain_isNotReplaced_byAMoveThatIsUnderWay() {
        put(source, USER, OLD);
        SessionStore slow = oldStoreThatIsReadSlowly(old -> {
            loadAndDelete(old);
            put(store, USER, session(9, "again"));
        });
        new Move(slow, target, () -> now, Move.Check.READ_BACK).run(USER, patience());

        assertThat(store.load(USER, patience())).contains(session(9, "again"));
    }

    @Test
    void deletedSession_canBeginAgain_once() {
        put(store, USER, OLD);
        store.delete(USER, OLD.version(), patience());

        assertThat(store.save(USER, SessionChange.create(session(9, "again")), patience()))
                .isEqualTo(WriteResult.APPLIED);
        assertThat(store.save(USER, SessionChange.create(session(10, "another")), patience()))
                .isEqualTo(WriteResult.STALE);
        assertThat(store.load(USER, patience())).contains(session(9, "again"));
    }

    @Test
    void deletedSession_leavesNothing_whenItsMarkerHasExpired() {
        put(store, USER, OLD);
        store.delete(USER, OLD.version(), patience());
        newSessions.purgeExpired(now.plus(Tombstone.STAYS).plusMillis(1), 10, patience());

        assertThat(content(target)).isEmpty();
    }

    @Test
    void keys_areThoseOfBothStores() {
        put(source, USER, OLD);
        put(target, SessionKey.parse("u::moved"), session(8, "new"));

        assertThat(content(store)).containsOnlyKeys(USER.text(), "u::moved");
        assertThat(content(source)).isEmpty();
        assertThat(content(store)).containsOnlyKeys(USER.text(), "u::moved");
    }

    @Test
    void keys_areRefused_ifTheOldStoreCantListItsOwn() {
        MovingSessionStore half = MovingSessionStore.from(new ForgetfulStore(), target, () -> now);

        assertThatThrownBy(() -> content(half))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("old store");
    }

    @Test
    void keyThatTheOldStoreLacks_costsItOneQuestion() {
        store.load(USER, patience());
        int asked = source.calls();
        store.load(USER, patience());
        store.save(USER, SessionChange.create(OLD), patience());

        assertThat(source.calls()).isEqualTo(asked);
    }

    @Test
    void applicationGoesOnWithWhatWasInTheOldStore() {
        add(onTheOldStore(), "before");
        add(perUser, "after");

        assertThat(cart(perUser)).containsExactly("before", "after");
        assertThat(content(source)).isEmpty();
    }

    /** The tombstone goes after an hour; nothing comes back. */
    @Test
    void whatIsErased_staysErased_alsoIfTheServerDiedBeforeItWasRemovedFromTheOldStore() {
        add(onTheOldStore(), "before");
        source.onCalls().after(1).fail(); // the load works, the removal doesn't
        assertThat(cart(perUser)).containsExactly("before");
        assertThat(content(oldSessions)).hasSize(1);
        source.recover();

        perUser.erase(ADA);
        assertThat(content(source)).isEmpty();
        now = now.plus(Duration.ofHours(2));
        perUser.purgeExpired();
        newSessions.purgeExpired(now, 10, patience());
        assertThat(cart(perUser)).isEmpty();
        assertThat(cart(PerUser.builder(MovingSessionStore.from(source, target, () -> now))
                        .clock(() -> now)
                        .build()))
                .isEmpty();
    }

    /** A guest's session that was absorbed leaves a marker, and that goes, too. */
    @Test
    void whatWasAbsorbed_isNotAbsorbedAgain() {
        Visit guest = onTheOldStore().visit(Visitor::guest, List.of());
        guest.session().list("cart").add("guest's");
        guest.commit();
        List<GuestToken> tokens = guest.takeTokenChanges().toSet();
        Visit signIn = perUser.visit(() -> Visitor.user(ADA), tokens);
        signIn.observe();
        signIn.commit();
        assertThat(cart(perUser)).containsExactly("guest's");

        now = now.plus(Duration.ofHours(2));
        newSessions.purgeExpired(now, 10, patience());
        Visit again = perUser.visit(() -> Visitor.user(ADA), tokens);
        again.observe();
        again.commit();
        assertThat(cart(perUser)).containsExactly("guest's");
    }

    @Test
    void oldStoreThatFails_isNoAbsence() {
        put(source, USER, OLD);
        source.onCalls().fail();

        assertFails(() -> store.load(USER, patience()));
        assertFails(() -> store.save(USER, SessionChange.create(session(9, "mine")), patience()));
        assertThat(content(target)).isEmpty();
    }

    @Test
    void sessionThatHadExpired_isNotTakenOver() {
        put(source, USER, expiring(OLD, now.minusSeconds(1)));

        assertThat(store.load(USER, patience())).isEmpty();
        assertThat(content(target)).isEmpty();
        assertThat(content(source)).isEmpty();
    }

    /** As a server that still runs on it. */
    private static void saveAgain(SessionStore store) {
        StoredSession stored = store.load(USER, patience()).orElseThrow();
        StoredSession next =
                new StoredSession(stored.version().next(), stored.expiresAt(), stored.header(), stored.attributes());
        assertThat(store.save(USER, SessionChange.replace(stored, next), patience()))
                .isEqualTo(WriteResult.APPLIED);
    }

    @Test
    void oldStoreThatIsStillWrittenTo_isReported() {
        put(source, USER, OLD);
        source.onLoads().runAfter(call -> saveAgain(oldSessions));
        MovingSessionStore impatient = MovingSessionStore.from(source, target, () -> now);

        assertFails(
                () -> impatient.save(
                        USER, SessionChange.create(session(9, "mine")), Deadline.after(Duration.ofMillis(50))),
                "a server still runs on it");
    }
}
