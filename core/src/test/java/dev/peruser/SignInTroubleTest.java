package dev.peruser;

import static dev.peruser.AbsorbFixture.add;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.peruser.store.InMemorySessionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sign-ins, and what else brings sessions together, that meet each other, are killed, or fail. */
class SignInTroubleTest {
    private final FaultyStore store = new FaultyStore();

    @Test
    void guestRequestWithTwoTokens_whileTheOldestIsAbsorbedByASignIn_isShownNothingOfTheUsers() {
        InMemorySessionStore shared = new InMemorySessionStore();
        TestEngine plain = new TestEngine(shared);
        plain.browser().signIn("ada").request(s -> s.put("secret", "hers"));
        TestEngine.Browser one = plain.browser();
        one.request(s -> add(s, "1"));
        plain.passes(Duration.ofSeconds(1));
        TestEngine.Browser two = plain.browser();
        two.request(s -> add(s, "2"));
        GuestToken t1 = one.tokens().get(0);
        GuestToken t2 = two.tokens().get(0);
        FaultyStore hook = new FaultyStore(shared);
        hook.before(2, () -> plain.browser().present(t1).signIn("ada").request(s -> {}));
        TestEngine racing = new TestEngine(hook);
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
    void guestWhoseSessionWasOnlyAnnounced_keepsIt() {
        TestEngine e = new TestEngine(store);
        TestEngine.Browser library = e.browser();
        library.request(s -> add(s, "ada's"));
        GuestToken t = library.tokens().get(0);
        store.crashAfter(2, true); // loads of source and target, announcement; killed before the claim
        e.browser().present(t).signIn("ada").request(s -> {}); // the killed server's response never arrived
        store.recover();
        TestEngine after = new TestEngine(store);
        TestEngine.Browser bob = after.browser().present(t);
        after.passes(Duration.ofDays(1));
        bob.request(s -> s.put("bobs", "private"));
        after.browser()
                .signIn("ada")
                .request(s -> assertThat(s.contains("bobs")).isFalse());
        bob.request(s -> assertThat(s.get("bobs")).contains("private"));
    }

    @Test
    void twoRequests_bringGuestsTogetherInOppositeOrder_withoutACircle() {
        InMemorySessionStore shared = new InMemorySessionStore();
        TestEngine plain = new TestEngine(shared);
        TestEngine.Browser one = plain.browser();
        one.request(s -> add(s, "1"));
        TestEngine.Browser two = plain.browser(); // within the same millisecond
        two.request(s -> add(s, "2"));
        GuestToken t1 = one.tokens().get(0);
        GuestToken t2 = two.tokens().get(0);
        for (int at = 0; at < 8; at++) {
            FaultyStore hook = new FaultyStore(shared);
            FaultyStore hook2 = new FaultyStore(shared);
            hook2.crashAt(5, false); // announced, killed before the claim
            TestEngine second = new TestEngine(hook2);
            hook.before(5, () -> {
                try {
                    second.browser().present(t2).present(t1).request(s -> s.names());
                } catch (StoreException x) {
                    // killed
                }
            });
            TestEngine racing = new TestEngine(hook);
            TestEngine.Browser guest = racing.browser().present(t1).present(t2);
            guest.request(s -> assertThat(s.list("cart")).containsExactlyInAnyOrder("1", "2"));
        }
    }

    @Test
    void sameMillisecond_otherCookieOrder_killedAfterTheAnnouncement_losesNothing() {
        TestEngine plain = new TestEngine(store);
        TestEngine.Browser one = plain.browser();
        one.request(s -> add(s, "1"));
        TestEngine.Browser two = plain.browser(); // within the same millisecond
        two.request(s -> add(s, "2"));
        GuestToken t1 = one.tokens().get(0);
        GuestToken t2 = two.tokens().get(0);
        store.crashAfter(5, false); // loads of t2, t1, t1, t2, announcement on t2; killed before the claim
        try {
            plain.browser().present(t2).present(t1).request(s -> add(s, "x"));
        } catch (StoreException x) {
            // killed
        }
        store.recover();
        TestEngine.Browser b = new TestEngine(store).browser().present(t1).present(t2);
        b.request(s -> s.names());
        b.request(s -> assertThat(s.list("cart")).containsExactlyInAnyOrder("1", "2"));
    }

    @Test
    void accountsAbsorbedIntoEachOtherAtOnce_loseNothing() {
        InMemorySessionStore shared = new InMemorySessionStore();
        TestEngine plain = new TestEngine(shared);
        plain.browser().signIn("aaa").request(s -> add(s, "1"));
        plain.browser().signIn("bbb").request(s -> add(s, "2"));
        FaultyStore hook = new FaultyStore(shared);
        // a -> b: load a, load b, save b (announce), save a (claim) ...
        hook.before(3, () -> new TestEngine(shared).perUser.absorb(UserId.of("bbb"), UserId.of("aaa")));
        FaultyStore first = new FaultyStore(shared);
        FaultyStore reverse = new FaultyStore(shared);
        // b -> a loads b before a's announcement reaches it: interleave at call 2
        first.before(2, () -> {
            reverse.crashAt(3, false);
            try {
                new TestEngine(reverse).perUser.absorb(UserId.of("bbb"), UserId.of("aaa"));
            } catch (StoreException x) {
                // killed after its announcement on a
            }
        });
        first.crashAt(3, false);
        try {
            new TestEngine(first).perUser.absorb(UserId.of("aaa"), UserId.of("bbb"));
        } catch (StoreException x) {
            // killed after its announcement on b
        }
        List<Object> all = new ArrayList<>();
        plain.browser().signIn("aaa").request(s -> all.addAll(s.list("cart")));
        plain.browser().signIn("bbb").request(s -> all.addAll(s.list("cart")));
        assertThat(all).containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void mergerThatThrowsAnError_letsTheSignInThrough() {
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
    void boundTokens_neverPushOutTheGuestsOwn() {
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
        b.seesCart("mine");
    }

    /**
     * A device takes a source off the list that was only announced; meanwhile it is announced again, and claimed, and
     * the process that did so is killed.
     */
    @Test
    void announcedAgainWhileADeviceForgetsIt_isFoundByItsOwner() {
        InMemorySessionStore store = new InMemorySessionStore();
        TestEngine.Browser guest = new TestEngine(store).browser();
        guest.request(session -> add(session, "g"));
        GuestToken token = guest.tokens().get(0);
        FaultyStore announcing = new FaultyStore(store).crashAt(2, true);
        signInWith(token, announcing);
        FaultyStore claiming = new FaultyStore(store).crashAt(3, true);
        FaultyStore device = new FaultyStore(store).before(3, () -> signInWith(token, claiming));

        new TestEngine(device).browser().signIn("ada").request(UserSession::names);

        assertThat(claiming.calls).isGreaterThan(3);
        List<Object> cart = new TestEngine(store).browser().signIn("ada").ask(session -> session.list("cart"));
        assertThat(cart).containsExactly("g");
    }

    private static void signInWith(GuestToken token, FaultyStore store) {
        new TestEngine(store).browser().present(token).signIn("ada").request(session -> {});
    }
}
