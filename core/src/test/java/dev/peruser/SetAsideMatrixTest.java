package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.MergeReport.GuestPart;
import dev.peruser.SignInPolicy.Decision;
import dev.peruser.store.InMemorySessionStore;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;

/** What a carry, a drop or an undo makes is what the sign-in would have made, for each kind of value and rule. */
class SetAsideMatrixTest {
    private static final Object NONE = new Object();

    private record Line(int id, int quantity, String note) {}

    private static final List<Attribute<?>> DECLARED = List.of(
            Attribute.builder("lines", new TypeReference<List<Line>>() {})
                    .itemIdentity("id")
                    .counts("quantity")
                    .build(),
            Attribute.builder("max", Integer.class).mergeBy(Merger.maximum()).build(),
            Attribute.builder("count", Integer.class).counter().build(),
            Attribute.builder("union", new TypeReference<Set<String>>() {})
                    .mergeBy(Merger.union())
                    .build(),
            Attribute.builder("custom", String.class)
                    .mergeBy((user, guest) -> user + "+" + guest)
                    .build(),
            Attribute.builder("plain", new TypeReference<Map<String, Integer>>() {})
                    .build());

    private final List<String> wrong = new ArrayList<>();
    private int compared;

    private enum Step {
        CARRY,
        DROP,
        UNDO,
        UNDO_INTO_SET_ASIDE
    }

    @Test
    void declared() {
        MergeBehavior behavior = MergeBehavior.RETAINMENT_PRECEDENT;
        compareAll(
                behavior,
                "lines",
                List.of(NONE, List.of(new Line(1, 2, "a")), List.of(new Line(1, 3, "b"), new Line(2, 1, "c"))));
        compareAll(behavior, "max", List.of(NONE, 3, 5));
        compareAll(behavior, "count", List.of(NONE, 3, 5));
        compareAll(behavior, "union", List.of(NONE, Set.of("a"), new LinkedHashSet<>(List.of("a", "b"))));
        compareAll(behavior, "custom", List.of(NONE, "a", "b"));
        compareAll(behavior, "plain", List.of(NONE, Map.of("a", 1), Map.of("a", 2)));
        assertThat(wrong).isEmpty();
        assertThat(compared).isGreaterThan(500);
    }

    @ParameterizedTest
    @MethodSource
    void undeclared(MergeBehavior behavior) {
        compareAll(behavior, "x", List.of(NONE, "s", List.of("l"), Map.of("m", 1)));
        assertThat(wrong).isEmpty();
        assertThat(compared).isGreaterThan(150);
    }

    static List<MergeBehavior> undeclared() {
        return List.of(MergeBehavior.RETAINMENT_PRECEDENT, MergeBehavior.RIGHT_PRECEDENT);
    }

    private void compareAll(MergeBehavior behavior, String name, List<Object> values) {
        for (Object account : values) {
            for (Object guest : values) {
                if (guest != NONE) {
                    compareAll(new Case(behavior, name, account, guest));
                }
            }
        }
    }

    private void compareAll(Case one) {
        String merged = one.after(Decision.merge());
        String accountsAlone = new Case(one.behavior, one.name, one.account, NONE).after(Decision.merge());
        String guestsAlone = new Case(one.behavior, one.name, NONE, one.guest).after(Decision.merge());
        Decision account = Decision.keepAccount();
        Decision guest = Decision.keepGuest();
        compare(one, accountsAlone, account);
        compare(one, guestsAlone, guest);
        compare(one, merged, account, Step.CARRY);
        compare(one, accountsAlone, account, Step.DROP);
        compare(one, merged, guest, Step.CARRY);
        compare(one, guestsAlone, guest, Step.DROP);
        compare(one, accountsAlone, guest, Step.UNDO);
        compare(one, accountsAlone, guest, Step.UNDO_INTO_SET_ASIDE);
        compare(one, merged, guest, Step.UNDO_INTO_SET_ASIDE, Step.CARRY);
        compare(one, accountsAlone, Decision.merge(), Step.UNDO);
        compare(one, accountsAlone, Decision.merge(), Step.UNDO_INTO_SET_ASIDE);
        compare(one, merged, Decision.merge(), Step.UNDO_INTO_SET_ASIDE, Step.CARRY);
        compare(one, accountsAlone, account, Step.CARRY, Step.UNDO);
        compare(one, accountsAlone, guest, Step.CARRY, Step.UNDO);
        compare(one, accountsAlone, account, Step.CARRY, Step.UNDO_INTO_SET_ASIDE, Step.DROP);
        compare(one, "{}", guest, Step.DROP, Step.UNDO);
    }

    private void compare(Case one, String expected, Decision decision, Step... steps) {
        compared++;
        String was = one.after(decision, steps);
        if (!was.equals(expected)) {
            wrong.add(one + " " + decision + " " + List.of(steps) + ": expected " + expected + ", was " + was);
        }
    }

    private record Case(MergeBehavior behavior, String name, Object account, Object guest) {

        /** What the account has after a sign-in and what is done then. */
        String after(Decision decision, Step... steps) {
            TestEngine engine = new TestEngine(
                    new InMemorySessionStore(),
                    builder ->
                            builder.attributes(DECLARED).mergeBehavior(behavior).signInPolicy(signIn -> decision));
            TestEngine.Browser ada = engine.browser().signIn("ada");
            if (account != NONE) {
                ada.request(session -> put(session, account));
            }
            TestEngine.Browser browser = engine.browser();
            if (guest != NONE) {
                browser.request(session -> put(session, guest));
            }
            browser.signIn("ada").request(UserSession::names);
            String id = ada.ask(session ->
                    session.takeMergeReport().map(MergeReport::undoId).orElse(""));
            for (Step step : steps) {
                ada.request(session -> make(step, session, id));
            }
            return ada.ask(session -> new TreeMap<>(session.asMap()).toString());
        }

        @SuppressWarnings("unchecked") // of the type that it is declared with
        private void put(UserSession session, Object value) {
            Optional<Attribute<?>> declared = DECLARED.stream()
                    .filter(attribute -> attribute.name().equals(name))
                    .findFirst();
            if (declared.isPresent()) {
                session.put((Attribute<Object>) declared.get(), value);
            } else {
                session.put(name, value);
            }
        }

        private static void make(Step step, UserSession session, String id) {
            switch (step) {
                case CARRY -> session.carrySetAside(id);
                case DROP -> session.dropSetAside(id);
                case UNDO -> session.undoMerge(id);
                case UNDO_INTO_SET_ASIDE -> session.undoMerge(id, GuestPart.SET_ASIDE);
            }
        }

        @Override
        public String toString() {
            return behavior + " " + name + ", account " + (account == NONE ? "none" : account) + ", guest " + guest;
        }
    }
}
