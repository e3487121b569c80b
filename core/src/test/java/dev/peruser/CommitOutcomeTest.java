package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.FaultyStore.Fault;
import dev.peruser.internal.StandardBuilder;
import dev.peruser.internal.codec.Header;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.internal.values.RandomSource;
import dev.peruser.store.InMemorySessionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How commits end when the store fails or others are faster, and what is told of it. */
class CommitOutcomeTest {
    private static final class Heard implements PerUserListener {
        private final List<Integer> conflicts = new ArrayList<>();
        private final List<Duration> times = new ArrayList<>();

        @Override
        public void committed(Duration time, int conflictsOfCommit, long bytes) {
            times.add(time);
            conflicts.add(conflictsOfCommit);
        }
    }

    private final Heard heard = new Heard();
    private final InMemorySessionStore shared = new InMemorySessionStore();
    private final FaultyStore store = new FaultyStore(shared);
    private final TestEngine engine = new TestEngine(store, builder -> builder.listener(heard));
    private final TestEngine other = new TestEngine(shared);
    private final TestEngine.Browser phone = engine.browser().signIn("ada");
    private final TestEngine.Browser desk = other.browser().signIn("ada");

    private Optional<Object> stored(String name) {
        return desk.ask(session -> session.get(name));
    }

    @Test
    void saveThatFailsAgainAndAgain_isTriedThreeTimes() {
        FaultyStore broken = new FaultyStore(() -> Fault.FAILS_BEFORE_EFFECT);
        TestEngine unlucky = new TestEngine(broken);
        Visit visit = unlucky.browser().signIn("ada").begin();
        visit.session().put("a", 1);
        assertThatExceptionOfType(StoreException.class).isThrownBy(visit::commit);
        assertThat(broken.saves).isEqualTo(3);
    }

    @Test
    void updateThatChangesNothing_writesNothing() {
        phone.request(session -> session.put("a", 1));
        int before = store.calls;
        phone.request(session -> session.update(inner -> inner.put("a", 1)));
        assertThat(store.calls).isEqualTo(before + 1); // the load
    }

    @Test
    void conflictsAreCounted_failuresAreNot() {
        phone.request(session -> session.put("a", 1));
        phone.request(session -> {
            session.put("a", 2);
            int save = store.calls;
            store.before(save, () -> desk.request(theirs -> theirs.put("b", 1)));
            store.before(save + 2, () -> desk.request(theirs -> theirs.put("b", 2)));
        });
        phone.request(session -> {
            session.put("a", 3);
            store.failOnceAfter(0, false);
        });
        assertThat(heard.conflicts).containsExactly(0, 2, 0);
        assertThat(stored("a")).contains(3);
    }

    @Test
    void saveAndLookUpBothFail_theOutcomeIsUnknown() {
        Visit visit = phone.begin();
        visit.session().put("a", 1);
        visit.session().get("b");
        store.crashAfter(0, true);
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(visit::commit)
                .withMessageContaining("unknown")
                .withCauseInstanceOf(FaultyStore.Crash.class);
        assertThat(stored("a")).contains(1);
    }

    @Test
    void conflictWhoseLookUpFails_isNotCalledUnknown() {
        Visit visit = phone.begin();
        visit.session().put("a", 1);
        visit.session().get("b");
        int save = store.calls;
        store.before(save, () -> desk.request(session -> session.put("b", 1)));
        store.crashAt(save + 1, false);
        assertThatExceptionOfType(FaultyStore.Crash.class).isThrownBy(visit::commit);
        assertThat(stored("a")).isEmpty();
    }

    /** The first commit was made, but its answer was lost, and others saved on top of it before it was looked up. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void secondCommitAfterALostAnswer_keepsWhatOthersSavedMeanwhile(boolean isOvertaken) {
        phone.request(session -> session.put("theirs", 0));
        Visit visit = phone.begin();
        visit.session().put("mine", 1);
        int save = store.calls;
        store.failAt(save, true);
        if (isOvertaken) {
            store.before(save + 1, () -> desk.request(session -> session.put("theirs", 1)));
        }
        visit.session().commit();
        visit.session().put("mine", 2);
        visit.commit();
        phone.end(visit);
        assertThat(stored("mine")).contains(2);
        assertThat(stored("theirs")).contains(isOvertaken ? 1 : 0);
    }

    /** The other way round: rebased onto what others saved, then made, and that answer was lost. */
    @Test
    void secondCommitAfterAConflictAndALostAnswer_keepsWhatOthersSavedMeanwhile() {
        phone.request(session -> session.put("theirs", 0));
        Visit visit = phone.begin();
        visit.session().put("mine", 1);
        int save = store.calls;
        store.before(save, () -> desk.request(session -> session.put("theirs", 1)));
        store.failAt(save + 2, true);
        visit.session().commit();
        visit.session().put("mine", 2);
        visit.commit();
        assertThat(stored("mine")).contains(2);
        assertThat(stored("theirs")).contains(1);
    }

    @Test
    void conflictAtTheDeadline_saysHowOften() {
        Visit visit = TestEngine.hurried(store).browser().signIn("ada").begin();
        visit.session().put("a", 1);
        visit.session().get("b");
        int save = store.calls;
        store.before(save, () -> desk.request(session -> session.put("b", 1)));
        store.before(save + 1, store::letTheDeadlinePass);
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(visit::commit)
                .withMessageContaining(" 1 times");
        assertThat(stored("a")).isEmpty();
    }

