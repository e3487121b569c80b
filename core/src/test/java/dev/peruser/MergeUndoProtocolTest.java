package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.peruser.MergeReport.UndoOutcome;
import dev.peruser.store.InMemorySessionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That a merge is taken back once, by whoever may, and of which merges. */
class MergeUndoProtocolTest extends MergeUndoFixture {
    /** docs/guide/undo.md says so. */
    @Test
    void anUndo_costsThreeLoads_andTwoSaves_besideThatOfTheSession() {
        String id = signInAfter(session -> session.list("seen").add("tea"));
        TestEngine counted = declaring(store);
        TestEngine.Browser browser = counted.browser().signIn("ada");
        browser.request(session -> session.list("seen"));
        store.trace.clear();
        browser.request(session -> session.undoMerge(id));
        assertThat(store.trace.stream().map(call -> call.substring(0, 6)).toList())
                .containsExactly("load u", "load g", "load u", "save g", "save u");
    }

    @Test
    void unsavedChangesOfTheRequest_areSavedFirst_andItGoesOnWithWhatIsLeft() {
        String id = signInAfter(session -> session.list("seen").add("tea"));
        phone.request(session -> {
            session.list("seen").add("mug");
            assertThat(session.undoMerge(id).outcome()).isEqualTo(UndoOutcome.UNDONE);
            assertThat(session.list("seen")).containsExactly("mug");
            session.list("seen").add("bread");
        });
        assertThat(adas()).containsEntry("seen", List.of("mug", "bread"));
    }

    @Test
    void twice_isOnce() {
        String id = signInAfter(session -> session.update(SCORE, score -> score + 3));
        assertThat(undo(id).outcome()).isEqualTo(UndoOutcome.UNDONE);
        laptop.request(session -> session.update(SCORE, score -> score + 4));
        MergeReport.Undo again = undo(id);
        assertThat(again.outcome()).isEqualTo(UndoOutcome.UNDONE_BEFORE);
        assertThat(again.takenBack()).isEmpty();
        assertThat(adas()).containsEntry("score", 4);
    }

    /** Each device signed in, and nobody took a report before. */
    @Test
    void reportOfSeveralMerges_takesAllOfThemBack() {
        for (String item : List.of("tea", "mug", "jam")) {
            TestEngine.Browser browser = engine.browser();
            browser.request(session -> session.list("seen").add(item));
            browser.signIn("ada").request(UserSession::names);
        }
        laptop.request(session -> session.list("seen").add("bread"));
        String id =
                laptop.ask(session -> session.takeMergeReport().orElseThrow().undoId());
        assertThat(undo(id).outcome()).isEqualTo(UndoOutcome.UNDONE);
        assertThat(adas()).containsEntry("seen", List.of("bread"));
    }

    @Test
    void oneMergeOfSeveral_isTakenBackAlone_whereTheOrderDoesNotMatter() {
        String first = signInAfter(session -> {
            session.list("seen").add("tea");
            session.update(SCORE, score -> score + 1);
        });
        String second = signInAfter(session -> {
            session.list("seen").add("mug");
            session.update(SCORE, score -> score + 10);
        });
        assertThat(undo(first).takenBack()).containsExactlyInAnyOrder("seen", "score");
        assertThat(adas()).containsEntry("seen", List.of("mug")).containsEntry("score", 10);
        assertThat(undo(second).takenBack()).containsExactlyInAnyOrder("seen", "score");
        assertThat(adas()).containsEntry("seen", List.of());
        assertThat(laptop.<Integer>ask(session -> session.get(SCORE))).isZero();
    }

