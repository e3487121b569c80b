package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.store.Deadline;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SaveResult;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.UserKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Faults of commits and sign-ins that once were, each named after its symptom. */
class SignInRegressionTest {
    private final FaultyStore store = new FaultyStore();

    static void add(UserSession s, String item) {
        s.list("cart").add(item);
    }

    @Test
    void objectOfTheGuestChangedAfterSignInInTheSameRequest_isLostSilently() {
        TestEngine e = new TestEngine(store, b -> b);
        TestEngine.Browser b = e.browser();
        Visit v = b.begin();
        List<Object> cart = v.session().list("cart");
        cart.add("one");
        b.signIn("ada");
        v.session().get("theme"); // anybody asks: the guest's view is left
        cart.add("two"); // still before the response
        v.observe();
        v.commit();
        b.end(v);
        b.request(s -> assertThat(s.list("cart")).containsExactly("one", "two"));
    }

    @Test
    void usersObjectChangedAfterSignOut_beforeCommit() {
        TestEngine e = new TestEngine(store, b -> b);
        TestEngine.Browser b = e.browser().signIn("ada");
        Visit v = b.begin();
        List<Object> log = v.session().list("log");
        log.add("in");
        v.signedOut();
        log.add("out");
        b.forgetPrincipal();
        v.commit();
        b.end(v);
        b.signIn("ada").request(s -> assertThat(s.list("log")).containsExactly("in", "out"));
    }

