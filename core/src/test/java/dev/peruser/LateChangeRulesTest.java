package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.store.InMemorySessionStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;

/**
 * S7: what a guest's request changes that began before the sign-in and commits after it leads to what it would have led
 * to before the sign-in, with what the account did since on top.
 */
class LateChangeRulesTest {
    private static final Attribute<Integer> POINTS = number("points", Merger.sum());
    private static final Attribute<Integer> BEST = number("best", Merger.maximum());
    private static final Attribute<Integer> OWN_RULE = number("own", (user, guest) -> 1000 * user + guest);
    private static final Attribute<String> TIER = text("tier", Merger.keepUsers());
    private static final Attribute<String> THEME = text("theme", Merger.keepGuests());
    private static final Attribute<String> LATEST =
            text("latest", Merger.newest((String value) -> value.substring(value.length() - 1)));
    private static final Attribute<List<String>> SEEN = Attribute.builder("seen", new TypeReference<List<String>>() {})
            .mergeBy(Merger.union())
            .build();
    private static final Attribute<List<String>> WISHES =
            Attribute.builder("wishes", new TypeReference<List<String>>() {}).build();

    private static Attribute<Integer> number(String name, Merger<Integer> rule) {
        return Attribute.builder(name, Integer.class)
                .defaultValue(0)
                .mergeBy(rule)
                .build();
    }

    private static Attribute<String> text(String name, Merger<String> rule) {
        return Attribute.builder(name, String.class).mergeBy(rule).build();
    }

    private static UnaryOperator<PerUser.Builder> declared() {
        return builder -> builder.attribute(POINTS)
                .attribute(BEST)
                .attribute(OWN_RULE)
                .attribute(TIER)
                .attribute(THEME)
                .attribute(LATEST)
                .attribute(SEEN)
                .attribute(WISHES);
    }

    /** What an account, a guest, the guest's late request, and the account's other device do. */
    private record Course(
            String rule,
            Consumer<UserSession> account,
            Consumer<UserSession> guest,
            Consumer<UserSession> late,
            Consumer<UserSession> device) {
        @Override
        public String toString() {
            return rule;
        }
    }

    private static Course of(
            String rule,
            Consumer<UserSession> account,
            Consumer<UserSession> guest,
            Consumer<UserSession> late,
            Consumer<UserSession> device) {
        return new Course(rule, account, guest, late, device);
    }

    static Stream<Arguments> courses() {
        return Stream.of(
                        of("sum", put(POINTS, 10), put(POINTS, 5), add(POINTS, 3), add(POINTS, 100)),
                        of(
                                "sum, by update",
                                put(POINTS, 10),
                                put(POINTS, 5),
                                session -> session.update(POINTS, points -> points + 3),
                                add(POINTS, 100)),
                        of(
                                "maximum",
                                put(BEST, 100),
                                put(BEST, 5),
                                session -> session.update(BEST, best -> Math.max(best, 40)),
                                put(BEST, 120)),
                        of("maximum that the guest has", put(BEST, 100), put(BEST, 5), put(BEST, 300), session -> {}),
                        of(
                                "keepUsers",
                                put(TIER, "standard"),
                                put(TIER, "trial"),
                                put(TIER, "voucher"),
                                put(TIER, "gold")),
                        of(
                                "keepUsers, which the guest had not",
                                put(TIER, "standard"),
                                session -> {},
                                put(TIER, "voucher"),
                                put(POINTS, 1)),
                        of(
                                "keepUsers, which the account had not",
                                session -> {},
                                put(TIER, "trial"),
                                put(TIER, "voucher"),
                                put(POINTS, 1)),
                        of(
                                "keepGuests",
                                put(THEME, "light"),
                                put(THEME, "dark"),
                                put(THEME, "blue"),
                                put(THEME, "green")),
                        of("newest", put(LATEST, "a5"), put(LATEST, "g3"), put(LATEST, "g9"), session -> {}),
                        of(
                                "newest is the account's",
                                put(LATEST, "a5"),
                                put(LATEST, "g3"),
                                put(LATEST, "g4"),
                                put(LATEST, "a7")),
                        of("own rule", put(OWN_RULE, 7), put(OWN_RULE, 1), put(OWN_RULE, 2), session -> {}),
                        of(
                                "union",
                                put(SEEN, list("a", "b")),
                                put(SEEN, list("b", "c")),
                                put(SEEN, list("b", "d")),
                                session -> {}),
                        of(
                                "list without a rule",
                                put(WISHES, list("a")),
                                put(WISHES, list("g")),
                                change(WISHES, list -> list.add("late")),
                                session -> {}),
                        of(
                                "a removal",
                                put(TIER, "standard"),
                                put(TIER, "trial"),
                                session -> session.remove(TIER),
                                session -> {}),
                        of(
                                "a removal of what is summed",
                                put(POINTS, 10),
                                put(POINTS, 5),
                                session -> session.remove(POINTS),
                                session -> {}))
                .flatMap(course -> Stream.of(Arguments.of(course, false), Arguments.of(course, true)));
    }

