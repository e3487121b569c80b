package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.MergeReport.GuestPart;
import dev.peruser.SignInPolicy.Decision;
import dev.peruser.store.InMemorySessionStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that are killed in the middle of it, and others that go on. */
class SetAsideProtocolTest extends SetAsideFixture {
    private static final List<Decision> DECISIONS =
            List.of(Decision.merge(), Decision.keepAccount(), Decision.keepGuest());

    private enum Change {
        CARRY,
        DROP,
        UNDO,
        UNDO_INTO_SET_ASIDE;

        void make(UserSession session, String id) {
            switch (this) {
                case CARRY -> session.carrySetAside(id);
                case DROP -> session.dropSetAside(id);
                case UNDO -> session.undoMerge(id);
                case UNDO_INTO_SET_ASIDE -> session.undoMerge(id, GuestPart.SET_ASIDE);
            }
        }
    }

    /** The account has 1, the guest 10; the account gets 100 before and 1000 after the change. */
    @ParameterizedTest
    @EnumSource
    void killedAtAnyCall_andRepeated_itIsMadeOnce(Change change) {
        for (Decision decision : DECISIONS) {
            String expected = outcome(decision, change, -1);
            for (int call = 0; call < 12; call++) {
                assertThat(outcome(decision, change, call))
                        .as(decision + " " + change + ", killed at call " + call)
                        .isEqualTo(expected);
            }
        }
    }

    private String outcome(Decision decision, Change change, int killedAt) {
        InMemorySessionStore own = new InMemorySessionStore();
        TestEngine there = declaring(own);
        TestEngine.Browser ada = there.browser().signIn("ada");
        ada.request(session -> add(session, "tea", 1));
        signIn(there, 10, decision);
        ada.request(session -> add(session, "tea", 100));
        String id = ada.ask(session -> session.takeMergeReport().orElseThrow().undoId());
        if (killedAt >= 0) {
            FaultyStore doomed = new FaultyStore(own).crashAt(killedAt, killedAt % 2 == 0);
            try {
                declaring(doomed).browser().signIn("ada").request(session -> change.make(session, id));
            } catch (StoreException | ConflictException killed) {
                assertThat(killed).isNotNull();
            }
        }
        ada.request(session -> add(session, "tea", 1_000));
        ada.request(session -> change.make(session, id));
        return ada.ask(session -> session.get(CART) + " "
                + session.setAside().stream()
                        .map(aside -> aside.ofGuest() + "" + aside.ofAccount())
                        .toList());
    }

    private void signIn(TestEngine there, int quantity, Decision decision) {
        answer = decision;
        TestEngine.Browser guest = there.browser();
        guest.request(session -> add(session, "tea", quantity));
        guest.signIn("ada").request(UserSession::names);
    }

    @Test
    void signInThatIsKilled_isFinishedAsItWasDecided_whateverTheNextServersPolicySays() {
        for (Decision decision : List.of(
                Decision.keepGuest(),
                Decision.keepAccount(),
                Decision.decideLater().about("cart"))) {
            for (Decision next : DECISIONS) {
                for (int call = 0; call < 8; call++) {
                    assertAllIsThereOnce(decision, next, call, true);
                    assertAllIsThereOnce(decision, next, call, false);
                }
            }
        }
    }

    private void assertAllIsThereOnce(Decision decision, Decision next, int call, boolean isAfterItsEffect) {
        InMemorySessionStore own = new InMemorySessionStore();
        FaultyStore doomed = new FaultyStore(own);
        answer = decision;
        declaring(own).browser().signIn("ada").request(session -> add(session, "tea", 1));
        TestEngine.Browser guest = declaring(doomed).browser();
        guest.request(session -> add(session, "tea", 10));
        List<GuestToken> tokens = guest.tokens();
        doomed.crashAfter(call, isAfterItsEffect);
        try {
            guest.signIn("ada").request(UserSession::names);
        } catch (StoreException | ConflictException killed) {
            assertThat(killed).isNotNull();
        }
        answer = next;
        TestEngine.Browser ada = declaring(own).browser().signIn("ada");
        tokens.forEach(ada::present);
        ada.request(session -> add(session, "tea", 100));
        ada.request(UserSession::names);
        int shown = ada.ask(session -> session.get(CART).get("tea"));
        int aside = ada.ask(session -> session.setAside().stream()
                .mapToInt(one -> tea(one.guestValue(CART).orElse(null))
                        + tea(one.accountValue(CART).orElse(null)))
                .sum());
        String what = decision + ", then " + next + ", killed at call " + call + " " + isAfterItsEffect;
        assertThat(shown + aside).as(what).isEqualTo(111);
        if (call > 5) {
            assertThat(shown).as(what).isEqualTo(decision.kind() == Decision.Kind.KEEP_GUEST ? 110 : 101);
        }
    }

    private static int tea(@Nullable Map<String, Integer> cart) {
        return cart == null ? 0 : cart.getOrDefault("tea", 0);
    }

    @Test
    void twoSignIns_underEachPairOfDecisions_carriedInEitherOrder_addUp() {
        for (Decision one : DECISIONS) {
            for (Decision two : DECISIONS) {
                assertAddsUp(one, two, false);
                assertAddsUp(one, two, true);
            }
        }
    }

    private void assertAddsUp(Decision one, Decision two, boolean isReversed) {
        TestEngine own = declaring(new InMemorySessionStore());
        TestEngine.Browser ada = own.browser().signIn("ada");
        ada.request(session -> add(session, "tea", 1));
        signIn(own, 10, one);
        signIn(own, 100, two);
        ada.request(session -> add(session, "tea", 1_000));
        List<String> ids = new ArrayList<>(ada.ask(session ->
                session.setAside().stream().map(MergeReport.SetAside::id).toList()));
        if (isReversed) {
            Collections.reverse(ids);
        }
        ids.forEach(id -> ada.request(session -> session.carrySetAside(id)));
        assertThat(ada.<Object>ask(session -> session.get(CART).get("tea")))
                .as(one + ", " + two + ", reversed: " + isReversed)
                .isEqualTo(1_111);
    }
}