    @Test
    void commitWithUnknownOutcome_caught_thenCommittedAgain_doubles() {
        TestEngine e = new TestEngine(store, b -> b);
        TestEngine.Browser p = e.browser().signIn("ada");
        p.request(s -> s.put("other", 1));
        Visit v = p.begin();
        v.session().list("l").add("x");
        store.crashAt(0, true);
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> v.session().commit());
        store.recover();
        assertThatExceptionOfType(StoreException.class).isThrownBy(v::commit);
        p.request(s -> assertThat(s.list("l")).containsExactly("x"));
    }

    @Test
    void transferredChange_whoseSaveLandsLate_doubles() {
        InMemorySessionStore shared = new InMemorySessionStore();
        TestEngine sign = new TestEngine(shared, b -> b);
        TestEngine.Browser b = sign.browser();
        b.request(s -> add(s, "g"));
        GuestToken t = b.tokens().get(0);
        List<Runnable> inFlight = new ArrayList<>();
        boolean[] armed = {false};
        int[] loadsSince = {-1};
        SessionStore slow = new SessionStore() {
            @Override
            public Optional<StoredSession> load(SessionKey key, Deadline d) {
                if (!inFlight.isEmpty() && ++loadsSince[0] == 1) {
                    inFlight.remove(0).run(); // arrives now
                }
                return shared.load(key, d);
            }

            @Override
            public SaveResult save(SessionKey key, SessionChange change, Deadline d) {
                if (armed[0] && key instanceof UserKey) {
                    armed[0] = false;
                    inFlight.add(() -> shared.save(key, change, d));
                    throw new StoreException("timed out", new RuntimeException());
                }
                return shared.save(key, change, d);
            }

            @Override
            public SaveResult delete(SessionKey key, SessionVersion v, Deadline d) {
                return shared.delete(key, v, d);
            }
        };
        TestEngine late = new TestEngine(slow, x -> x);
        Visit v = late.browser().present(t).begin();
        add(v.session(), "late");
        b.signIn("ada").request(s -> {});
        armed[0] = true;
        v.commit();
        sign.browser().signIn("ada").request(s -> assertThat(s.list("cart")).containsExactly("g", "late"));
    }

    @Test
    void guestRequestWithTwoTokens_whileTheOldestIsAbsorbedByASignIn_isShownTheUsersData() {
        InMemorySessionStore shared = new InMemorySessionStore();
        TestEngine plain = new TestEngine(shared, b -> b);
        plain.browser().signIn("ada").request(s -> s.put("secret", "hers"));
        TestEngine.Browser one = plain.browser();
        one.request(s -> add(s, "1"));
        plain.passes(Duration.ofSeconds(1));
        TestEngine.Browser two = plain.browser();
        two.request(s -> add(s, "2"));
        GuestToken t1 = one.tokens().get(0);
        GuestToken t2 = two.tokens().get(0);
        HookStore hook = new HookStore(shared);
        hook.before(2, () -> plain.browser().present(t1).signIn("ada").request(s -> {}));
        TestEngine racing = new TestEngine(hook, b -> b);
        TestEngine.Browser guest = racing.browser().present(t1).present(t2);
        List<Object> seen = new ArrayList<>();
        guest.request(s -> {
            seen.addAll(s.names());
            s.get("secret").ifPresent(seen::add);
            s.put("secret", "overwritten by a guest");
        });
        assertThat(seen).doesNotContain("secret", "hers");
    }

    @Test
    void announcedOnly_thenTheBrowsersNextGuest_losesHisSessionToTheUser() {
        TestEngine e = new TestEngine(store, b -> b);
        TestEngine.Browser library = e.browser();
        library.request(s -> add(s, "ada's"));
        GuestToken t = library.tokens().get(0);
        store.crashAt(2, true); // loads of source and target, announcement; killed before the claim
        e.browser().present(t).signIn("ada").request(s -> {}); // the killed server's response never arrived
        store.recover();
        TestEngine after = new TestEngine(store, b -> b);
        TestEngine.Browser bob = after.browser().present(t);
        after.passes(Duration.ofDays(1));
        bob.request(s -> s.put("bobs", "private"));
        after.browser()
                .signIn("ada")
                .request(s -> assertThat(s.contains("bobs")).isFalse());
        bob.request(s -> assertThat(s.get("bobs")).contains("private"));
    }

    @Test
    void twoRequestsAbsorbSurplusInOppositeOrder_cycle() {
        InMemorySessionStore shared = new InMemorySessionStore();
        TestEngine plain = new TestEngine(shared, b -> b);
        TestEngine.Browser one = plain.browser();
        one.request(s -> add(s, "1"));
        TestEngine.Browser two = plain.browser(); // within the same millisecond
        two.request(s -> add(s, "2"));
        GuestToken t1 = one.tokens().get(0);
        GuestToken t2 = two.tokens().get(0);
        for (int at = 0; at < 8; at++) {
            HookStore hook = new HookStore(shared);
            HookStore hook2 = new HookStore(shared);
            hook2.crashAt = 5; // announced, killed before the claim
            TestEngine second = new TestEngine(hook2, b -> b);
            hook.before(5, () -> {
                try {
                    second.browser().present(t2).present(t1).request(s -> s.names());
                } catch (StoreException x) {
                    // killed
                }
            });
            TestEngine racing = new TestEngine(hook, b -> b);
            TestEngine.Browser guest = racing.browser().present(t1).present(t2);
            guest.request(s -> assertThat(s.list("cart")).containsExactlyInAnyOrder("1", "2"));
        }
    }

    @Test
    void sameMillisecond_otherCookieOrder_killedAfterTheAnnouncement_losesTheGuestsCart() {
        TestEngine plain = new TestEngine(store, b -> b);
        TestEngine.Browser one = plain.browser();
        one.request(s -> add(s, "1"));
        TestEngine.Browser two = plain.browser(); // within the same millisecond
        two.request(s -> add(s, "2"));
        GuestToken t1 = one.tokens().get(0);
        GuestToken t2 = two.tokens().get(0);
        store.crashAt(5, false); // loads of t2, t1, t1, t2, announcement on t2; killed before the claim
        try {
            plain.browser().present(t2).present(t1).request(s -> add(s, "x"));
        } catch (StoreException x) {
            // killed
        }
        store.recover();
        TestEngine.Browser b =
                new TestEngine(store, x -> x).browser().present(t1).present(t2);
        b.request(s -> s.names());
        b.request(s -> assertThat(s.list("cart")).containsExactlyInAnyOrder("1", "2"));
    }

    @Test
    void accountsAbsorbedIntoEachOtherAtOnce() {
        InMemorySessionStore shared = new InMemorySessionStore();
        TestEngine plain = new TestEngine(shared, b -> b);
        plain.browser().signIn("aaa").request(s -> add(s, "1"));
        plain.browser().signIn("bbb").request(s -> add(s, "2"));
        HookStore hook = new HookStore(shared);
        // a -> b: load a, load b, save b (announce), save a (claim) ...
        hook.before(3, () -> new TestEngine(shared, b -> b).perUser.absorb(UserId.of("bbb"), UserId.of("aaa")));
        HookStore first = new HookStore(shared);
        HookStore reverse = new HookStore(shared);
        // b -> a loads b before a's announcement reaches it: interleave at call 2
        first.before(2, () -> {
            reverse.crashAt = 3;
            try {
                new TestEngine(reverse, b -> b).perUser.absorb(UserId.of("bbb"), UserId.of("aaa"));
            } catch (StoreException x) {
                // killed after its announcement on a
            }
        });
        first.crashAt = 3;
        try {
            new TestEngine(first, b -> b).perUser.absorb(UserId.of("aaa"), UserId.of("bbb"));
        } catch (StoreException x) {
            // killed after its announcement on b
        }
        List<Object> all = new ArrayList<>();
        plain.browser().signIn("aaa").request(s -> all.addAll(s.list("cart")));
        plain.browser().signIn("bbb").request(s -> all.addAll(s.list("cart")));
        assertThat(all).containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void mergerThatThrowsAnError_failsTheSignIn() {
        Attribute<String> bad = Attribute.builder("bad", String.class)
                .mergeBy((u, g) -> {
                    throw new StackOverflowError();
                })
                .build();
        TestEngine e = new TestEngine(store, b -> b.attribute(bad));
        e.browser().signIn("ada").request(s -> s.put(bad, "u"));
        TestEngine.Browser g = e.browser();
        g.request(s -> s.put(bad, "g"));
        assertThatCode(() -> g.signIn("ada").request(s -> {})).doesNotThrowAnyException();
    }

    @Test
    void boundTokens_pushOutTheGuestsOwn() {
        Attribute<String> bad = Attribute.builder("bad", String.class)
                .mergeBy((u, g) -> {
                    throw new IllegalStateException();
                })
                .build();
        TestEngine e = new TestEngine(store, b -> b.attribute(bad));
        TestEngine.Browser b = e.browser();
        e.browser().signIn("ada").request(s -> s.put(bad, "u"));
        for (int i = 0; i < 4; i++) {
            b.request(s -> s.put(bad, "g"));
            b.signIn("ada").request(s -> {});
            b.signOut();
        }
        b.request(s -> add(s, "mine"));
        b.request(s -> assertThat(s.list("cart")).containsExactly("mine"));
    }

    @Test
    void firstWriteInFlight_reachesTheNextAccountOfThatName() {
        TestEngine e = new TestEngine(store, b -> b);
        Visit old = e.browser().signIn("ada").begin();
        old.session().put("old", "private");
        e.perUser.erase(UserId.of("ada"));
        TestEngine.Browser fresh = e.browser().signIn("ada");
        fresh.request(s -> s.put("new", 1));
        assertThatExceptionOfType(ConflictException.class).isThrownBy(old::commit);
        fresh.request(s -> assertThat(s.names()).containsExactly("new"));
    }

    @Test
    void lateGuestsRemove_removesTheUsersOwn() {
        TestEngine e = new TestEngine(store, b -> b);
        e.browser().signIn("ada").request(s -> add(s, "u"));
        TestEngine.Browser g = e.browser();
        g.request(s -> add(s, "g"));
        Visit late = g.begin();
        late.session().remove("cart");
        e.browser().present(g.tokens().get(0)).signIn("ada").request(s -> {});
        late.commit();
        e.browser().signIn("ada").request(s -> assertThat(s.list("cart")).containsExactly("u"));
    }

    @Test
    void sameUserAgainInOneRequest_readsItsOwnWrites() {
        TestEngine e = new TestEngine(store, b -> b);
        TestEngine.Browser b = e.browser();
        b.request(s -> add(s, "g"));
        b.signIn("ada");
        Visit v = b.begin();
        v.session().put("x", 1);
        b.signIn("eve");
        v.session().get("x");
        b.signIn("ada");
        assertThat(v.session().get("x")).contains(1);
    }

    @Test
    void lateInPlaceChangeOfANewGuest_isSavedUnderATokenNobodyGets_unreported() {
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

    /**
     * A device takes a source off the list that was only announced; meanwhile it is announced again, and claimed, and
     * the process that did so is killed.
     */
    @Test
    void announcedAgainWhileADeviceForgetsIt_isNotFoundByItsOwner() {
        InMemorySessionStore store = new InMemorySessionStore();
        TestEngine.Browser guest = new TestEngine(store, builder -> builder).browser();
        guest.request(session -> add(session, "g"));
        GuestToken token = guest.tokens().get(0);
        HookStore announcing = new HookStore(store);
        announcing.crashAt = 2;
        announcing.after = true;
        signInWith(token, announcing);
        HookStore claiming = new HookStore(store);
        claiming.crashAt = 3;
        claiming.after = true;
        HookStore device = new HookStore(store).before(3, () -> signInWith(token, claiming));

        new TestEngine(device, builder -> builder).browser().signIn("ada").request(UserSession::names);

        assertThat(claiming.calls).isGreaterThan(3);
        List<Object> cart = new TestEngine(store, builder -> builder)
                .browser()
                .signIn("ada")
                .ask(session -> session.list("cart"));
        assertThat(cart).containsExactly("g");
    }

    /** The account has checked out what a late request of the guest changes the quantity of. */
    @Test
    void lateGuestsQuantity_bringsBackALineThatTheAccountCheckedOut() {
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

    @Test
    void guestsChangeThatCantBeSavedInTheRequestThatSignsIn_leavesTheGuestsDataToTheNextUser() {
        TestEngine engine = new TestEngine(store, builder -> builder);
        TestEngine.Browser browser = engine.browser();
        browser.request(session -> add(session, "mug"));
        Visit visit = browser.begin();
        add(visit.session(), "jug");
        browser.signIn("ada");
        visit.observe();
        store.crashAt(0, false);
        assertThatExceptionOfType(StoreException.class).isThrownBy(visit::commit);
        browser.end(visit);
        store.recover();
        browser.signIn("eve")
                .request(session -> assertThat(session.contains("cart")).isFalse());
        browser.signIn("ada")
                .request(session -> assertThat(session.list("cart")).containsExactly("mug"));
    }

    @Test
    void guestsChangeThatCantBeSavedWhenThePrincipalChanges_leavesTheGuestsDataToTheNextUser() {
        TestEngine engine = new TestEngine(store, builder -> builder);
        TestEngine.Browser browser = engine.browser();
        browser.request(session -> add(session, "mug"));
        Visit visit = browser.begin();
        add(visit.session(), "jug");
        browser.signIn("ada");
        store.crashAt(0, false);
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> visit.session().get("theme"));
        browser.end(visit);
        store.recover();
        browser.signIn("eve")
                .request(session -> assertThat(session.contains("cart")).isFalse());
        browser.signIn("ada")
                .request(session -> assertThat(session.list("cart")).containsExactly("mug"));
    }

    @Test
    void sessionFirstUsedLongAfterTheCommitThatAbsorbed_isShownAsItWasThen() {
        TestEngine engine = new TestEngine(store, builder -> builder);
        TestEngine.Browser browser = engine.browser();
        browser.request(session -> add(session, "mug"));
        browser.signIn("ada");
        Visit visit = browser.begin();
        visit.observe();
        visit.commit(); // before asynchronous work, for example
        engine.browser().signIn("ada").request(session -> session.remove("cart"));
        assertThat(visit.session().contains("cart")).isFalse();
    }

    private static void signInWith(GuestToken token, HookStore store) {
        new TestEngine(store, builder -> builder)
                .browser()
                .present(token)
                .signIn("ada")
                .request(session -> {});
    }
}
