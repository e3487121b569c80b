package dev.peruser.store.tck;

import static dev.peruser.store.WriteResult.APPLIED;
import static dev.peruser.store.tck.Samples.expiring;
import static dev.peruser.store.tck.Samples.guest;
import static dev.peruser.store.tck.StoreUnderTest.patience;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.store.PurgeableSessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.function.ThrowingConsumer;

abstract class PurgeGroup {
    private static final Instant NOW = Instant.parse("2100-06-01T12:00:00.500Z");
    private static final SessionVersion VERSION = SessionVersion.first(1);

    private final StoreUnderTest store;

    PurgeGroup(StoreUnderTest store) {
        this.store = store;
    }

    @TestFactory
    Stream<DynamicTest> purge_removesOnlyWhatHasExpired(TestReporter reporter) {
        return test(reporter, purgeable -> {
            StoredSession expired = expiring(VERSION, NOW.minusMillis(1));
            StoredSession living = expiring(VERSION, NOW.plusMillis(1));
            store.create(guest(1), expired);
            store.create(guest(2), living);

            assertThat(purgeable.purgeExpired(NOW, 10, patience())).isEqualTo(1);
            assertThat(store.load(guest(1))).isEmpty();
            assertThat(store.load(guest(2))).contains(living);
        });
    }

    @TestFactory
    Stream<DynamicTest> purge_findsNothingInAnEmptyStore(TestReporter reporter) {
        return test(
                reporter,
                purgeable ->
                        assertThat(purgeable.purgeExpired(NOW, 10, patience())).isZero());
    }

    @TestFactory
    Stream<DynamicTest> purge_removesNoMoreThanTheLimit(TestReporter reporter) {
        return test(reporter, purgeable -> {
            for (int i = 0; i < 25; i++) {
                store.create(guest(i), expiring(VERSION, NOW.minusSeconds(i + 1L)));
            }
            assertThat(purgeable.purgeExpired(NOW, 10, patience())).isEqualTo(10);
            assertThat(remaining(25)).isEqualTo(15);
            assertThat(purgeable.purgeExpired(NOW, 10, patience())).isEqualTo(10);
            assertThat(purgeable.purgeExpired(NOW, 10, patience())).isEqualTo(5);
            assertThat(purgeable.purgeExpired(NOW, 10, patience())).isZero();
            assertThat(remaining(25)).isZero();
        });
    }

    @TestFactory
    Stream<DynamicTest> purge_leavesASessionThatWasRefreshed(TestReporter reporter) {
        return test(reporter, purgeable -> {
            StoredSession expired = expiring(VERSION, NOW.minusSeconds(1));
            StoredSession refreshed = expiring(VERSION.next(), NOW.plusSeconds(1));
            store.create(guest(1), expired);
            assertThat(store.replace(guest(1), expired, refreshed)).isEqualTo(APPLIED);

            assertThat(purgeable.purgeExpired(NOW, 10, patience())).isZero();
            assertThat(store.load(guest(1))).contains(refreshed);
        });
    }

    /** Whoever wins, an acknowledged refresh is never purged. */
    @TestFactory
    Stream<DynamicTest> purge_leavesASessionThatIsRefreshedMeanwhile(TestReporter reporter) {
        return test(reporter, purgeable -> {
            try (Race race = new Race(2)) {
                for (int round = 0; round < 40; round++) {
                    int number = round;
                    StoredSession expired = expiring(VERSION, NOW.minusSeconds(1));
                    StoredSession refreshed = expiring(VERSION.next(), NOW.plusSeconds(1));
                    store.create(guest(number), expired);
                    List<Object> results = race.run(thread -> thread == 0
                            ? purgeable.purgeExpired(NOW, 10, patience())
                            : store.replace(guest(number), expired, refreshed));
                    boolean isRefreshed = results.get(1) == WriteResult.APPLIED;
                    assertThat(results.get(0)).isEqualTo(isRefreshed ? 0 : 1);
                    assertThat(store.load(guest(number)).isPresent()).isEqualTo(isRefreshed);
                }
            }
        });
    }

    private long remaining(int created) {
        return Stream.iterate(0, i -> i < created, i -> i + 1)
                .filter(i -> store.load(guest(i)).isPresent())
                .count();
    }

    private Stream<DynamicTest> test(TestReporter reporter, ThrowingConsumer<PurgeableSessionStore> test) {
        return Ability.test(
                Ability.of(store.get(), PurgeableSessionStore.class), "not a PurgeableSessionStore", reporter, test);
    }
}
