package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.peruser.MergeReport.GuestPart;
import dev.peruser.MergeReport.UndoOutcome;
import dev.peruser.SignInPolicy.Decision;
import dev.peruser.store.InMemorySessionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was set aside is kept, carried and dropped, once. */
class SetAsideTest extends SetAsideFixture {

    private void guestSignsIn() {
        signInAfter(session -> {
            add(session, "tea", 2);
            session.update(SCORE, score -> score + 10);
            session.put("coupon", "X");
        });
    }

    @Test
    void carried_itIsMergedByTheRules_onTopOfWhatWasDoneSince_once() {
        phone.request(session -> add(session, "tea", 1));
        answer = Decision.keepAccount();
        guestSignsIn();
        laptop.request(session -> {
            add(session, "tea", 4);
            add(session, "jam", 1);
            session.update(SCORE, score -> score + 1);
        });
        String id = id();
        assertThat(carry(id)).containsExactlyInAnyOrder("cart", "score", "coupon");
        assertThat(adas()).isEqualTo(Map.of("cart", Map.of("tea", 7, "jam", 1), "score", 11, "coupon", "X"));
        assertThat(setAside()).isEmpty();
        assertThat(carry(id)).isEmpty();
        assertThat(drop(id)).isEmpty();
        assertThat(cart()).isEqualTo(Map.of("tea", 7, "jam", 1));
    }

    @Test
    void carriedByAttribute_theRestStaysAside() {
        answer = Decision.keepAccount();
        guestSignsIn();
        String id = id();
        assertThat(carry(id, "cart", "unknown")).containsExactly("cart");
        assertThat(adas()).isEqualTo(Map.of("cart", Map.of("tea", 2)));
        assertThat(setAside())
                .singleElement()
                .satisfies(aside -> assertThat(aside.ofGuest()).containsOnlyKeys("score", "coupon"));
        assertThat(drop(id, "score")).containsExactly("score");
        assertThat(carry(id)).containsExactly("coupon");
        assertThat(adas()).isEqualTo(Map.of("cart", Map.of("tea", 2), "coupon", "X"));
        assertThat(setAside()).isEmpty();
    }

    @Test
    void theAccountsSetAside_isMergedWithTheGuests_orDropped() {
        phone.request(session -> add(session, "tea", 1));
        answer = Decision.keepGuest();
        guestSignsIn();
        laptop.request(session -> add(session, "jam", 1));
        assertThat(cart()).isEqualTo(Map.of("tea", 2, "jam", 1));
        assertThat(carry(id())).containsExactly("cart");
        assertThat(cart()).isEqualTo(Map.of("tea", 3, "jam", 1));

        guestSignsIn();
        assertThat(drop(id())).containsExactlyInAnyOrder("cart", "score", "coupon");
        assertThat(cart()).isEqualTo(Map.of("tea", 2));
        assertThat(setAside()).isEmpty();
    }

    @Test
    void whatAGuestsOtherTabStillDoes_isSetAside_too() {
        phone.request(session -> add(session, "tea", 1));
        answer = Decision.keepAccount();
        TestEngine.Browser browser = engine.browser();
        browser.request(session -> add(session, "mug", 1));
        Visit late = engine.browser().present(browser.tokens().get(0)).begin();
        add(late.session(), "mug", 1);
        late.session().put("note", "late");
        browser.signIn("ada").request(UserSession::names);
        late.commit();
        late.end();
        assertThat(adas()).isEqualTo(Map.of("cart", Map.of("tea", 1)));
        assertThat(setAside())
                .singleElement()
                .satisfies(aside ->
                        assertThat(aside.ofGuest()).isEqualTo(Map.of("cart", Map.of("mug", 2), "note", "late")));
        assertThat(carry(id())).containsExactlyInAnyOrder("cart", "note");
        assertThat(adas()).isEqualTo(Map.of("cart", Map.of("tea", 1, "mug", 2), "note", "late"));
    }

    @Test
    void lateChange_afterItWasCarried_isMerged_andAfterItWasDropped_isSetAside() {
        answer = Decision.keepAccount();
        for (boolean isCarried : List.of(true, false)) {
            TestEngine.Browser browser = engine.browser();
            browser.request(session -> add(session, "mug", 1));
            Visit late = engine.browser().present(browser.tokens().get(0)).begin();
            add(late.session(), "tea", 1);
            browser.signIn("ada").request(UserSession::names);
            var unused = isCarried ? carry(id()) : drop(id());
            late.commit();
            late.end();
            assertThat(cart()).isEqualTo(Map.of("mug", 1, "tea", 1));
            assertThat(setAside()).hasSize(isCarried ? 0 : 1);
        }
    }

