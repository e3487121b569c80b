package dev.peruser.store.tck;

import static dev.peruser.store.WriteResult.APPLIED;
import static dev.peruser.store.tck.Samples.USER;
import static dev.peruser.store.tck.Samples.first;
import static dev.peruser.store.tck.Samples.next;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.StoreException;
import dev.peruser.store.ClockedSessionStore;
import dev.peruser.store.Deadline;
import dev.peruser.store.EnumerableSessionStore;
import dev.peruser.store.PurgeableSessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.StoredSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

abstract class DeadlinesGroup {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final StoreUnderTest store;

    DeadlinesGroup(StoreUnderTest store) {
        this.store = store;
    }

    @Test
    void load_endsWhenTheDeadlineHasPassed() throws Exception {
        StoredSession session = first(1, "text");
        store.create(USER, session);
        endsSoon(() -> store.get().load(USER, passed()))
                .ifPresent(loaded -> assertThat(loaded).contains(session));
    }

    /** If it answers, the answer is true; if it throws, either may be stored, but nothing else. */
    @Test
    void save_endsWhenTheDeadlineHasPassed() throws Exception {
        StoredSession session = first(1, "text");
        StoredSession next = next(session, "text", "next");
        store.create(USER, session);
        Optional<?> result = endsSoon(() -> store.get().save(USER, SessionChange.replace(session, next), passed()));
        if (result.isPresent()) {
            assertThat(result.get()).isEqualTo(APPLIED);
            assertThat(store.load(USER)).contains(next);
        } else {
            assertThat(store.load(USER).orElseThrow()).isIn(session, next);
        }
    }

    @Test
    void delete_endsWhenTheDeadlineHasPassed() throws Exception {
        StoredSession session = first(1, "text");
        store.create(USER, session);
        Optional<?> result = endsSoon(() -> store.get().delete(USER, session.version(), passed()));
        if (result.isPresent()) {
            assertThat(result.get()).isEqualTo(APPLIED);
            assertThat(store.load(USER)).isEmpty();
        } else {
            assertThat(store.load(USER)).isIn(Optional.empty(), Optional.of(session));
        }
    }

    @Test
    void furtherAbilities_endWhenTheDeadlineHasPassed() throws Exception {
        store.create(USER, first(1, "text"));
        Optional<PurgeableSessionStore> purgeable = Ability.of(store.get(), PurgeableSessionStore.class);
        if (purgeable.isPresent()) {
            endsSoon(() -> purgeable.get().purgeExpired(Instant.now(), 10, passed()));
        }
        Optional<EnumerableSessionStore> enumerable = Ability.of(store.get(), EnumerableSessionStore.class);
        if (enumerable.isPresent()) {
            endsSoon(() -> enumerable.get().keys(Optional.empty(), 10, passed()));
        }
        Optional<ClockedSessionStore> clocked = Ability.of(store.get(), ClockedSessionStore.class);
        if (clocked.isPresent()) {
            endsSoon(() -> clocked.get().time(passed()));
        }
        assertThat(store.load(USER)).isPresent();
    }

    /** A deadline long gone must not hurt calls after it. */
    @Test
    void calls_workAfterOneThatWasTooLate() throws Exception {
        for (int i = 0; i < 20; i++) {
            endsSoon(() -> store.get().load(USER, passed()));
        }
        StoredSession session = first(1, "text");
        assertThat(store.create(USER, session)).isEqualTo(APPLIED);
        assertThat(store.load(USER)).contains(session);
    }

    private static Deadline passed() {
        return Deadline.after(Duration.ofMillis(-1));
    }

    /** What the call returned, or empty if it threw a StoreException. */
    private static <T> Optional<T> endsSoon(Callable<T> call) throws Exception {
        try (Race race = new Race(1)) {
            return race.run(number -> Optional.of(call.call()), SOON).get(0);
        } catch (TimeoutException tooLate) {
            throw new AssertionError("did not end within " + SOON + " after its deadline", tooLate);
        } catch (StoreException expected) {
            return Optional.empty();
        }
    }
}
