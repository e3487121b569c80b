package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.internal.codec.UserKeys;
import dev.peruser.internal.record.Undecided;
import dev.peruser.store.Deadline;
import dev.peruser.store.InMemorySessionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;

/** S10: a server that lacks the declaration of an attribute doesn't decide about it; the first that knows it does. */
class VersionsSideBySideTest {
    private static final Attribute<Map<String, Integer>> PREFS = Attribute.builder(
                    "prefs", new TypeReference<Map<String, Integer>>() {})
            .mergeBy(Merger.keepUsers())
            .build();
    private static final Attribute<Integer> POINTS = Attribute.builder("points", Integer.class)
            .defaultValue(0)
            .mergeBy(Merger.sum())
            .build();
    private static final Attribute<List<String>> CART =
            Attribute.builder("cart", new TypeReference<List<String>>() {}).build();

    private final InMemorySessionStore store = new InMemorySessionStore();
    private final TestEngine newer = new TestEngine(
            store, builder -> builder.attribute(PREFS).attribute(POINTS).attribute(CART));
    private final TestEngine older = new TestEngine(store, builder -> builder.attribute(CART));
    private final TestEngine.Browser phone = newer.browser().signIn("ada");

    private TestEngine.Browser guest(int rows, int points) {
        TestEngine.Browser guest = newer.browser();
        guest.request(session -> {
            session.put(PREFS, Map.of("rows", rows));
            session.put(POINTS, points);
            session.put(CART, new ArrayList<>(List.of("g" + points)));
        });
        return guest;
    }

    private static TestEngine.Browser same(TestEngine.Browser browser, TestEngine at) {
        TestEngine.Browser there = at.browser();
        browser.tokens().forEach(there::present);
        return there;
    }

    private void account(int rows, int points) {
        phone.request(session -> {
            session.put(PREFS, Map.of("rows", rows));
            session.put(POINTS, points);
        });
    }

    @Test
    void signInOnAServerWithoutTheDeclaration_leavesTheAccountsValue_andTheFirstThatKnowsTheRuleMerges() {
        account(50, 7);
        same(guest(10, 1), older).signIn("ada").request(session -> {
            assertThat(session.get("prefs")).contains(Map.of("rows", 50));
            assertThat(session.get("points")).contains(7);
            assertThat(session.get(CART)).containsExactly("g1");
        });
        older.browser()
                .signIn("ada")
                .request(session -> assertThat(session.get("points")).contains(7));
        for (int times = 0; times < 2; times++) {
            phone.request(session -> {
                assertThat(session.get(PREFS)).containsEntry("rows", 50);
                assertThat(session.get(POINTS)).isEqualTo(8);
            });
        }
        older.browser()
                .signIn("ada")
                .request(session -> assertThat(session.get("points")).contains(8));
    }

    @Test
    void whatTheAccountDidSince_isOnTop() {
        account(50, 7);
        same(guest(10, 1), older).signIn("ada").request(UserSession::names);
        older.browser().signIn("ada").request(session -> session.put("points", 17));
        assertThat(phone.<Integer>ask(session -> session.get(POINTS))).isEqualTo(18);
    }

    @Test
    void signInsOnServersWithoutTheDeclaration_areMergedEachOnce_inTheirOrder() {
        account(50, 100);
        same(guest(10, 1), older).signIn("ada").request(UserSession::names);
        same(guest(20, 2), older).signIn("ada").request(UserSession::names);
        same(guest(30, 4), newer).signIn("ada").request(UserSession::names);
        phone.request(session -> {
            assertThat(session.get(POINTS)).isEqualTo(107);
            assertThat(session.get(PREFS)).containsEntry("rows", 50);
            assertThat(session.get(CART)).containsExactly("g1", "g2", "g4");
        });
    }

    @Test
    void whatOnlyTheGuestHad_isCarried_asItIs() {
        same(guest(10, 1), older).signIn("ada").request(UserSession::names);
        phone.request(session -> {
            assertThat(session.get(PREFS)).containsEntry("rows", 10);
            assertThat(session.get(POINTS)).isEqualTo(1);
        });
    }

