package dev.peruser.store.tck;

import static dev.peruser.store.WriteResult.APPLIED;
import static dev.peruser.store.WriteResult.STALE;
import static dev.peruser.store.tck.Samples.GUEST;
import static dev.peruser.store.tck.Samples.USER;
import static dev.peruser.store.tck.Samples.first;
import static dev.peruser.store.tck.Samples.next;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import org.junit.jupiter.api.Test;

abstract class DeleteGroup {
    private final StoreUnderTest store;

    DeleteGroup(StoreUnderTest store) {
        this.store = store;
    }

    @Test
    void delete_removesTheExpectedVersion() {
        StoredSession stored = first(1, "stored");
        store.create(USER, stored);
        assertThat(store.delete(USER, stored.version())).isEqualTo(APPLIED);
        assertThat(store.load(USER)).isEmpty();
    }

    @Test
    void delete_refusesStaleVersion() {
        StoredSession first = first(1, "first");
        StoredSession second = next(first, "text", "second");
        store.create(USER, first);
        store.replace(USER, first, second);
        assertThat(store.delete(USER, first.version())).isEqualTo(STALE);
        assertThat(store.load(USER)).contains(second);
    }

    @Test
    void delete_refusesTheSameCounterOfAnotherIncarnation() {
        StoredSession stored = first(1, "stored");
        store.create(USER, stored);
        assertThat(store.delete(USER, SessionVersion.first(2))).isEqualTo(STALE);
        assertThat(store.load(USER)).contains(stored);
    }

    @Test
    void delete_refusesWhereNothingIsStored() {
        assertThat(store.delete(USER, SessionVersion.first(1))).isEqualTo(STALE);
    }

    @Test
    void delete_happensOnce() {
        StoredSession stored = first(1, "stored");
        store.create(USER, stored);
        assertThat(store.delete(USER, stored.version())).isEqualTo(APPLIED);
        assertThat(store.delete(USER, stored.version())).isEqualTo(STALE);
    }

    @Test
    void delete_ofOneKeyLeavesOthersAlone() {
        StoredSession guest = first(1, "guest");
        store.create(GUEST, guest);
        store.create(USER, first(1, "user"));
        assertThat(store.delete(USER, SessionVersion.first(1))).isEqualTo(APPLIED);
        assertThat(store.load(GUEST)).contains(guest);
    }
}