    private static List<String> list(String... items) {
        return new ArrayList<>(List.of(items));
    }

    private static <T> Consumer<UserSession> put(Attribute<T> attribute, T value) {
        return session -> session.put(attribute, value);
    }

    private static Consumer<UserSession> add(Attribute<Integer> attribute, int more) {
        return session -> session.update(attribute, number -> number + more);
    }

    private static <T> Consumer<UserSession> change(Attribute<T> attribute, Consumer<T> change) {
        return session -> change.accept(session.get(attribute));
    }

    private static Map<String, @Nullable Object> outcome(
            UnaryOperator<PerUser.Builder> options, Course course, boolean isLate, boolean hasDevice) {
        TestEngine engine = new TestEngine(new InMemorySessionStore(), options);
        TestEngine.Browser phone = engine.browser().signIn("ada");
        phone.request(course.account);
        TestEngine.Browser guest = engine.browser();
        guest.request(session -> {
            session.put("made", true);
            course.guest.accept(session);
        });
        GuestToken token = guest.tokens().get(0);
        Visit visit = guest.begin();
        course.late.accept(visit.session());
        if (!isLate) {
            visit.commit();
        }
        engine.browser().present(token).signIn("ada").request(UserSession::names);
        if (hasDevice) {
            phone.request(course.device);
        }
        visit.commit();
        visit.end();
        return phone.ask(session -> new LinkedHashMap<>(session.asMap()));
    }

    @ParameterizedTest
    @MethodSource("courses")
    void lateChange_comesAsIfItHadBeenMadeBeforeTheSignIn(Course course, boolean hasDevice) {
        assertThat(outcome(declared(), course, true, hasDevice))
                .isEqualTo(outcome(declared(), course, false, hasDevice));
    }

    @ParameterizedTest
    @EnumSource
    void lateChangeOfUndeclaredData_comesAsIfItHadBeenMadeBeforeTheSignIn(Behaviors behavior) {
        Course course = of(
                "undeclared",
                session -> {
                    session.put("scalar", "u");
                    session.put("list", list("u"));
                    session.put("map", new LinkedHashMap<>(Map.of("tea", 5)));
                    session.put("mixed", "u");
                },
                session -> {
                    session.put("scalar", "g");
                    session.put("list", list("g"));
                    session.put("map", new LinkedHashMap<>(Map.of("tea", 1)));
                    session.put("mixed", list("g"));
                },
                session -> {
                    session.put("scalar", "late");
                    session.list("list").add("late");
                    session.map("map").put("tea", 2);
                    session.map("map").put("salt", 1);
                    session.put("mixed", new LinkedHashMap<>(Map.of("g", 1)));
                },
                session -> session.put("other", 1));
        UnaryOperator<PerUser.Builder> options = builder -> builder.mergeBehavior(behavior.behavior);
        for (boolean hasDevice : new boolean[] {false, true}) {
            assertThat(outcome(options, course, true, hasDevice)).isEqualTo(outcome(options, course, false, hasDevice));
        }
    }

