package dev.peruser.nearcache;

import static dev.peruser.store.tck.SampleSessions.USER;
import static dev.peruser.store.tck.SampleSessions.assertFails;
import static dev.peruser.store.tck.SampleSessions.first;
import static dev.peruser.store.tck.SampleSessions.next;
import static dev.peruser.store.tck.SampleSessions.patience;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
        assertThat(stored.save(USER, change, patience())).isEqualTo(WriteResult.APPLIED);
    }

    private Optional<Optional<StoredSession>> recalled() {
        return cache.recall(USER).map(Copy::session);
    }

    @Test
    void recall_givesNothingBeforeTheFirstLoad() {
        storedByOthers(SessionChange.create(ONE));

        assertThat(recalled()).isEmpty();
    }

    @Test
    void recall_givesWhatALoadFound_orFoundMissing() {
        cache.load(USER, patience());
        assertThat(recalled()).contains(Optional.empty());

        storedByOthers(SessionChange.create(ONE));
        cache.load(USER, patience());
        assertThat(recalled()).contains(Optional.of(ONE));
        assertThat(store.loads()).isEqualTo(2);
    }

    @Test
    void recall_givesWhatASaveStored() {
        cache.save(USER, SessionChange.create(ONE), patience());
        cache.save(USER, SessionChange.replace(ONE, TWO), patience());

        assertThat(recalled()).contains(Optional.of(TWO));
        assertThat(store.loads()).isEqualTo(0);
    }

    @Test
    void load_alwaysAsksTheStore() {
        cache.save(USER, SessionChange.create(ONE), patience());
        storedByOthers(SessionChange.replace(ONE, TWO));

        assertThat(cache.load(USER, patience())).contains(TWO);
        assertThat(recalled()).contains(Optional.of(TWO));
    }

    @Test
    void aStaleSave_dropsTheCopy() {
        cache.save(USER, SessionChange.create(ONE), patience());
        storedByOthers(SessionChange.replace(ONE, TWO));

        assertThat(cache.save(USER, SessionChange.replace(ONE, next(ONE, "mine")), patience()))
                .isEqualTo(WriteResult.STALE);
        assertThat(recalled()).isEmpty();
    }

    @Test
    void aSaveWithoutAnAnswer_dropsTheCopy() {
        cache.save(USER, SessionChange.create(ONE), patience());
        store.onCalls().loseAnswer();

        assertFails(() -> cache.save(USER, SessionChange.replace(ONE, TWO), patience()));
        assertThat(recalled()).isEmpty();
    }

    @Test
    void aDelete_dropsTheCopy_alsoIfItIsStaleOrFails() {
        cache.save(USER, SessionChange.create(ONE), patience());
        assertThat(cache.delete(USER, TWO.version(), patience())).isEqualTo(WriteResult.STALE);
        assertThat(recalled()).isEmpty();

        cache.load(USER, patience());
        store.onCalls().loseAnswer();
        assertFails(() -> cache.delete(USER, ONE.version(), patience()));
        assertThat(recalled()).isEmpty();
    }

    @Test
    void aCopy_isNotUsedPastItsAge_countedFromBeforeTheStoreWasAsked() {
        store.onCalls()
                .once()
                .runAfter(call -> nanos.addAndGet(Duration.ofSeconds(6).toNanos()));
        cache.load(USER, patience());
        nanos.addAndGet(Duration.ofSeconds(4).toNanos());
        assertThat(recalled()).isPresent();

        nanos.addAndGet(1);
        assertThat(recalled()).isEmpty();
    }

    @Test
    void newsOfAChange_dropTheCopyOfThatSessionOnly() {
        SessionKey other = SessionKey.parse("u::grace");
        cache.load(USER, patience());
        cache.load(other, patience());
        stored.news().changed(USER);

        assertThat(recalled()).isEmpty();
        assertThat(cache.recall(other)).isPresent();
    }

    @Test
    void missedNews_dropAllCopies() {
        cache.load(USER, patience());
        cache.load(SessionKey.parse("u::grace"), patience());
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
            stored.news().changed(USER);
        });

        assertThat(cache.load(USER, patience())).contains(ONE);
        assertThat(recalled()).isEmpty();
    }

    @Test
    void anAnswerThatMissedNewsOvertook_isNotKept() {
        store.onCalls().once().runAfter(call -> stored.news().missed());
        cache.load(USER, patience());

        assertThat(recalled()).isEmpty();
    }

    @Test
    void whatWasSaved_isNotKept_ifNewsOfALaterChangeOvertookTheAnswer() {
        storedByOthers(SessionChange.create(ONE));
        store.onCalls().once().runAfter(call -> {
            storedByOthers(SessionChange.replace(TWO, next(TWO, "three")));
            stored.news().changed(USER);
        });

        assertThat(cache.save(USER, SessionChange.replace(ONE, TWO), patience()))
                .isEqualTo(WriteResult.APPLIED);
        assertThat(recalled()).isEmpty();
    }

    /** A load that was asked before a save, and answered after it, must not bring back what was before. */
    @Test
    void aLoadThatASaveOvertook_isNotKept() {
        storedByOthers(SessionChange.create(ONE));
        store.onCalls().once().runAfter(call -> cache.save(USER, SessionChange.replace(ONE, TWO), patience()));

        assertThat(cache.load(USER, patience())).contains(ONE);
        assertThat(recalled()).contains(Optional.of(TWO));
    }

    /** Also if the store tells of no changes. */
    @Test
    void aLoadThatALaterLoadOvertook_isNotKept() {
        storedByOthers(SessionChange.create(ONE));
        store.onCalls().once().runAfter(call -> {
            storedByOthers(SessionChange.replace(ONE, TWO));
            nanos.incrementAndGet();
            cache.load(USER, patience());
        });

        assertThat(cache.load(USER, patience())).contains(ONE);
        assertThat(recalled()).contains(Optional.of(TWO));
    }

    @Test
    void copies_giveWayWhenTheyTakeTooMuchRoom() {
        NearCachedSessionStore small =
                NearCachedSessionStore.builder(store).maximumBytes(1 << 16).build();
        for (int i = 0; i < 100; i++) {
            small.save(SessionKey.parse("u::" + i), SessionChange.create(first("x".repeat(4_000))), patience());
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