    @Test
    void surplusGuestSessions_broughtTogetherWithoutTheDeclaration_areMergedByWhoeverKnowsIt() {
        TestEngine.Browser first = guest(10, 1);
        TestEngine.Browser second = guest(20, 2);
        TestEngine.Browser both = same(first, older);
        second.tokens().forEach(both::present);
        both.request(session -> assertThat(session.get("points")).isPresent());
        TestEngine.Browser there = same(both, newer);
        assertThat(there.<Integer>ask(session -> session.get(POINTS))).isEqualTo(3);
        there.signIn("ada").request(UserSession::names);
        assertThat(phone.<Integer>ask(session -> session.get(POINTS))).isEqualTo(3);
    }

    /** Open with the guest when it meets the account, on a server that knows as little. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void surplusGuestSessions_thatSignInBeforeTheyAreMerged_reachTheAccount(boolean onTheOlder) {
        account(50, 100);
        TestEngine.Browser both = same(guest(10, 1), older);
        guest(20, 2).tokens().forEach(both::present);
        both.request(UserSession::names);
        same(both, onTheOlder ? older : newer).signIn("ada").request(UserSession::names);
        phone.request(session -> {
            assertThat(session.get(POINTS)).isEqualTo(103);
            assertThat(session.get(PREFS)).containsEntry("rows", 50);
        });
    }

    @Test
    void accountsJoinedWithoutTheDeclaration_areMergedByWhoeverKnowsIt() {
        account(50, 7);
        newer.browser().signIn("old").request(session -> {
            session.put(PREFS, Map.of("rows", 10));
            session.put(POINTS, 5);
        });
        older.perUser.absorb(UserId.of("old"), UserId.of("ada"));
        phone.request(session -> {
            assertThat(session.get(POINTS)).isEqualTo(12);
            assertThat(session.get(PREFS)).containsEntry("rows", 50);
        });
    }

    @Test
    void sessionMergerWithoutTheDeclaration_doesNotSeeWhatItMustNotDecide() {
        TestEngine merging = new TestEngine(
                store,
                builder -> builder.attribute(CART).sessionMerger((user, guest) -> {
                    assertThat(user).doesNotContainKeys("prefs", "points");
                    assertThat(guest).doesNotContainKeys("prefs", "points");
                    return user;
                }));
        account(50, 7);
        same(guest(10, 1), merging).signIn("ada").request(UserSession::names);
        assertThat(phone.<Integer>ask(session -> session.get(POINTS))).isEqualTo(8);
    }

    @Test
    void reportExportAndErase_seeWhatIsUndecided() {
        account(50, 7);
        same(guest(10, 1), older).signIn("ada").request(UserSession::names);
        String exported = newer.perUser.export(UserId.of("ada")).toJson();
        assertThat(exported).contains("undecided").contains("\"rows\":10");
        MergeReport report =
                older.browser().signIn("ada").ask(UserSession::takeMergeReport).orElseThrow();
        assertThat(report.entry("points").orElseThrow().outcome()).isEqualTo(MergeReport.Outcome.UNDECIDED);
        assertThat(report.guestValue(POINTS)).contains(1);
        newer.perUser.erase(UserId.of("ada"));
        assertThat(newer.perUser.export(UserId.of("ada")).isEmpty()).isTrue();
        phone.seesNothing();
    }

    @Test
    void decision_isReported() {
        account(50, 7);
        same(guest(10, 1), older).signIn("ada").request(UserSession::names);
        older.browser().signIn("ada").ask(UserSession::takeMergeReport);
        MergeReport report = phone.ask(UserSession::takeMergeReport).orElseThrow();
        assertThat(report.entry("points").orElseThrow().outcome()).isEqualTo(MergeReport.Outcome.COMBINED);
        assertThat(report.entry("prefs").orElseThrow().outcome()).isEqualTo(MergeReport.Outcome.KEPT);
    }

    @Test
    void lateChangeOfAnAttribute_thatTheServerDoesNotDeclare_isRefused_andNothingIsDisplaced() {
        account(50, 7);
        TestEngine.Browser guest = guest(10, 1);
        Visit late = same(guest, older).begin();
        late.session().put("points", 2);
        same(guest, newer).signIn("ada").request(UserSession::names);
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(late::commit)
                .withMessageContaining("points");
        assertThat(phone.<Integer>ask(session -> session.get(POINTS))).isEqualTo(8);
    }

    /** What the account had open came before the guest's, and has to be in what is computed again. */
    @Test
    void lateChange_keepsWhatWasUndecidedBeforeTheSignIn() {
        account(50, 7);
        same(guest(10, 1), older).signIn("ada").request(UserSession::names);
        TestEngine.Browser guest = guest(20, 2);
        Visit late = guest.begin();
        late.session().put(POINTS, 4);
        same(guest, newer).signIn("ada").request(UserSession::names);
        late.commit();
        assertThat(phone.<Integer>ask(session -> session.get(POINTS))).isEqualTo(12);
    }