    @Test
    void mergeThatIsTakenBack_canBeSetAside_andCarriedAgain() {
        phone.request(session -> add(session, "tea", 1));
        guestSignsIn();
        String undoId = undoId();
        laptop.request(session -> add(session, "jam", 1));
        MergeReport.Undo undone = phone.ask(session -> session.undoMerge(undoId, GuestPart.SET_ASIDE));
        assertThat(undone.outcome()).isEqualTo(UndoOutcome.UNDONE);
        assertThat(adas()).isEqualTo(Map.of("cart", Map.of("tea", 1, "jam", 1)));
        assertThat(phone.<Object>ask(session ->
                        session.undoMerge(undoId, GuestPart.SET_ASIDE).outcome()))
                .isEqualTo(UndoOutcome.UNDONE_BEFORE);
        assertThat(carry(id())).containsExactlyInAnyOrder("cart", "score", "coupon");
        assertThat(cart()).isEqualTo(Map.of("tea", 3, "jam", 1));
        assertThat(phone.<Object>ask(session -> session.undoMerge(undoId).outcome()))
                .isEqualTo(UndoOutcome.UNDONE);
        assertThat(cart()).isEqualTo(Map.of("tea", 1, "jam", 1));
    }

    @Test
    void keptGuests_takenBack_bringTheAccountsBack() {
        phone.request(session -> add(session, "tea", 1));
        answer = Decision.keepGuest();
        guestSignsIn();
        String undoId = undoId();
        assertThat(cart()).isEqualTo(Map.of("tea", 2));
        phone.request(session -> session.undoMerge(undoId));
        assertThat(adas()).isEqualTo(Map.of("cart", Map.of("tea", 1)));
        assertThat(setAside()).isEmpty();
    }

    @Test
    void carried_meetsWhatTheAccountHasNow_byTheRule_alsoIfTheOrderMatters() {
        phone.request(session -> session.put(THEME, "dark"));
        answer = Decision.keepAccount();
        signInAfter(session -> {
            session.put(THEME, "light");
            add(session, "tea", 1);
        });
        String id = id();
        answer = Decision.merge();
        signInAfter(session -> session.put(THEME, "blue"));
        assertThat(carry(id)).containsExactlyInAnyOrder("cart", "theme");
        assertThat(adas()).isEqualTo(Map.of("theme", "light", "cart", Map.of("tea", 1)));
        assertThat(setAside()).isEmpty();
    }

