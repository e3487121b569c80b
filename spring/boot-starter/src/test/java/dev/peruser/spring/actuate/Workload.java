package dev.peruser.spring.actuate;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peruser.ConflictException;
import dev.peruser.GuestToken;
import dev.peruser.PerUser;
import dev.peruser.PerUserException;
import dev.peruser.SessionDataException;
import dev.peruser.SessionLimitException;
import dev.peruser.StoreException;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.Visit;
import dev.peruser.Visitor;
import dev.peruser.store.Deadline;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.tck.faults.FailingSessionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Requests that meet everything that is counted. */
final class Workload {
    private static final UserId ADA = UserId.of("ada");
    private static final Deadline LATER = Deadline.after(Duration.ofDays(1));

    /** The calls of a sign-in: 0 and 1 load, 2 announces, 3 claims, 4 absorbs, 5 releases. */
    private static final int ABSORBS = 4;

    private final PerUser perUser;
    private final FailingSessionStore store;

    Workload(PerUser perUser, FailingSessionStore store) {
        this.perUser = perUser;
        this.store = store;
    }

    void run() {
        signIns();
        copies();
        conflicts();
        failures();
        lateChange();
        purge();
        var unused = perUser.export(ADA);
        perUser.erase(ADA);
    }

    private void signIns() {
        request(Visitor.user(ADA), guest("first"), UserSession::names);
        List<GuestToken> both = new ArrayList<>(guest("one"));
        both.addAll(guest("other"));
        request(Visitor.guest(), both, UserSession::names);
        List<GuestToken> interrupted = guest("interrupted");
        store.onCalls().after(ABSORBS).fail();
        request(Visitor.user(ADA), interrupted, session -> {});
        store.recover();
        request(Visitor.user(ADA), List.of(), UserSession::names);
        store.onCalls().fail();
        request(Visitor.user(ADA), interrupted, session -> {});
        store.recover();
    }

    /** The second request of a browser that has seen the session finds a copy of it. */
    private void copies() {
        Visit first = begin(Visitor.user(ADA), List.of());
        first.session().names();
        first.commit();
        Visit second = perUser.newVisit(() -> Visitor.user(ADA))
                .seen(first.takeConsistencyTokenChanges().toSet())
                .begin();
        second.session().names();
        second.commit();
    }

    private void conflicts() {
        Visit phone = begin(Visitor.user(ADA), List.of());
        Visit desk = begin(Visitor.user(ADA), List.of());
        phone.session().list("cart").add("phone");
        desk.session().list("cart").add("desk");
        phone.commit();
        desk.commit();
        Visit erased = begin(Visitor.user(UserId.of("gone")), List.of());
        erased.session().put("a", 1);
        perUser.erase(UserId.of("gone"));
        assertThatExceptionOfType(ConflictException.class).isThrownBy(erased::commit);
    }

    private void failures() {
        Visit changed = begin(Visitor.user(ADA), List.of());
        changed.session().put("a", 1);
        store.onCalls().fail();
        assertThatExceptionOfType(StoreException.class).isThrownBy(changed::commit);
        assertThatThrownBy(() -> request(Visitor.user(ADA), List.of(), UserSession::names))
                .isInstanceOf(StoreException.class);
        store.recover();
        assertThatExceptionOfType(SessionLimitException.class)
                .isThrownBy(() ->
                        request(Visitor.user(ADA), List.of(), session -> session.put("large", "x".repeat(1_000_000))));
        assertThatExceptionOfType(SessionDataException.class)
                .isThrownBy(() -> request(
                        Visitor.user(ADA),
                        List.of(),
                        session -> session.list("odd").add(new Object())));
        StoredSession damaged = new StoredSession(
                SessionVersion.first(1), Instant.now().plusSeconds(60), new byte[] {1, 1, 1}, Map.of());
        store.save(SessionKey.parse("u::damaged"), SessionChange.create(damaged), LATER);
        assertThatThrownBy(() -> request(Visitor.user(UserId.of("damaged")), List.of(), UserSession::names))
                .isInstanceOf(PerUserException.class);
        request(Visitor.user(ADA), guest("refused by the rule"), session -> {});
    }

    private void lateChange() {
        Visit visit = begin(Visitor.user(ADA), List.of());
        List<Object> cart = visit.session().list("cart");
        visit.commit();
        visit.responseCommitted();
        cart.add("late");
        visit.end();
    }

    private void purge() {
        StoredSession expired =
                new StoredSession(SessionVersion.first(1), Instant.now().minusSeconds(60), new byte[] {1}, Map.of());
        store.save(SessionKey.parse("u::expired"), SessionChange.create(expired), LATER);
        perUser.purgeExpired();
    }

    private List<GuestToken> guest(String item) {
        return request(Visitor.guest(), List.of(), session -> session.put("item", item));
    }

    private Visit begin(Visitor visitor, List<GuestToken> tokens) {
        return perUser.visit(() -> visitor, tokens);
    }

    private List<GuestToken> request(Visitor visitor, List<GuestToken> tokens, Consumer<UserSession> work) {
        Visit visit = begin(visitor, tokens);
        work.accept(visit.session());
        visit.observe();
        visit.commit();
        List<GuestToken> issued = visit.takeTokenChanges().toSet();
        visit.responseCommitted();
        visit.end();
        return issued;
    }
}
