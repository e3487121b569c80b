package dev.peruser.store.tck;

import static dev.peruser.store.WriteResult.APPLIED;
import static dev.peruser.store.WriteResult.STALE;
import static dev.peruser.store.tck.Samples.GUEST;
import static dev.peruser.store.tck.Samples.USER;
import static dev.peruser.store.tck.Samples.bytes;
import static dev.peruser.store.tck.Samples.first;
import static dev.peruser.store.tck.Samples.next;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;

abstract class CompareAndSetGroup {
    private final StoreUnderTest store;

    CompareAndSetGroup(StoreUnderTest store) {
        this.store = store;
    }

    @Test
    void save_createsOnlyWhereNothingIsStored() {
        StoredSession stored = first(1, "stored");
        assertThat(store.create(USER, stored)).isEqualTo(APPLIED);
        assertThat(store.create(USER, first(2, "second"))).isEqualTo(STALE);
        assertThat(store.load(USER)).contains(stored);
    }

    @Test
    void save_createsNoSessionTwiceEvenIfItIsTheSame() {
        StoredSession stored = first(1, "stored");
        assertThat(store.create(USER, stored)).isEqualTo(APPLIED);
        assertThat(store.create(USER, stored)).isEqualTo(STALE);
    }

    @Test
    void save_replacesTheExpectedVersion() {
        StoredSession stored = created("stored");
        StoredSession next = next(stored, "text", "next");
        assertThat(store.replace(USER, stored, next)).isEqualTo(APPLIED);
        assertThat(store.load(USER)).contains(next);
    }

    @Test
    void save_replacesHeaderAndExpiryAlone() {
        StoredSession stored = created("stored");
        StoredSession next = new StoredSession(
                stored.version().next(),
                stored.expiresAt().plus(1, ChronoUnit.MILLIS),
                bytes("another header"),
                stored.attributes());
        assertThat(store.replace(USER, stored, next)).isEqualTo(APPLIED);
        assertThat(store.load(USER)).contains(next);
    }

    @Test
    void save_refusesStaleVersion() {
        StoredSession first = created("first");
        StoredSession second = next(first, "text", "second");
        assertThat(store.replace(USER, first, second)).isEqualTo(APPLIED);

        assertThat(store.replace(USER, first, next(first, "text", "late"))).isEqualTo(STALE);
        assertThat(store.load(USER)).contains(second);
    }

    @Test
    void save_refusesAVersionThatIsNotYetThere() {
        StoredSession stored = created("stored");
        StoredSession future = next(stored, "text", "future");
        assertThat(store.replace(USER, future, next(future, "text", "later still")))
                .isEqualTo(STALE);
        assertThat(store.load(USER)).contains(stored);
    }

    @Test
    void save_refusesTheSameCounterOfAnotherIncarnation() {
        StoredSession stored = created("stored");
        StoredSession other = first(stored.version().incarnation() + 1, "other");
        assertThat(store.replace(USER, other, next(other, "text", "next"))).isEqualTo(STALE);
        assertThat(store.load(USER)).contains(stored);
    }

    /** Incarnations that are one number once they were rounded to a double. */
    @Test
    void save_refusesAnIncarnationThatDiffersInItsLastBit() {
        SessionVersion version = SessionVersion.first((1L << 60) + 1);
        StoredSession stored = Samples.session(version, "stored");
        assertThat(store.create(USER, stored)).isEqualTo(APPLIED);
        StoredSession other = first(version.incarnation() - 1, "other");
        assertThat(store.replace(USER, other, next(other, "text", "next"))).isEqualTo(STALE);
        assertThat(store.load(USER)).contains(stored);
    }

    @Test
    void save_refusesToReplaceWhereNothingIsStored() {
        StoredSession absent = first(1, "absent");
        assertThat(store.replace(USER, absent, next(absent, "text", "next"))).isEqualTo(STALE);
        assertThat(store.load(USER)).isEmpty();
    }

    /** A request that was under way when the session was deleted doesn't bring it back. */
    @Test
    void save_doesNotResurrectADeletedSession() {
        StoredSession stored = created("stored");
        assertThat(store.delete(USER, stored.version())).isEqualTo(APPLIED);
        assertThat(store.replace(USER, stored, next(stored, "text", "late"))).isEqualTo(STALE);
        assertThat(store.load(USER)).isEmpty();
    }

    @Test
    void save_createsAnewAfterADelete() {
        StoredSession old = created("old");
        assertThat(store.delete(USER, old.version())).isEqualTo(APPLIED);
        StoredSession anew = Samples.withAttributes(SessionVersion.first(7), Map.of("other", bytes("anew")));
        assertThat(store.create(USER, anew)).isEqualTo(APPLIED);
        assertThat(store.load(USER)).contains(anew);

        assertThat(store.replace(USER, old, next(old, "text", "late"))).isEqualTo(STALE);
        assertThat(store.load(USER)).contains(anew);
    }

    @Test
    void save_replacesOneIncarnationByAnother() {
        StoredSession old = created("old");
        StoredSession anew = Samples.withAttributes(SessionVersion.first(8), Map.of("other", bytes("anew")));
        assertThat(store.replace(USER, old, anew)).isEqualTo(APPLIED);
        assertThat(store.load(USER)).contains(anew);
    }

    @Test
    void save_addsChangesAndRemovesAttributes() {
        StoredSession stored = Samples.withAttributes(
                SessionVersion.first(1), Map.of("kept", bytes("kept"), "changed", bytes("1"), "removed", bytes("x")));
        assertThat(store.create(USER, stored)).isEqualTo(APPLIED);
        StoredSession next = Samples.withAttributes(
                stored.version().next(),
                Map.of("kept", stored.attributes().get("kept"), "changed", bytes("2"), "added", bytes("y")));
        assertThat(store.replace(USER, stored, next)).isEqualTo(APPLIED);
        assertThat(store.load(USER)).contains(next);
    }

    @Test
    void save_removesTheLastAttribute() {
        StoredSession stored = created("stored");
        StoredSession next = Samples.nextWithout(stored, "text");
        assertThat(store.replace(USER, stored, next)).isEqualTo(APPLIED);
        assertThat(store.load(USER)).contains(next);
    }

    /** What a create after a delete doesn't have must not come back from the earlier session. */
    @Test
    void save_leavesNothingOfTheSessionThatWasDeleted() {
        StoredSession old = created("old");
        assertThat(store.delete(USER, old.version())).isEqualTo(APPLIED);
        StoredSession bare = Samples.withAttributes(SessionVersion.first(9), Map.of());
        assertThat(store.create(USER, bare)).isEqualTo(APPLIED);
        assertThat(store.load(USER)).contains(bare);
    }

    @Test
    void save_ofOneKeyLeavesOthersAlone() {
        StoredSession user = created("user");
        StoredSession guest = first(user.version().incarnation(), "guest");
        assertThat(store.create(GUEST, guest)).isEqualTo(APPLIED);
        assertThat(store.replace(GUEST, guest, next(guest, "text", "next"))).isEqualTo(APPLIED);
        assertThat(store.load(USER)).contains(user);
    }

    private StoredSession created(String text) {
        StoredSession session = first(1, text);
        assertThat(store.create(USER, session)).isEqualTo(APPLIED);
        return session;
    }
}
