package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.internal.codec.AttributeRegistry;
import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.HeaderCodec;
import dev.peruser.internal.codec.JsonCodec;
import dev.peruser.internal.codec.UserKeys;
import dev.peruser.internal.record.MergeRecord;
import dev.peruser.internal.session.WorkingCopy;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.StoredSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/** An account with an item, a guest with another, and an engine whose calls to their store are traced. */
abstract class AbsorbFixture {
    static final UserId ADA = UserId.of("ada");
    static final UserId OLD = UserId.of("ada.old");

    /** The calls of a sign-in: 0 and 1 load, 2 announces, 3 claims, 4 absorbs, 5 releases. */
    static final int ANNOUNCES = 2;

    static final int CLAIMS = 3;
    static final int ABSORBS = 4;
    static final int RELEASES = 5;

    final List<MergeReport> reports = new ArrayList<>();
    final List<RuntimeException> failed = new ArrayList<>();
    final InMemorySessionStore shared = new InMemorySessionStore();
    final FaultyStore store = new FaultyStore(shared);
    final TestEngine racing = new TestEngine(
            store,
            builder -> builder.listener(new PerUserListener() {
                @Override
                public void absorbed(MergeReport report, Absorption how) {
                    reports.add(report);
                }

                @Override
                public void absorbFailed(RuntimeException reason) {
                    failed.add(reason);
                }
            }));
    final TestEngine engine = new TestEngine(shared);
    final TestEngine.Browser phone = engine.browser().signIn("ada");
    final TestEngine.Browser guest = engine.browser();
    GuestToken token;

    @BeforeEach
    void accountAndGuest() {
        phone.request(session -> add(session, "u"));
        guest.request(session -> add(session, "g"));
        token = guest.tokens().get(0);
    }

    static void add(UserSession session, String item) {
        session.list("cart").add(item);
    }

    Optional<StoredSession> stored(SessionKey key) {
        return store.stored(key);
    }

    Header header(SessionKey key) {
        return store.header(key);
    }

    Header header(UserId user) {
        return header(UserKeys.of(user));
    }

    List<Object> cart(String user) {
        return engine.browser().signIn(user).cart();
    }

    List<String> calls() {
        return store.trace.stream()
                .map(call -> call.substring(0, "save u".length()))
                .toList();
    }

    void signIn(TestEngine own, String name) {
        own.browser().present(token).signIn(name).request(session -> {});
    }

    /** A sign-in of another process with the same token, which is killed after the effect of a call. */
    void signInKilledAt(int call, String name) {
        FaultyStore doomed = new FaultyStore(shared).crashAt(call, true);
        signIn(new TestEngine(doomed), name);
        assertThat(doomed.calls).isGreaterThan(call);
    }

    /** A join of two accounts by another process, killed after the claim. */
    void joinKilledAfterTheClaim(UserId from, UserId into) {
        FaultyStore doomed = new FaultyStore(shared).crashAt(CLAIMS, true);
        TestEngine killed = new TestEngine(doomed);
        assertThatExceptionOfType(FaultyStore.Crash.class).isThrownBy(() -> killed.perUser.absorb(from, into));
        assertThat(header(from).state()).isEqualTo(Header.State.CLAIMED);
    }

    /** What a user's request sees that has something to finish, and finishes it. */
    List<Object> cartOfFinisher(String user) {
        List<Object> seen = racing.browser().signIn(user).cart();
        assertThat(failed).isEmpty();
        return seen;
    }

    void assertMoved(SessionKey key) {
        assertThat(header(key).state()).isEqualTo(Header.State.MOVED);
        // Nothing that is shown to anybody: at most the record of the merge, and what it was made of.
        Map<String, byte[]> kept = stored(key).orElseThrow().attributes();
        assertThat(kept.isEmpty() || kept.containsKey(MergeRecord.ATTRIBUTE)).isTrue();
    }

    /** A request of the account that had opened its session before the announcement, so that it finishes nothing. */
    void changeWithoutOpening(String item) {
        StoredSession before = stored(UserKeys.of(ADA)).orElseThrow();
        Header announced = HeaderCodec.decode(before.header());
        Snapshot opened = Snapshot.of(SessionLocation.of(ADA), before, engine.now());
        assertThat(announced.pending()).hasSize(1);
        WorkingCopy attributes = new WorkingCopy(
                new AttributeRegistry(List.of()), new JsonCodec(Limits.DEFAULT), engine.now(), opened.attributes());
        attributes.put("cart", List.of("u", item));
        attributes.flush();
        StoredSession changed =
                new StoredSession(before.version().next(), before.expiresAt(), before.header(), attributes.toStored());
        shared.save(UserKeys.of(ADA), SessionChange.replace(before, changed), Deadline.after(Duration.ofSeconds(1)));
    }
}
