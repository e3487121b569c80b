package dev.peruser.store.tck.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.peruser.StoreException;
import dev.peruser.store.Deadline;
import dev.peruser.store.EnumerableSessionStore;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.ObservableSessionStore;
import dev.peruser.store.PurgeableSessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WrappingSessionStore;
import dev.peruser.store.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class FailingSessionStoreTest {
    private static final SessionKey ADA = SessionKey.parse("u::ada");
    private static final SessionKey GRACE = SessionKey.parse("u::grace");
    private static final StoredSession SESSION =
            new StoredSession(SessionVersion.first(7), Instant.parse("2100-01-01T00:00:00Z"), new byte[] {1}, Map.of());

    private final InMemorySessionStore memory = new InMemorySessionStore();
    private final FailingSessionStore store = FailingSessionStore.of(memory);

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(20));
    }

    private static WriteResult create(SessionStore in, SessionKey key) {
        return in.save(key, SessionChange.create(SESSION), soon());
    }

    private boolean isStored(SessionKey key) {
        return memory.load(key, soon()).isPresent();
    }

    private void assertFails(Runnable call) {
        assertThatExceptionOfType(StoreException.class).isThrownBy(call::run).withMessageContaining("told to");
    }

    @Test
    void fail_isBeforeTheEffect_untilItRecovers() {
        store.onSaves().fail();
        assertFails(() -> create(store, ADA));
        assertFails(() -> create(store, ADA));
        assertThat(isStored(ADA)).isFalse();
        assertThat(store.load(ADA, soon())).isEmpty();
        store.recover();
        assertThat(create(store, ADA)).isEqualTo(WriteResult.APPLIED);
    }

    @Test
    void fail_throwsWhatItIsGiven() {
        store.onLoads().fail(() -> new IllegalStateException("broken"));
        assertThatIllegalStateException()
                .isThrownBy(() -> store.load(ADA, soon()))
                .withMessage("broken");
    }

    @Test
    void loseAnswer_isAfterTheEffect() {
        store.onWrites().loseAnswer();
        assertFails(() -> create(store, ADA));
        assertThat(isStored(ADA)).isTrue();
        assertFails(() -> store.delete(ADA, SESSION.version(), soon()));
        assertThat(isStored(ADA)).isFalse();
    }

    @Test
    void after_times_andEvery_chooseAmongTheCallsThatTheFaultIsAbout() {
        store.onLoads().after(2).times(2).fail();
        assertThat(failures(6)).containsExactly(3, 4);
        store.recover();
        store.onLoads().every(3).fail();
        assertThat(failures(7)).containsExactly(3, 6);
        store.recover();
        store.onLoads().after(1).every(2).once().fail();
        assertThat(failures(7)).containsExactly(3);
    }

    /** Which of so many loads fail; saves in between don't count. */
    private List<Integer> failures(int loads) {
        List<Integer> failed = new ArrayList<>();
        for (int number = 1; number <= loads; number++) {
            create(store, GRACE);
            try {
                store.load(ADA, soon());
            } catch (StoreException e) {
                failed.add(number);
            }
        }
        return failed;
    }

    @Test
    void predicate_choosesCalls_byTheirKeyAndWhatTheySave() {
        store.on(call -> call.isOf(ADA) && call.isWrite()).fail();
        assertFails(() -> create(store, ADA));
        assertThat(create(store, GRACE)).isEqualTo(WriteResult.APPLIED);
        store.recover();
        store.on(call -> call.change()
                        .filter(change -> change.next().equals(SESSION))
                        .isPresent())
                .fail();
        assertFails(() -> create(store, ADA));
        assertThat(store.load(GRACE, soon())).contains(SESSION);
    }

    @Test
    void hold_keepsCallsUntilTheyAreReleased() {
        Hold hold = store.onSaves().hold();
        CompletableFuture<WriteResult> saving = CompletableFuture.supplyAsync(() -> create(store, ADA));
        hold.awaitCall();
        assertThat(hold.held()).isEqualTo(1);
        assertThat(store.underWay()).isEqualTo(1);
        assertThat(isStored(ADA)).isFalse();
        hold.release();
        assertThat(saving.join()).isEqualTo(WriteResult.APPLIED);
        assertThat(create(store, GRACE)).isEqualTo(WriteResult.APPLIED);
        assertThat(store.underWay()).isZero();
    }

    @Test
    void hang_endsWithTheDeadline_orWhenTheStoreRecovers() {
        Hold hold = store.onCalls().hang();
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> store.save(ADA, SessionChange.create(SESSION), Deadline.after(Duration.ofMillis(50))))
                .withMessageContaining("no answer until the deadline");
        assertThat(isStored(ADA)).isFalse();
        CompletableFuture<WriteResult> saving = CompletableFuture.supplyAsync(() -> create(store, ADA));
        hold.awaitCall();
        store.recover();
        assertThat(saving.join()).isEqualTo(WriteResult.APPLIED);
    }

    @Test
    void meet_letsNoCallGoOn_beforeAllHaveBegun() {
        store.onLoads().meet(2);
        CompletableFuture<Optional<StoredSession>> first = CompletableFuture.supplyAsync(() -> store.load(ADA, soon()));
        CompletableFuture<Optional<StoredSession>> second =
                CompletableFuture.supplyAsync(() -> store.load(ADA, soon()));
        assertThat(first.join()).isEmpty();
        assertThat(second.join()).isEmpty();
        assertThat(store.mostUnderWay()).isEqualTo(2);
        assertThat(store.load(ADA, soon())).isEmpty();
    }

    @Test
    void run_isBeforeTheEffect_runAfter_beforeTheAnswer() {
        store.onSaves().once().run(call -> create(memory, ADA));
        assertThat(create(store, ADA)).isEqualTo(WriteResult.STALE);
        store.onLoads().once().runAfter(call -> memory.delete(ADA, SESSION.version(), soon()));
        assertThat(store.load(ADA, soon())).contains(SESSION);
        assertThat(store.load(ADA, soon())).isEmpty();
    }

    @Test
    void faultsOfOneCall_happenInTheOrderInWhichTheyWereSet() {
        List<String> happened = new ArrayList<>();
        store.onSaves().run(call -> happened.add("first"));
        store.onSaves().run(call -> happened.add("second"));
        store.onSaves().fail();
        assertFails(() -> create(store, ADA));
        assertThat(happened).containsExactly("first", "second");
    }

    @Test
    void abilities_areThoseOfTheStoreBehind_andFailAsItDoes() {
        create(store, ADA);
        EnumerableSessionStore listing = WrappingSessionStore.ability(store, EnumerableSessionStore.class)
                .orElseThrow();
        PurgeableSessionStore purging =
                WrappingSessionStore.ability(store, PurgeableSessionStore.class).orElseThrow();
        assertThat(listing.keys(Optional.empty(), 10, soon()).keys()).containsExactly(ADA);
        assertThat(WrappingSessionStore.ability(store, ObservableSessionStore.class))
                .isEmpty();
        store.onCalls().fail();
        assertFails(() -> listing.keys(Optional.empty(), 10, soon()));
        assertFails(() -> purging.purgeExpired(Instant.EPOCH, 10, soon()));
        assertThat(store.count(StoreCall.Kind.LIST)).isEqualTo(2);
        FailingSessionStore plain = FailingSessionStore.of(new ForwardsOnly(memory));
        assertThat(WrappingSessionStore.ability(plain, EnumerableSessionStore.class))
                .isEmpty();
        assertThat(WrappingSessionStore.ability(plain, PurgeableSessionStore.class))
                .isEmpty();
    }

    @Test
    void counts_areOfCallsThatBegan_andAreForgottenWhenToldSo() {
        store.onSaves().fail();
        assertFails(() -> create(store, ADA));
        store.load(ADA, soon());
        store.delete(ADA, SESSION.version(), soon());
        assertThat(List.of(store.loads(), store.saves(), store.writes(), store.calls()))
                .containsExactly(1, 1, 2, 3);
        store.forgetCounts();
        assertThat(store.calls()).isZero();
        assertThat(store.mostUnderWay()).isZero();
    }

    @Test
    void faults_arePassedThroughThreads() {
        store.onLoads().fail();
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> CompletableFuture.supplyAsync(() -> store.load(ADA, soon()))
                        .join())
                .withCauseInstanceOf(StoreException.class);
    }

    /** Hides what the store behind it can do. */
    private record ForwardsOnly(SessionStore store) implements SessionStore {
        @Override
        public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
            return store.load(key, deadline);
        }

        @Override
        public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
            return store.save(key, change, deadline);
        }

        @Override
        public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
            return store.delete(key, expected, deadline);
        }
    }
}
