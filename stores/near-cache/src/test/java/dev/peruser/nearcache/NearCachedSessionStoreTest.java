package dev.peruser.nearcache;

import static dev.peruser.nearcache.Sessions.KEY;
import static dev.peruser.nearcache.Sessions.first;
import static dev.peruser.nearcache.Sessions.next;
import static dev.peruser.nearcache.Sessions.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peruser.StoreException;
import dev.peruser.store.RecallingSessionStore.Copy;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WrappingSessionStore;
import dev.peruser.store.WriteResult;
import dev.peruser.store.tck.faults.FailingSessionStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NearCachedSessionStoreTest {
    private static final StoredSession ONE = first("one");
    private static final StoredSession TWO = next(ONE, "two");

    private final TellingStore stored = new TellingStore();
    private final FailingSessionStore store = FailingSessionStore.of(stored);
    private final AtomicLong nanos = new AtomicLong();
    private final NearCachedSessionStore cache = NearCachedSessionStore.builder(store)
            .maximumAge(Duration.ofSeconds(10))
            .ticker(nanos::get)
            .build();

    private void storedByOthers(SessionChange change) {
        assertThat(stored.save(KEY, change, soon())).isEqualTo(WriteResult.APPLIED);
    }

    private Optional<Optional<StoredSession>> recalled() {
        return cache.recall(KEY).map(Copy::session);
    }

    @Test
    void recall_givesNothingBeforeTheFirstLoad() {
        storedByOthers(SessionChange.create(ONE));

        assertThat(recalled()).isEmpty();
    }

    @Test
    void recall_givesWhatALoadFound_orFoundMissing() {
        cache.load(KEY, soon());
        assertThat(recalled()).contains(Optional.empty());

        storedByOthers(SessionChange.create(ONE));
        cache.load(KEY, soon());
        assertThat(recalled()).contains(Optional.of(ONE));
        assertThat(store.loads()).isEqualTo(2);
    }

    @Test
    void recall_givesWhatASaveStored() {
        cache.save(KEY, SessionChange.create(ONE), soon());
        cache.save(KEY, SessionChange.replace(ONE, TWO), soon());

        assertThat(recalled()).contains(Optional.of(TWO));
        assertThat(store.loads()).isEqualTo(0);
    }

    @Test
    void load_alwaysAsksTheStore() {
        cache.save(KEY, SessionChange.create(ONE), soon());
        storedByOthers(SessionChange.replace(ONE, TWO));

        assertThat(cache.load(KEY, soon())).contains(TWO);
        assertThat(recalled()).contains(Optional.of(TWO));
    }

    @Test
    void aStaleSave_dropsTheCopy() {
        cache.save(KEY, SessionChange.create(ONE), soon());
        storedByOthers(SessionChange.replace(ONE, TWO));

        assertThat(cache.save(KEY, SessionChange.replace(ONE, next(ONE, "mine")), soon()))
                .isEqualTo(WriteResult.STALE);
        assertThat(recalled()).isEmpty();
    }

    @Test
    void aSaveWithoutAnAnswer_dropsTheCopy() {
        cache.save(KEY, SessionChange.create(ONE), soon());
        store.onCalls().loseAnswer();

        assertThatThrownBy(() -> cache.save(KEY, SessionChange.replace(ONE, TWO), soon()))
                .isInstanceOf(StoreException.class);
        assertThat(recalled()).isEmpty();
    }

    @Test
    void aDelete_dropsTheCopy_alsoIfItIsStaleOrFails() {
        cache.save(KEY, SessionChange.create(ONE), soon());
        assertThat(cache.delete(KEY, TWO.version(), soon())).isEqualTo(WriteResult.STALE);
        assertThat(recalled()).isEmpty();

        cache.load(KEY, soon());
        store.onCalls().loseAnswer();
        assertThatThrownBy(() -> cache.delete(KEY, ONE.version(), soon())).isInstanceOf(StoreException.class);
        assertThat(recalled()).isEmpty();
    }

    @Test
    void aCopy_isNotUsedPastItsAge_countedFromBeforeTheStoreWasAsked() {
        store.onCalls()
                .once()
                .runAfter(call -> nanos.addAndGet(Duration.ofSeconds(6).toNanos()));
        cache.load(KEY, soon());
        nanos.addAndGet(Duration.ofSeconds(4).toNanos());
        assertThat(recalled()).isPresent();

        nanos.addAndGet(1);
        assertThat(recalled()).isEmpty();
    }

    @Test
    void newsOfAChange_dropTheCopyOfThatSessionOnly() {
        SessionKey other = SessionKey.parse("u::grace");
        cache.load(KEY, soon());
        cache.load(other, soon());
        stored.news().changed(KEY);

        assertThat(recalled()).isEmpty();
        assertThat(cache.recall(other)).isPresent();
    }

    @Test
    void missedNews_dropAllCopies() {
        cache.load(KEY, soon());
        cache.load(SessionKey.parse("u::grace"), soon());
        stored.news().missed();

        assertThat(recalled()).isEmpty();
        assertThat(cache.recall(SessionKey.parse("u::grace"))).isEmpty();
    }

    /** The answer was true when it was made, but the change came before it arrived. */
    @Test
    void anAnswerThatNewsOvertook_isNotKept() {
        storedByOthers(SessionChange.create(ONE));
        store.onCalls().once().runAfter(call -> {
            storedByOthers(SessionChange.replace(ONE, TWO));
            stored.news().changed(KEY);
        });

        assertThat(cache.load(KEY, soon())).contains(ONE);
        assertThat(recalled()).isEmpty();
    }

    @Test
    void anAnswerThatMissedNewsOvertook_isNotKept() {
        store.onCalls().once().runAfter(call -> stored.news().missed());
        cache.load(KEY, soon());

        assertThat(recalled()).isEmpty();
    }

    @Test
    void whatWasSaved_isNotKept_ifNewsOfALaterChangeOvertookTheAnswer() {
        storedByOthers(SessionChange.create(ONE));
        store.onCalls().once().runAfter(call -> {
            storedByOthers(SessionChange.replace(TWO, next(TWO, "three")));
            stored.news().changed(KEY);
        });

        assertThat(cache.save(KEY, SessionChange.replace(ONE, TWO), soon())).isEqualTo(WriteResult.APPLIED);
        assertThat(recalled()).isEmpty();
    }

    /** A load that was asked before a save, and answered after it, must not bring back what was before. */
    @Test
    void aLoadThatASaveOvertook_isNotKept() {
        storedByOthers(SessionChange.create(ONE));
        store.onCalls().once().runAfter(call -> cache.save(KEY, SessionChange.replace(ONE, TWO), soon()));

        assertThat(cache.load(KEY, soon())).contains(ONE);
        assertThat(recalled()).contains(Optional.of(TWO));
    }

    /** Also if the store tells of no changes. */
    @Test
    void aLoadThatALaterLoadOvertook_isNotKept() {
        storedByOthers(SessionChange.create(ONE));
        store.onCalls().once().runAfter(call -> {
            storedByOthers(SessionChange.replace(ONE, TWO));
            nanos.incrementAndGet();
            cache.load(KEY, soon());
        });

        assertThat(cache.load(KEY, soon())).contains(ONE);
        assertThat(recalled()).contains(Optional.of(TWO));
    }

    @Test
    void copies_giveWayWhenTheyTakeTooMuchRoom() {
        NearCachedSessionStore small =
                NearCachedSessionStore.builder(store).maximumBytes(1 << 16).build();
        for (int i = 0; i < 100; i++) {
            small.save(SessionKey.parse("u::" + i), SessionChange.create(first("x".repeat(4_000))), soon());
        }

        assertThat(small.size()).isBetween(8L, 15L);
    }

    @Test
    void furtherAbilities_areThoseOfTheStoreBehind() {
        assertThat(WrappingSessionStore.ability(cache, TellingStore.class)).contains(stored);
    }

    @Test
    void close_endsTheObservation() {
        assertThat(stored.isObserved()).isTrue();
        cache.close();
        assertThat(stored.isObserved()).isFalse();
    }

    @Test
    void settings_areChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NearCachedSessionStore.builder(store).maximumAge(Duration.ZERO))
                .withMessageContaining("peruser.near-cache.maximum-age");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NearCachedSessionStore.builder(store).maximumAge(Duration.ofHours(1)))
                .withMessageContaining("peruser.near-cache.maximum-age");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NearCachedSessionStore.builder(store).maximumBytes(1))
                .withMessageContaining("peruser.near-cache.maximum-size");
    }
}