    /** An older server makes the sign-in; a newer one has decided what that left open, or not yet. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void lateChangeOfWhatTheSignInLeftUndecided_countsOnce(boolean isDecided) {
        account(50, 7);
        TestEngine.Browser guest = guest(10, 1);
        Visit late = guest.begin();
        late.session().put(POINTS, 4);
        same(guest, older).signIn("ada").request(UserSession::names);
        if (isDecided) {
            phone.request(session -> session.put(POINTS, session.get(POINTS) + 100));
        }

        late.commit();

        assertThat(phone.<Integer>ask(session -> session.get(POINTS))).isEqualTo(isDecided ? 111 : 11);
    }

    @Test
    void lateChangeThatANewerServerHasBegun_isFinishedByNone_thatCanNotDecide() {
        account(50, 7);
        TestEngine.Browser guest = guest(10, 1);
        Visit late = guest.begin();
        late.session().put(POINTS, 4);
        TestEngine.Browser there = same(guest, older).signIn("ada");
        Visit other = same(guest, older).begin();
        other.session().put("note", "from the older one");
        there.request(UserSession::names);

        late.commit();
        other.commit();

        assertThat(phone.<Integer>ask(session -> session.get(POINTS))).isEqualTo(11);
        phone.request(session -> assertThat(session.get("note")).contains("from the older one"));
    }

    @Test
    void whatIsLeftUndecided_isNeverLargerThanASessionMayBe() {
        account(50, 7);
        TestEngine small = new TestEngine(
                store, builder -> builder.attribute(CART).limits(Limits.DEFAULT.withSessionBytes(2_000)));
        for (int signIn = 0; signIn < 100; signIn++) {
            same(guest(10, 1), small).signIn("ada").request(UserSession::names);
        }
        byte[] undecided = store.load(UserKeys.of(UserId.of("ada")), Deadline.after(Duration.ofSeconds(1)))
                .orElseThrow()
                .attributes()
                .get(Undecided.ATTRIBUTE);
        assertThat(undecided.length).isBetween(1_000, 20_000);
        MergeReport report =
                small.browser().signIn("ada").ask(UserSession::takeMergeReport).orElseThrow();
        assertThat(report.entries())
                .filteredOn(entry -> entry.attribute().equals("points"))
                .last()
                .extracting(MergeReport.Entry::outcome)
                .isEqualTo(MergeReport.Outcome.TOO_LARGE);
        assertThat(phone.<Integer>ask(session -> session.get(POINTS))).isBetween(8, 106);
    }

    @Test
    void lateChangeOfAnotherAttribute_leavesAloneWhatTheServerDoesNotDeclare() {
        account(50, 7);
        TestEngine.Browser guest = guest(10, 1);
        Visit late = same(guest, older).begin();
        late.session().get(CART).add("late");
        same(guest, newer).signIn("ada").request(UserSession::names);
        late.commit();
        phone.request(session -> {
            assertThat(session.get(CART)).containsExactly("g1", "late");
            assertThat(session.get(POINTS)).isEqualTo(8);
        });
    }
}