    private enum Behaviors {
        LEFT_PRECEDENT(MergeBehavior.LEFT_PRECEDENT),
        RIGHT_PRECEDENT(MergeBehavior.RIGHT_PRECEDENT),
        STORAGE_PRECEDENT(MergeBehavior.STORAGE_PRECEDENT),
        RETAINMENT_PRECEDENT(MergeBehavior.RETAINMENT_PRECEDENT);

        @SuppressWarnings("ImmutableEnumChecker")
        private final MergeBehavior behavior;

        Behaviors(MergeBehavior behavior) {
            this.behavior = behavior;
        }
    }

    @Test
    void lateChange_isNotCarried_byASessionMergerThatCarriesNothing() {
        Course course = of(
                "nothing carried",
                session -> session.put("cart", list("u")),
                session -> session.put("cart", list("g")),
                session -> session.list("cart").add("late"),
                session -> session.list("cart").add("u2"));
        UnaryOperator<PerUser.Builder> options = builder -> builder.sessionMerger((user, guest) -> user);
        assertThat(outcome(options, course, true, true))
                .isEqualTo(outcome(options, course, false, true))
                .containsEntry("cart", List.of("u", "u2"));
    }

    @Test
    void lateChange_isRefused_ifALaterSignInHasMetTheAttribute_byARuleOfWhichTheOrderMatters() {
        TestEngine engine = new TestEngine(new InMemorySessionStore(), declared());
        TestEngine.Browser phone = engine.browser().signIn("ada");
        phone.request(put(BEST, 100));
        TestEngine.Browser guest = engine.browser();
        guest.request(put(BEST, 5));
        Visit late = guest.begin();
        late.session().put(BEST, 300);
        engine.browser().present(guest.tokens().get(0)).signIn("ada").request(UserSession::names);
        TestEngine.Browser other = engine.browser();
        other.request(put(BEST, 200));
        other.signIn("ada").request(UserSession::names);

        assertThatExceptionOfType(ConflictException.class).isThrownBy(late::commit);

        assertThat(phone.<Integer>ask(session -> session.get(BEST))).isEqualTo(200);
    }

    @Test
    void lateChange_ofWhatALaterSignInHasAddedTo_isAddedToo() {
        TestEngine engine = new TestEngine(new InMemorySessionStore(), declared());
        TestEngine.Browser phone = engine.browser().signIn("ada");
        phone.request(put(POINTS, 100));
        TestEngine.Browser guest = engine.browser();
        guest.request(put(POINTS, 5));
        Visit late = guest.begin();
        late.session().put(POINTS, 6);
        engine.browser().present(guest.tokens().get(0)).signIn("ada").request(UserSession::names);
        TestEngine.Browser other = engine.browser();
        other.request(put(POINTS, 20));
        other.signIn("ada").request(UserSession::names);

        late.commit();

        assertThat(phone.<Integer>ask(session -> session.get(POINTS))).isEqualTo(126);
    }

    @Test
    void report_tellsWhatALateChangeMadeOfTheMerge() {
        TestEngine engine = new TestEngine(new InMemorySessionStore(), declared());
        TestEngine.Browser phone = engine.browser().signIn("ada");
        phone.request(put(TIER, "standard"));
        TestEngine.Browser guest = engine.browser();
        guest.request(put(TIER, "trial"));
        Visit late = guest.begin();
        late.session().put(TIER, "voucher");
        engine.browser().present(guest.tokens().get(0)).signIn("ada").request(UserSession::names);
        late.commit();

        MergeReport report = phone.ask(UserSession::takeMergeReport).orElseThrow();

        assertThat(report.guestValue(TIER)).contains("voucher");
        assertThat(report.entry("tier").orElseThrow().outcome()).isEqualTo(MergeReport.Outcome.KEPT);
    }
}
