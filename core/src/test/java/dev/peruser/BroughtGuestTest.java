package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a browser has in another place becomes its guest's, once. */
class BroughtGuestTest extends AbsorbFixture {
    private final Place place = new Place();

    /** Another place, which has a cart until it is stored. */
    private static final class Place implements Visit.Brought {
        private final String secret = "the place's own key";
        private int stored;
        private int ofOthers;

        @Override
        public GuestToken token() {
            return GuestToken.ofPlace(secret);
        }

        @Override
        public boolean fill(UserSession session) {
            add(session, "earlier");
            return true;
        }

        @Override
        public void stored(boolean isOthers) {
            stored++;
            ofOthers += isOthers ? 1 : 0;
        }
    }

    private static List<Object> bring(TestEngine on, TestEngine.Browser browser, Visitor visitor, Visit.Brought place) {
        List<Object> seen = new ArrayList<>();
        bring(on, browser, visitor, place, session -> seen.addAll(session.list("cart")));
        return seen;
    }

    private static void bring(
            TestEngine on,
            TestEngine.Browser browser,
            Visitor visitor,
            Visit.Brought place,
            Consumer<UserSession> work) {
        Visit visit = on.perUser
                .newVisit(() -> visitor)
                .presenting(browser.tokens())
                .bringing(place)
                .begin();
        work.accept(visit.session());
        visit.observe();
        visit.commit();
        browser.end(visit);
    }

    @Test
    void aGuestHasIt_andIsToldItsToken() {
        TestEngine.Browser browser = engine.browser();
        assertThat(bring(engine, browser, Visitor.guest(), place)).containsExactly("earlier");
        assertThat(browser.tokens()).containsExactly(place.token());
        assertThat(place.stored).isOne();
        browser.seesCart("earlier");
        browser.signIn("ada").seesCart("u", "earlier");
    }

    @Test
    void aGuestWhoHasASession_hasBothInOne() {
        assertThat(bring(engine, guest, Visitor.guest(), place)).containsExactlyInAnyOrder("g", "earlier");
        assertThat(guest.tokens()).hasSize(1).doesNotContain(place.token(), token);
        assertThat(guest.cart()).hasSize(2);
    }

    @Test
    void aUserHasItInTheAccount_byItsRules_andTheBrowserIsToldNothing() {
        TestEngine.Browser browser = engine.browser();
        assertThat(bring(engine, browser, Visitor.user(ADA), place)).containsExactly("u", "earlier");
        assertThat(browser.tokens()).isEmpty();
        assertThat(cart("ada")).containsExactly("u", "earlier");
    }

    @Test
    void broughtAgain_itIsThereOnce_whoeverBringsIt() {
        TestEngine.Browser lost = engine.browser();
        bring(engine, lost, Visitor.guest(), place);
        assertThat(bring(engine, engine.browser(), Visitor.guest(), place)).containsExactly("earlier");
        assertThat(bring(engine, engine.browser(), Visitor.user(ADA), place)).containsExactly("u", "earlier");
        assertThat(bring(engine, engine.browser(), Visitor.user(ADA), place)).containsExactly("u", "earlier");
        assertThat(bring(engine, engine.browser(), Visitor.guest(), place)).isEmpty();
        assertThat(bring(engine, engine.browser(), Visitor.user(OLD), place)).isEmpty();
        assertThat(place.stored).isEqualTo(6);
        assertThat(place.ofOthers).isEqualTo(5);
        engine.passes(Duration.ofMinutes(2));
        bring(engine, engine.browser(), Visitor.user(ADA), place);
        assertThat(place.ofOthers).isEqualTo(5);
    }

    @Test
    void whatHasExpired_andIsStillInItsPlace_isBroughtAgain() {
        bring(engine, engine.browser(), Visitor.guest(), place);
        engine.passes(Duration.ofDays(400));
        assertThat(bring(engine, engine.browser(), Visitor.guest(), place)).containsExactly("earlier");
    }

