package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.UserKeys;
import dev.peruser.internal.commit.Settings;
import dev.peruser.store.SessionKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules S3 to S6 of a sign-in: the steps of the protocol, killed at each, repeated, and run at the same time. */
class AbsorbProtocolTest {
    private final FaultyStore store = new FaultyStore();
    private final TestEngine engine = new TestEngine(store);
    private final TestEngine.Browser browser = engine.browser();
    private final TestEngine.Browser phone = engine.browser().signIn("ada");

    private Object adas(String name) {
        return phone.ask(session -> session.get(name)).orElse("absent");
    }

    private static void add(UserSession session, String item) {
        session.list("cart").add(item);
    }

    /**
     * Every point at which the process can die, with the effect of the call made or not; then anybody's next request
     * finishes.
     */
    @Test
    void crashAtEachCall_beforeOrAfterItsEffect_eachItemOnce() {
        int crashes = 0;
        for (Finisher finisher : Finisher.values()) {
            for (int call = 0; call < 6; call++) {
                for (boolean afterEffect : new boolean[] {false, true}) {
                    crash(finisher, call, afterEffect);
                    crashes++;
                }
            }
        }
        assertThat(crashes).isEqualTo(48);
    }

    private void crash(Finisher finisher, int call, boolean afterEffect) {
        FaultyStore faulty = new FaultyStore();
        TestEngine doomed = new TestEngine(faulty);
        TestEngine.Browser visitor = doomed.browser();
        doomed.browser().signIn("ada").request(session -> add(session, "u"));
        visitor.request(session -> add(session, "g"));
        GuestToken token = visitor.tokens().get(0);
        faulty.crashAfter(call, afterEffect);
        visitor.signIn("ada").request(session -> {}); // never throws: a sign-in doesn't fail because of us
        faulty.recover();
        finisher.nextRequest(new TestEngine(faulty), visitor.tokens(), token);
        String where = finisher + ", call " + call + (afterEffect ? " after" : " before") + " its effect";
        TestEngine restarted = new TestEngine(faulty);
        for (String other : List.of("eve", "bob")) {
            restarted
                    .browser()
                    .signIn(other)
                    .request(session -> assertThat(session.names()).as(where).isEmpty());
        }
        restarted
                .browser()
                .signIn("ada")
                .request(session -> assertThat(session.list("cart")).as(where).containsExactly("u", "g"));
    }

    /**
     * Who comes next: the killed response never told the browser anything, so its cookies are those of before, or as
     * they became.
     */
    enum Finisher {
        SAME_USER {
            @Override
            void nextRequest(TestEngine engine, List<GuestToken> told, GuestToken token) {
                engine.browser().present(token).signIn("ada").request(session -> {});
            }
        },
        SAME_USER_TWICE {
            @Override
            void nextRequest(TestEngine engine, List<GuestToken> told, GuestToken token) {
                engine.browser().present(token).signIn("ada").request(session -> {});
                engine.browser().present(token).signIn("ada").request(session -> session.get("cart"));
            }
        },
        /**
         * The sign-in is known as failed, so the token is bound: another user with it gets nothing, then the owner
         * comes.
         */
        ANOTHER_USER {
            @Override
            void nextRequest(TestEngine engine, List<GuestToken> told, GuestToken token) {
                TestEngine.Browser browser = engine.browser();
                told.forEach(browser::present);
                browser.signIn("eve").seesNothing();
                browser.signOut();
                browser.signIn("ada").request(session -> {});
            }
        },
        A_GUEST {
            @Override
            void nextRequest(TestEngine engine, List<GuestToken> told, GuestToken token) {
                TestEngine.Browser browser = engine.browser();
                told.forEach(browser::present);
                browser.seesNothing();
                browser.signIn("ada").request(session -> {});
            }
        };

        abstract void nextRequest(TestEngine engine, List<GuestToken> told, GuestToken token);
    }

    /**
     * The killed response told the browser nothing, and the next to come is another account: the item is one's or the
     * other's, once.
     */
    @Test
    void crashAtEachCall_thenAnotherAccountOnThatBrowser_eachItemOnce() {
        for (int call = 0; call < 6; call++) {
            for (boolean afterEffect : new boolean[] {false, true}) {
                FaultyStore faulty = new FaultyStore();
                TestEngine doomed = new TestEngine(faulty);
                TestEngine.Browser visitor = doomed.browser();
                visitor.request(session -> add(session, "g"));
                GuestToken token = visitor.tokens().get(0);
                faulty.crashAfter(call, afterEffect);
                visitor.signIn("ada").request(session -> {});
                faulty.recover();
                TestEngine restarted = new TestEngine(faulty);
                TestEngine.Browser eve = restarted.browser().present(token).signIn("eve");
                eve.request(session -> session.get("cart"));
                List<Object> everywhere = new ArrayList<>();
                eve.request(session -> everywhere.addAll(session.list("cart")));
                boolean isEves = !everywhere.isEmpty();
                restarted.browser().signIn("ada").request(session -> everywhere.addAll(session.list("cart")));
                assertThat(everywhere).containsExactly("g");
                boolean isClaimed = call > 3 || (call == 3 && afterEffect);
                assertThat(isEves).isEqualTo(!isClaimed);
            }
        }
    }

    @Test
    void claimFoundByAnotherUser_isFinishedForItsOwner_showingNothing() {
        browser.request(session -> add(session, "g"));
        GuestToken token = browser.tokens().get(0);
        store.crashAfter(4, false); // claimed, not absorbed
        browser.signIn("ada").request(session -> {});
        store.recover();
        assertThat(store.header(token.key()).state()).isEqualTo(Header.State.CLAIMED);
        TestEngine.Browser eve = engine.browser().present(token).signIn("eve");
        eve.seesNothing();
        assertThat(store.header(token.key()).state()).isEqualTo(Header.State.MOVED);
        assertThat(adas("cart")).isEqualTo(List.of("g"));
    }

    @Test
    void ownersOtherDevice_finishesWhatIsPending() {
        browser.request(session -> add(session, "g"));
        store.crashAfter(4, false);
        browser.signIn("ada").request(session -> {});
        store.recover();
        assertThat(adas("cart")).isEqualTo(List.of("g"));
    }

    @Test
    void twoSignInsAtOnce_carryOnce() {
        browser.request(session -> add(session, "g"));
        GuestToken token = browser.tokens().get(0);
        TestEngine.Browser second = engine.browser().present(token).signIn("ada");
        for (int save = 0; save < 4; save++) {
            store.beforeNextSave(() -> second.request(session -> {}));
            browser.signIn("ada").request(session -> {});
        }
        assertThat(adas("cart")).isEqualTo(List.of("g"));
    }

    @Test
    void releasedClaim_leavesTheLedger_whenItsRecordIsOver() {
        browser.request(session -> add(session, "g"));
        browser.signIn("ada").request(session -> {});
        SessionKey key = UserKeys.of(UserId.of("ada"));
        assertThat(store.header(key).ledger()).hasSize(1);
        browser.request(session -> session.put("x", 1));
        assertThat(store.header(key).ledger()).hasSize(1);
        engine.passes(Settings.Lifetimes.LONGEST_RECORD);
        browser.request(session -> session.put("x", 2));
        assertThat(store.header(key).ledger()).isEmpty();
    }
}