    @Test
    void attributeThatALaterMergeHasMet_byARuleForWhichTheOrderMatters_staysAndIsNamed() {
        String first = signInAfter(session -> {
            session.put(THEME, "light");
            session.list("seen").add("tea");
        });
        signInAfter(session -> session.put(THEME, "blue"));
        MergeReport.Undo undone = undo(first);
        assertThat(undone.outcome()).isEqualTo(UndoOutcome.UNDONE);
        assertThat(undone.takenBack()).containsExactly("seen");
        assertThat(undone.left()).containsExactly("theme");
        assertThat(adas()).containsEntry("theme", "blue").doesNotContainKey("seen");
        assertThat(undo(first).left()).containsExactly("theme");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0123456789abcdef", "0123456789abcdef-", "-", "0123456789ABCDEF", "../..", "1e3"})
    void whatNobodyKnows_isAnswered_andChangesNothing(String id) {
        signInAfter(session -> session.list("seen").add("tea"));
        Map<String, Object> before = adas();
        assertThat(undo(id).outcome()).isEqualTo(UndoOutcome.UNKNOWN);
        assertThat(adas()).isEqualTo(before);
    }

    @Test
    void idOfAnothersMerge_orShownByAGuest_meansNothing() {
        String adasId = signInAfter(session -> session.list("seen").add("tea"));
        engine.browser().signIn("bob").request(session -> {
            session.list("seen").add("his");
            assertThat(session.undoMerge(adasId).outcome()).isEqualTo(UndoOutcome.UNKNOWN);
        });
        engine.browser()
                .request(session ->
                        assertThat(session.undoMerge(adasId).outcome()).isEqualTo(UndoOutcome.UNKNOWN));
        assertThat(adas()).containsEntry("seen", List.of("tea"));
    }

    @Test
    void whenTheRecordIsGone_nothingIsTakenBack() {
        String id = signInAfter(session -> session.list("seen").add("tea"));
        engine.passes(Duration.ofDays(31));
        assertThat(undo(id).outcome()).isEqualTo(UndoOutcome.UNKNOWN);
    }

    @Test
    void erasedAccount_hasNothingToTakeBack_norHasTheNextOfThatName() {
        String id = signInAfter(session -> session.list("seen").add("tea"));
        engine.perUser.erase(UserId.of("ada"));
        laptop.request(session -> session.list("seen").add("new"));
        assertThat(undo(id).outcome()).isEqualTo(UndoOutcome.UNKNOWN);
        assertThat(adas()).containsEntry("seen", List.of("new"));
    }

    @Test
    void reportThatNobodyHasTakenYet_saysNothingOfWhatWasTakenBack() {
        String id = signInAfter(session -> session.list("seen").add("tea"));
        TestEngine.Browser other = engine.browser();
        other.request(session -> session.list("seen").add("mug"));
        other.signIn("ada").request(UserSession::names);
        undo(id);
        MergeReport left = laptop.ask(session -> session.takeMergeReport().orElseThrow());
        assertThat(left.entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.guestValue()).isEqualTo(List.of("mug")));
    }

    /** The guest's request began before the sign-in, and is saved after the merge was taken back. */
    @Test
    void lateChangeOfTheGuest_comesByItself() {
        TestEngine.Browser browser = engine.browser();
        browser.request(session -> {
            session.list("seen").add("tea");
            session.get(CART).put("tea", 3);
            session.update(SCORE, score -> score + 7);
        });
        GuestToken token = browser.tokens().get(0);
        Visit late = engine.browser().present(token).begin();
        late.session().list("seen").add("late");
        late.session().get(CART).put("mug", 1);
        late.session().update(SCORE, score -> score + 1);
        late.session().put("note", "late");
        browser.signIn("ada");
        String id =
                browser.ask(session -> session.takeMergeReport().orElseThrow().undoId());
        undo(id);
        late.commit();
        assertThat(adas())
                .isEqualTo(Map.of("seen", List.of("late"), "cart", Map.of("mug", 1), "score", 1, "note", "late"));
        assertThat(undo(id).takenBack()).containsExactlyInAnyOrder("seen", "cart", "score", "note");
        assertThat(adas()).isEmpty();
    }