    @Test
    void requestsInParallel_haveOneSession_andLoseNothing() {
        TestEngine.Browser browser = engine.browser();
        bring(engine, browser, Visitor.guest(), place, session -> {
            bring(engine, engine.browser(), Visitor.guest(), place, other -> add(other, "second"));
            add(session, "first");
        });
        assertThat(browser.cart()).containsExactlyInAnyOrder("earlier", "first", "second");
    }

    @Test
    void aGuestsRequestBesideTheSignIn_addsToTheAccount() {
        bring(engine, engine.browser(), Visitor.guest(), place, session -> {
            session.list("cart");
            bring(engine, engine.browser(), Visitor.user(ADA), place);
            add(session, "late");
        });
        assertThat(cart("ada")).containsExactly("u", "earlier", "late");
    }

    @Test
    void killedAtEachCall_itIsThereOnce() {
        for (boolean isUser : List.of(false, true)) {
            for (boolean hasEffect : List.of(false, true)) {
                for (int call = 0; call < 9; call++) {
                    TestEngine whole = new TestEngine();
                    FaultyStore doomed = new FaultyStore((dev.peruser.store.InMemorySessionStore) whole.store)
                            .crashAt(call, hasEffect);
                    Visitor visitor = isUser ? Visitor.user(ADA) : Visitor.guest();
                    whole.browser().signIn("ada").request(session -> add(session, "u"));
                    try {
                        bring(new TestEngine(doomed), whole.browser(), visitor, place, session -> add(session, "new"));
                    } catch (StoreException e) {
                        // the process is gone
                    }
                    List<Object> seen = bring(whole, whole.browser(), visitor, place);
                    assertThat(seen)
                            .as("%s, call %s, with effect %s", visitor, call, hasEffect)
                            .containsOnlyOnce("earlier");
                    assertThat(bring(whole, whole.browser(), visitor, place)).isEqualTo(seen);
                }
            }
        }
    }

    @Test
    void whatCantBeStored_isLeft_andTheRequestGoesOn() {
        Visit.Brought tooMuch = new Visit.Brought() {
            @Override
            public GuestToken token() {
                return GuestToken.ofPlace("full");
            }

            @Override
            public boolean fill(UserSession session) {
                session.put("cart", "x".repeat(2_000_000));
                return true;
            }

            @Override
            public void stored(boolean isOthers) {
                throw new AssertionError("it is not");
            }
        };
        TestEngine.Browser browser = racing.browser();
        bring(racing, browser, Visitor.guest(), tooMuch, session -> session.put("other", 1));
        assertThat(failed).hasSize(1).first().isInstanceOf(SessionLimitException.class);
        assertThat(browser.tokens()).hasSize(1).doesNotContain(tooMuch.token());
    }

    @Test
    void aStoreThatIsDown_showsNoSessionWithoutIt_andLetsTheSignInThrough() {
        FaultyStore down = new FaultyStore(shared).crashAt(0, false);
        TestEngine cutOff = new TestEngine(down);
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> bring(cutOff, cutOff.browser(), Visitor.guest(), place));
        Visit signIn =
                cutOff.perUser.newVisit(() -> Visitor.user(ADA)).bringing(place).begin();
        signIn.observe();
        signIn.commit();
        assertThat(place.stored).isZero();
        assertThat(bring(engine, engine.browser(), Visitor.user(ADA), place)).containsExactly("u", "earlier");
    }

    @Test
    void whatIsEmpty_isNotStored() {
        Visit.Brought nothing = new Visit.Brought() {
            @Override
            public GuestToken token() {
                return GuestToken.ofPlace("empty");
            }

            @Override
            public boolean fill(UserSession session) {
                return false;
            }

            @Override
            public void stored(boolean isOthers) {
                throw new AssertionError("it is not");
            }
        };
        TestEngine.Browser browser = engine.browser();
        assertThat(bring(engine, browser, Visitor.guest(), nothing)).isEmpty();
        assertThat(browser.tokens()).isEmpty();
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> nothing.stored(false));
    }
}
