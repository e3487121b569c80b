package dev.peruser.store.tck;

import static dev.peruser.store.WriteResult.APPLIED;
import static dev.peruser.store.WriteResult.STALE;
import static dev.peruser.store.tck.Samples.USER;
import static dev.peruser.store.tck.Samples.first;
import static dev.peruser.store.tck.Samples.guest;
import static dev.peruser.store.tck.Samples.next;
import static dev.peruser.store.tck.StoreUnderTest.patience;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionStore;
import dev.peruser.store.StoredSession;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.function.ThrowingConsumer;

abstract class DurabilityGroup {
    private final StoreUnderTest store;

    DurabilityGroup(StoreUnderTest store) {
        this.store = store;
    }

    @TestFactory
    Stream<DynamicTest> restart_keepsWhatWasAcknowledged(TestReporter reporter) throws Exception {
        return test(reporter, another -> {
            StoredSession replaced = first(1, "first");
            StoredSession latest = next(replaced, "text", "latest");
            store.create(USER, replaced);
            store.replace(USER, replaced, latest);
            store.create(guest(1), first(2, "deleted"));
            store.delete(guest(1), first(2, "deleted").version());
            store.restart();
            assertThat(store.load(USER)).contains(latest);
            assertThat(store.load(guest(1))).isEmpty();
            assertThat(store.replace(USER, latest, next(latest, "text", "after the restart")))
                    .isEqualTo(APPLIED);
        });
    }

    @TestFactory
    Stream<DynamicTest> another_seesWhatWasSavedAtOnce(TestReporter reporter) throws Exception {
        return test(reporter, another -> {
            StoredSession session = first(1, "saved here");
            store.create(USER, session);
            assertThat(another.load(USER, patience())).contains(session);
            StoredSession next = next(session, "text", "saved there");
            assertThat(another.save(USER, SessionChange.replace(session, next), patience()))
                    .isEqualTo(APPLIED);
            assertThat(store.load(USER)).contains(next);
        });
    }

    @TestFactory
    Stream<DynamicTest> another_competesForTheSameVersion(TestReporter reporter) throws Exception {
        return test(reporter, another -> {
            StoredSession session = first(1, "start");
            store.create(USER, session);
            StoredSession here = next(session, "text", "here");
            StoredSession there = next(session, "text", "there");
            assertThat(store.replace(USER, session, here)).isEqualTo(APPLIED);
            assertThat(another.save(USER, SessionChange.replace(session, there), patience()))
                    .isEqualTo(STALE);
            assertThat(another.save(USER, SessionChange.create(there), patience()))
                    .isEqualTo(STALE);
            assertThat(another.load(USER, patience())).contains(here);
        });
    }

    private Stream<DynamicTest> test(TestReporter reporter, ThrowingConsumer<SessionStore> test) throws Exception {
        Optional<SessionStore> another = store.openAnother();
        return Ability.test(another, "reopen() gives no store", reporter, test);
    }
}