    @Test
    void failureAtTheDeadline_isNotTriedAgain() {
        Visit visit = TestEngine.hurried(store).browser().signIn("ada").begin();
        visit.session().put("a", 1);
        visit.session().get("b");
        store.failOnceAfter(0, false);
        store.before(store.calls + 1, store::letTheDeadlinePass);
        store.trace.clear();
        assertThatExceptionOfType(FaultyStore.Crash.class).isThrownBy(visit::commit);
        assertThat(store.trace).hasSize(2); // the save, and the look whether it was made
        assertThat(stored("a")).isEmpty();
    }

    @Test
    void firstConflict_isTriedAgainAtOnce_laterOnesAfterAPause_thatGrows() {
        Pauses pauses = new Pauses(RandomSource.ofSystem(), new ArrayList<>());
        TestEngine pausing = new TestEngine(store, builder -> ((StandardBuilder) builder).randomSource(pauses));
        pausing.browser().signIn("ada").request(session -> {
            session.put("a", 1);
            int save = store.calls;
            IntStream.range(0, 3)
                    .forEach(time ->
                            store.before(save + 2 * time, () -> desk.request(theirs -> theirs.put("b", time))));
        });
        assertThat(stored("a")).contains(1);
        assertThat(pauses.attempts).containsExactly(2, 3);
    }

    @Test
    void failureAndConflict_areBothAReasonForThePause() {
        Pauses pauses = new Pauses(RandomSource.ofSystem(), new ArrayList<>());
        TestEngine pausing = new TestEngine(store, builder -> ((StandardBuilder) builder).randomSource(pauses));
        pausing.browser().signIn("ada").request(session -> {
            session.put("a", 1);
            store.failOnceAfter(0, false);
            store.before(store.calls + 2, () -> desk.request(theirs -> theirs.put("b", 1)));
        });
        assertThat(stored("a")).contains(1);
        assertThat(pauses.attempts).containsExactly(2);
    }

    private record Pauses(RandomSource random, List<Integer> attempts) implements RandomSource {
        @Override
        public long number() {
            return random.number();
        }

        @Override
        public void fill(byte[] secret) {
            random.fill(secret);
        }

        @Override
        public void pause(int after) {
            attempts.add(after);
        }
    }

    @Test
    void timeToldOfACommit_isWhatItTook() {
        Visit visit = phone.begin();
        visit.session().put("a", 1);
        long start = System.nanoTime();
        visit.commit();
        assertThat(heard.times)
                .singleElement()
                .satisfies(time ->
                        assertThat(time).isPositive().isLessThanOrEqualTo(Duration.ofNanos(System.nanoTime() - start)));
    }

    /** The expiry was postponed by the first commit of a request; the second goes on from there. */
    @Test
    void changeAfterAPostponedExpiry_isNoConflict() {
        phone.request(session -> session.put("a", 1));
        engine.passes(Duration.ofDays(40));
        Visit visit = phone.begin();
        visit.session().get("a");
        visit.session().commit();
        visit.session().put("a", 2);
        visit.commit();
        assertThat(heard.conflicts).containsExactly(0, 0);
        assertThat(stored("a")).contains(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void expiryThatCanNotBePostponed_failsNobody_andIsLeftToTheNextRequest(boolean isOvertaken) {
        phone.request(session -> session.put("a", 1));
        engine.passes(Duration.ofDays(40));
        Visit visit = phone.begin();
        visit.session().get("a");
        if (isOvertaken) {
            store.before(store.calls, () -> desk.request(session -> session.put("b", 1)));
        } else {
            store.failOnceAfter(0, false);
        }
        visit.session().commit();
        visit.session().put("a", 2);
        visit.commit();
        assertThat(stored("a")).contains(2);
        assertThat(stored("b")).isEqualTo(isOvertaken ? Optional.of(1) : Optional.empty());
    }

    @Test
    void expiryThatCanNotBePostponed_whileTheStoreIsDown_failsNobody_either() {
        phone.request(session -> session.put("a", 1));
        engine.passes(Duration.ofDays(40));
        Visit visit = phone.begin();
        visit.session().get("a");
        store.crashAfter(0, false);
        visit.session().commit();
        store.recover();
        visit.session().put("a", 2);
        visit.commit();
        assertThat(stored("a")).contains(2);
    }

    @Test
    void snapshotOfATombstone_isErasedSince_unlessTheEarlierOneSawIt() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        Header active = Header.fresh(now, new byte[0]);
        Header erased = active.withState(Header.State.ERASED, null);
        Header again = active.withErasedAt(now);
        Header erasedLater = Header.fresh(now.plusSeconds(1), new byte[0]).withState(Header.State.ERASED, null);
        assertThat(snapshot(active).isErasedSince(snapshot(active))).isFalse();
        assertThat(snapshot(erased).isErasedSince(snapshot(active))).isTrue();
        assertThat(snapshot(again).isErasedSince(snapshot(active))).isTrue();
        assertThat(snapshot(erased).isErasedSince(snapshot(erased))).isFalse();
        assertThat(snapshot(again).isErasedSince(snapshot(erased))).isFalse();
        assertThat(snapshot(erasedLater).isErasedSince(snapshot(erased))).isTrue();
    }

    private static Snapshot snapshot(Header header) {
        SessionLocation location = SessionLocation.of(UserId.of("ada"));
        return new Snapshot(location, null, header, false);
    }
}