    @Test
    void functionOfAnUpdate_canTakeNothingBack() {
        phone.request(session -> assertThatIllegalStateException()
                .isThrownBy(() -> session.update((UserSession inside) -> {
                    var unused = inside.undoMerge("x");
                }))
                .withMessageContaining("can't take a merge back"));
    }

    /** Killed after each call to the store, and then asked again. */
    @Nested
    class Killed {
        private int callsOfAnUndo() {
            String id = signInAfter(session -> session.update(SCORE, score -> score + 100));
            FaultyStore counted = new FaultyStore(shared);
            declaring(counted).browser().signIn("ada").request(session -> session.undoMerge(id));
            return counted.calls;
        }

        @Test
        void afterEachCall_itIsMadeOnce_byWhoeverComesNext() {
            int calls = callsOfAnUndo();
            assertThat(calls).isGreaterThan(3);
            List<Integer> scores = new ArrayList<>();
            for (int call = 0; call < calls; call++) {
                for (boolean isAfter : List.of(true, false)) {
                    int had = laptop.ask(session -> session.get(SCORE));
                    String id = signInAfter(session -> session.update(SCORE, score -> score + 10));
                    FaultyStore doomed = new FaultyStore(shared).crashAt(call, isAfter);
                    try {
                        declaring(doomed).browser().signIn("ada").request(session -> session.undoMerge(id));
                    } catch (StoreException | ConflictException killed) {
                        assertThat(killed).isNotNull();
                    }
                    laptop.request(session -> session.update(SCORE, score -> score + 1));
                    assertThat(undo(id).outcome()).isIn(UndoOutcome.UNDONE, UndoOutcome.UNDONE_BEFORE);
                    int has = laptop.ask(session -> session.get(SCORE));
                    scores.add(has - had);
                }
            }
            assertThat(Set.copyOf(scores)).containsExactly(1);
        }
    }

    /** One rule for whole sessions makes one thing of them. */
    @Test
    void mergeByOneRuleForWholeSessions_isTakenBackAsAWhole_unlessALaterOneHasMetIt() {
        SessionMerger both = (user, guest) -> {
            Map<String, Object> merged = new LinkedHashMap<>(guest);
            merged.putAll(user);
            merged.put("merges", 1 + ((Number) user.getOrDefault("merges", 0)).intValue());
            return merged;
        };
        TestEngine own = new TestEngine(new InMemorySessionStore(), builder -> builder.sessionMerger(both));
        TestEngine.Browser account = own.browser().signIn("ada");
        account.request(session -> session.put("name", "Ada"));
        List<String> ids = new ArrayList<>();
        for (String item : List.of("tea", "mug")) {
            TestEngine.Browser browser = own.browser();
            browser.request(session -> session.put(item, 1));
            browser.signIn("ada");
            ids.add(browser.ask(
                    session -> session.takeMergeReport().orElseThrow().undoId()));
        }
        MergeReport.Undo first = account.ask(session -> session.undoMerge(ids.get(0)));
        assertThat(first.takenBack()).isEmpty();
        assertThat(first.left()).containsExactly("tea");
        account.ask(session -> session.undoMerge(ids.get(1)));
        assertThat(account.<Object>ask(session -> Map.copyOf(session.asMap())))
                .isEqualTo(Map.of("name", "Ada", "tea", 1, "merges", 2));
    }

    @Test
    void twoThatTakeItBackAtOnce_takeItBackOnce() {
        for (int call = 0; call < 8; call++) {
            String id = signInAfter(session -> session.update(SCORE, score -> score + 10));
            int with = laptop.ask(session -> session.get(SCORE));
            store.calls = 0;
            store.before(call, () -> undo(id));
            declaring(store).browser().signIn("ada").request(session -> session.undoMerge(id));
            assertThat(laptop.<Integer>ask(session -> session.get(SCORE))).isEqualTo(with - 10);
        }
    }
}
