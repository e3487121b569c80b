package dev.peruser;

import static dev.peruser.AbsorbFixture.add;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.store.Deadline;
import dev.peruser.store.ForwardingSessionStore;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.StoredSession;
import dev.peruser.store.UserKey;
import dev.peruser.store.WriteResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Commits that come late, or again. */
class LateCommitTest {
    private final FaultyStore store = new FaultyStore();

    @Test
    void commitWithUnknownOutcome_caught_thenCommittedAgain_isMadeOnce() {
        TestEngine e = new TestEngine(store);
        TestEngine.Browser p = e.browser().signIn("ada");
        p.request(s -> s.put("other", 1));
        Visit v = p.begin();
        v.session().list("l").add("x");
        store.crashAfter(0, true);
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> v.session().commit());
        store.recover();
        assertThatExceptionOfType(StoreException.class).isThrownBy(v::commit);
        p.request(s -> assertThat(s.list("l")).containsExactly("x"));
    }

    @Test
    void transferredChange_whoseSaveLandsLate_isMadeOnce() {
        InMemorySessionStore shared = new InMemorySessionStore();
        TestEngine sign = new TestEngine(shared);
        TestEngine.Browser b = sign.browser();
        b.request(s -> add(s, "g"));
        GuestToken t = b.tokens().get(0);
        List<Runnable> inFlight = new ArrayList<>();
        boolean[] armed = {false};
        int[] loadsSince = {-1};
        SessionStore slow = new ForwardingSessionStore() {
            @Override
            public SessionStore wrapped() {
                return shared;
            }

            @Override
            public Optional<StoredSession> load(SessionKey key, Deadline d) {
                if (!inFlight.isEmpty() && ++loadsSince[0] == 1) {
                    inFlight.remove(0).run(); // arrives now
                }
                return shared.load(key, d);
            }

            @Override
            public WriteResult save(SessionKey key, SessionChange change, Deadline d) {
                if (armed[0] && key instanceof UserKey) {
                    armed[0] = false;
                    inFlight.add(() -> shared.save(key, change, d));
                    throw new StoreException("timed out", new RuntimeException());
                }
                return shared.save(key, change, d);
            }
        };
        TestEngine late = new TestEngine(slow);
        Visit v = late.browser().present(t).begin();
        add(v.session(), "late");
        b.signIn("ada").request(s -> {});
        armed[0] = true;
        v.commit();
        sign.browser().signIn("ada").seesCart("g", "late");
    }

    @Test
    void firstWriteInFlight_neverReachesTheNextAccountOfThatName() {
        TestEngine e = new TestEngine(store);
        Visit old = e.browser().signIn("ada").begin();
        old.session().put("old", "private");
        e.perUser.erase(UserId.of("ada"));
        TestEngine.Browser fresh = e.browser().signIn("ada");
        fresh.request(s -> s.put("new", 1));
        assertThatExceptionOfType(ConflictException.class).isThrownBy(old::commit);
        fresh.request(s -> assertThat(s.names()).containsExactly("new"));
    }

    @Test
    void lateGuestsRemove_leavesTheUsersOwn() {
        TestEngine e = new TestEngine(store);
        e.browser().signIn("ada").request(s -> add(s, "u"));
        TestEngine.Browser g = e.browser();
        g.request(s -> add(s, "g"));
        Visit late = g.begin();
        late.session().remove("cart");
        e.browser().present(g.tokens().get(0)).signIn("ada").request(s -> {});
        late.commit();
        e.browser().signIn("ada").seesCart("u");
    }

    @Test
    void lateInPlaceChangeOfANewGuest_isReported() {
        int[] late = {0};
        TestEngine e = new TestEngine(
                store,
                b -> b.listener(new PerUserListener() {
                    @Override
                    public void changedTooLate() {
                        late[0]++;
                    }
                }));
        TestEngine.Browser b = e.browser();
        Visit v = b.begin();
        List<Object> l = v.session().list("l");
        v.commit();
        b.receive(v.takeTokenChanges());
        v.responseCommitted();
        l.add("late");
        v.commit(); // the filter's commit at the end of the dispatch
        v.end();
        assertThat(late[0]).isEqualTo(1);
    }

    /** The account has checked out what a late request of the guest changes the quantity of. */
    @Test
    void lateGuestsQuantity_bringsBackNothingThatTheAccountCheckedOut() {
        TestEngine engine = new TestEngine();
        TestEngine.Browser browser = engine.browser();
        browser.request(session -> session.map("cart").put("tea", new LinkedHashMap<>(Map.of("quantity", 1))));
        TestEngine.Browser sameBrowser =
                engine.browser().present(browser.tokens().get(0));
        Visit late = sameBrowser.begin();
        quantities(late.session(), "tea").put("quantity", 2);
        late.session().map("cart").put("mug", new LinkedHashMap<>(Map.of("quantity", 1)));
        browser.signIn("ada").request(session -> session.map("cart").remove("tea"));

        late.commit();

        Set<String> cart = engine.browser()
                .signIn("ada")
                .ask(session -> session.map("cart").keySet());
        assertThat(cart).containsExactly("mug");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> quantities(UserSession session, String product) {
        return (Map<String, Object>) session.map("cart").get(product);
    }
}