    @Test
    void accounts_thatALaterMergeWouldHide_staysAside() {
        phone.request(session -> session.put("name", "Ada"));
        answer = Decision.keepGuest();
        signInAfter(session -> session.put("name", "one"));
        String id = id();
        answer = Decision.merge();
        signInAfter(session -> session.put("name", "two"));
        assertThat(carry(id)).isEmpty();
        assertThat(adas()).isEqualTo(Map.of("name", List.of("one", "two")));
        assertThat(setAside())
                .singleElement()
                .satisfies(aside -> assertThat(aside.ofAccount()).isEqualTo(Map.of("name", "Ada")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0123456789abcdef", "0123456789abcdef-0123456789abcdef", "../.."})
    void idThatNobodyKnows_meansNothing(String id) {
        answer = Decision.keepAccount();
        guestSignsIn();
        assertThat(carry(id)).isEmpty();
        assertThat(drop(id)).isEmpty();
        assertThat(adas()).isEmpty();
        assertThat(setAside()).hasSize(1);
    }

    @Test
    void othersAndGuests_seeNothingOfIt_norAfterAnErase() {
        answer = Decision.keepAccount();
        guestSignsIn();
        String id = id();
        for (TestEngine.Browser other :
                List.of(engine.browser(), engine.browser().signIn("eve"))) {
            other.request(session -> {
                assertThat(session.setAside()).isEmpty();
                assertThat(session.carrySetAside(id)).isEmpty();
                assertThat(session.dropSetAside(id)).isEmpty();
            });
        }
        assertThat(setAside()).hasSize(1);
        engine.perUser.erase(UserId.of("ada"));
        assertThat(setAside()).isEmpty();
        assertThat(carry(id)).isEmpty();
        assertThat(adas()).isEmpty();
    }

    @Test
    void export_hasIt() {
        answer = Decision.keepAccount();
        guestSignsIn();
        String json = engine.perUser.export(UserId.of("ada")).toJson();
        assertThat(json).contains("\"setAside\"", "\"coupon\"", "\"GUEST\"");
    }

    @Test
    void itIsGone_withTheRecordOfItsMerge() {
        answer = Decision.keepAccount();
        guestSignsIn();
        assertThat(setAside())
                .singleElement()
                .satisfies(aside ->
                        assertThat(aside.expiresAt()).isEqualTo(engine.now().plus(Duration.ofDays(30))));
        engine.passes(Duration.ofDays(31));
        assertThat(setAside()).isEmpty();
    }

    @Test
    void unsavedChangesOfTheRequest_areSavedFirst_andItGoesOnWithTheResult() {
        answer = Decision.keepAccount();
        guestSignsIn();
        String id = id();
        phone.request(session -> {
            add(session, "mug", 1);
            assertThat(session.carrySetAside(id)).contains("cart");
            assertThat(session.get(CART)).isEqualTo(Map.of("mug", 1, "tea", 2));
            add(session, "jam", 1);
        });
        assertThat(cart()).isEqualTo(Map.of("mug", 1, "tea", 2, "jam", 1));
    }

    /** A rule for whole sessions is not asked about nothing. */
    @Test
    void withOneRuleForWholeSessions_itIsCarriedAsOne() {
        List<Map<String, Object>> guests = new ArrayList<>();
        SessionMerger all = (user, guest) -> {
            guests.add(Map.copyOf(guest));
            Map<String, Object> merged = new LinkedHashMap<>(guest);
            merged.putAll(user);
            return merged;
        };
        TestEngine own = new TestEngine(
                new InMemorySessionStore(),
                builder -> builder.sessionMerger(all).signInPolicy(signIn -> Decision.keepAccount()));
        TestEngine.Browser browser = own.browser();
        browser.request(session -> session.put("a", 1));
        browser.signIn("ada").request(session -> assertThat(session.names()).isEmpty());
        assertThat(guests).isEmpty();
        browser.request(session -> session.setAside()
                .forEach(aside -> assertThat(session.carrySetAside(aside.id())).contains("a")));
        browser.request(session -> assertThat(session.names()).containsExactly("a"));
    }

    @Test
    void functionOfAnUpdate_canNotAskForIt() {
        phone.request(session -> assertThatIllegalStateException()
                .isThrownBy(() -> session.update((UserSession inside) -> {
                    var unused = inside.setAside();
                }))
                .withMessageContaining("set aside"));
    }

    /** Killed after each call to the store, and then asked again. */
    @Test
    void carryThatIsKilled_isMadeOnce_byWhoeverComesNext() {
        answer = Decision.keepAccount();
        guestSignsIn();
        FaultyStore counted = new FaultyStore(shared);
        String first = id();
        declaring(counted).browser().signIn("ada").request(session -> session.carrySetAside(first));
        assertThat(counted.calls).isGreaterThan(3);
        for (int call = 0; call < counted.calls; call++) {
            for (boolean isAfter : List.of(true, false)) {
                int had = laptop.ask(session -> session.get(SCORE));
                guestSignsIn();
                String id = id();
                FaultyStore doomed = new FaultyStore(shared).crashAt(call, isAfter);
                try {
                    declaring(doomed).browser().signIn("ada").request(session -> session.carrySetAside(id));
                } catch (StoreException | ConflictException killed) {
                    assertThat(killed).isNotNull();
                }
                laptop.request(session -> session.update(SCORE, score -> score + 1));
                var unused = carry(id);
                assertThat(laptop.<Integer>ask(session -> session.get(SCORE))).isEqualTo(had + 11);
            }
        }
    }

    @Test
    void signInThatIsKilled_isFinishedAsItWasDecided() {
        FaultyStore counted = new FaultyStore(new InMemorySessionStore());
        answer = Decision.keepAccount();
        TestEngine.Browser browser = declaring(counted).browser();
        browser.request(session -> add(session, "tea", 1));
        counted.calls = 0;
        browser.signIn("ada").request(UserSession::names);
        for (int call = 0; call < counted.calls; call++) {
            for (boolean isAfter : List.of(true, false)) {
                InMemorySessionStore own = new InMemorySessionStore();
                FaultyStore doomed = new FaultyStore(own);
                TestEngine dying = declaring(doomed);
                TestEngine.Browser guest = dying.browser();
                guest.request(session -> add(session, "tea", 1));
                doomed.calls = 0;
                doomed.crashAt(call, isAfter);
                guest.signIn("ada");
                try {
                    guest.request(UserSession::names);
                } catch (StoreException | ConflictException killed) {
                    assertThat(killed).isNotNull();
                }
                TestEngine living = declaring(own);
                TestEngine.Browser next = living.browser().signIn("ada");
                guest.tokens().forEach(next::present);
                next.request(session -> add(session, "jam", 1));
                next.request(session -> {
                    assertThat(session.get(CART)).isEqualTo(Map.of("jam", 1));
                    assertThat(session.setAside())
                            .singleElement()
                            .satisfies(
                                    aside -> assertThat(aside.guestValue(CART)).contains(Map.of("tea", 1)));
                });
            }
        }
    }

    @Test
    void twoThatCarryAtOnce_carryOnce() {
        answer = Decision.keepAccount();
        for (int call = 0; call < 8; call++) {
            guestSignsIn();
            String id = id();
            int had = laptop.ask(session -> session.get(SCORE));
            FaultyStore store = new FaultyStore(shared);
            store.before(call, () -> carry(id));
            declaring(store).browser().signIn("ada").request(session -> session.carrySetAside(id));
            assertThat(laptop.<Integer>ask(session -> session.get(SCORE))).isEqualTo(had + 10);
        }
    }
}
