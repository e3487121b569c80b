package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.MergeReport.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a sign-in merge makes of two sessions, at its limits and with rules for whole sessions. */
class SignInMergeTest {
    private static final Attribute<String> FLASH = TestEngine.expiring("flash", Duration.ofMinutes(5));

    private static TestEngine engine(UnaryOperator<PerUser.Builder> options) {
        return new TestEngine(builder -> options.apply(builder.attribute(FLASH)));
    }

    private static TestEngine.Browser signedIn(TestEngine engine, Map<String, Object> user, Map<String, Object> guest) {
        engine.browser().signIn("ada").request(session -> session.asMap().putAll(user));
        TestEngine.Browser browser = engine.browser();
        browser.request(session -> session.asMap().putAll(guest));
        browser.signIn("ada").request(UserSession::names);
        return browser;
    }

    private static Map<String, Object> contents(TestEngine.Browser browser) {
        return browser.ask(session -> new LinkedHashMap<>(session.asMap()));
    }

    private static List<String> report(TestEngine.Browser browser) {
        return browser.ask(UserSession::takeMergeReport).stream()
                .flatMap(report -> report.entries().stream())
                .map(MergeReport.Entry::toString)
                .toList();
    }

    @Test
    void expiredAttributeOfEitherSide_isAbsent() {
        TestEngine engine = engine(builder -> builder);
        engine.browser().signIn("ada").request(session -> session.put(FLASH, "user"));
        engine.passes(Duration.ofMinutes(4));
        TestEngine.Browser browser = engine.browser();
        browser.request(session -> session.put(FLASH, "guest"));
        engine.passes(Duration.ofMinutes(2));
        browser.signIn("ada").request(UserSession::names);
        assertThat(contents(browser)).isEqualTo(Map.of("flash", "guest"));
        assertThat(report(browser)).containsExactly("flash CARRIED");
        TestEngine.Browser late = engine.browser();
        late.request(session -> session.put(FLASH, "late"));
        late.request(session -> session.put("other", 1));
        engine.passes(Duration.ofMinutes(5));
        late.signIn("ada").request(UserSession::names);
        assertThat(contents(late)).isEqualTo(Map.of("other", 1));
        assertThat(report(late)).containsExactly("other CARRIED");
    }

    @Test
    void behaviorForWholeSessions_mayDropTheUsersAttributes_butNoDeclaredOrOwnOnes() {
        MergeBehavior guestOnly = MergeBehavior.builder("GUEST_ONLY")
                .on(MergeBehavior.Kind.MAP, MergeBehavior.Kind.MAP, MergeBehavior.Cell.right())
                .build();
        TestEngine engine = engine(builder -> builder.mergeBehavior(guestOnly));
        TestEngine.Browser browser = signedIn(
                engine, Map.of("user", 1, "both", 1, "flash", "hi", "__own", 1), Map.of("both", 2, "guest", 2));
        assertThat(contents(browser)).isEqualTo(Map.of("both", 2, "guest", 2, "flash", "hi", "__own", 1));
        assertThat(report(browser)).containsExactlyInAnyOrder("both REPLACED", "guest CARRIED", "user DROPPED");
    }

    @Test
    void specialNames_areReportedAsDropped_withoutTheirValues() {
        TestEngine engine = engine(builder -> builder);
        TestEngine.Browser browser = signedIn(engine, Map.of("__both", 1), Map.of("__both", 2, "__guests", 2, "a", 3));
        assertThat(contents(browser)).isEqualTo(Map.of("__both", 1, "a", 3));
        MergeReport report = browser.ask(UserSession::takeMergeReport).orElseThrow();
        assertThat(report.entries())
                .filteredOn(entry -> entry.outcome() == MergeReport.Outcome.DROPPED)
                .allSatisfy(entry -> {
                    assertThat(entry.guestValue()).isNull();
                    assertThat(entry.userValue()).isEmpty();
                })
                .extracting(MergeReport.Entry::attribute)
                .containsExactlyInAnyOrder("__both", "__guests");
    }

    @Test
    void mergerOfWholeSessions_decidesWhatIsThere() {
        SessionMerger rule = (user, guest) -> {
            Map<String, Object> merged = new LinkedHashMap<>(guest);
            merged.put("kept", user.get("kept"));
            merged.put("flash", "made");
            merged.remove("dropped");
            return merged;
        };
        TestEngine engine = engine(builder -> builder.sessionMerger(rule));
        TestEngine.Browser browser =
                signedIn(engine, Map.of("kept", 1, "gone", 1), Map.of("kept", 2, "guest", 2, "dropped", 2));
        assertThat(contents(browser)).isEqualTo(Map.of("kept", 1, "guest", 2, "flash", "made"));
        assertThat(report(browser))
                .containsExactlyInAnyOrder("kept KEPT", "guest CARRIED", "dropped DROPPED", "gone DROPPED");
        engine.passes(Duration.ofMinutes(5)); // what the rule made has the attribute's own expiry
        assertThat(contents(browser)).isEqualTo(Map.of("kept", 1, "guest", 2));
    }

    /** The user's list has 5 bytes in its stored form, the guest's too, the two together 9. */
    @ParameterizedTest
    @CsvSource({"9,COMBINED", "8,TOO_LARGE"})
    void attributeThatFillsTheLimit_isCombined_oneThatExceedsItIsNot(int bytes, Outcome outcome) {
        TestEngine engine = engine(builder -> builder.limits(Limits.DEFAULT
                .withAttributeBytes(bytes)
                .withSessionBytes(1_000)
                .withAttributes(10)
                .withDepth(10)));
        TestEngine.Browser browser = signedIn(engine, Map.of("l", List.of("a")), Map.of("l", List.of(1)));
        int size = "[\"a\",1]".length() + 1;
        assertThat(size).isEqualTo(8);
        List<String> report = report(browser);
        TestEngine.Browser other = signedIn(
                engine(builder -> builder.limits(Limits.DEFAULT
                        .withAttributeBytes(bytes)
                        .withSessionBytes(1_000)
                        .withAttributes(10)
                        .withDepth(10))),
                Map.of("l", List.of("a")),
                Map.of("l", List.of(12)));
        assertThat(report).containsExactly("l COMBINED");
        assertThat(report(other)).containsExactly("l " + outcome);
        assertThat(contents(other).get("l")).isEqualTo(outcome == Outcome.COMBINED ? List.of("a", 12) : List.of("a"));
    }

    /** Names count, too: "a" and "b" with two bytes each are six. */
    @ParameterizedTest
    @CsvSource({"6,CARRIED", "5,TOO_LARGE"})
    void sessionThatFillsTheLimit_isCarried_oneThatExceedsItIsNot(int bytes, Outcome outcome) {
        TestEngine engine = engine(builder -> builder.limits(Limits.DEFAULT
                .withAttributeBytes(100)
                .withSessionBytes(bytes)
                .withAttributes(10)
                .withDepth(10)));
        TestEngine.Browser browser = signedIn(engine, Map.of("a", 1), Map.of("b", 2));
        assertThat(report(browser)).containsExactly("b " + outcome);
        assertThat(contents(browser).containsKey("b")).isEqualTo(outcome == Outcome.CARRIED);
    }

    @ParameterizedTest
    @CsvSource({"2,CARRIED", "1,TOO_LARGE"})
    void numberOfAttributesThatFillsTheLimit_isCarried_oneThatExceedsItIsNot(int attributes, Outcome outcome) {
        TestEngine engine = engine(builder -> builder.limits(Limits.DEFAULT
                .withAttributeBytes(100)
                .withSessionBytes(1_000)
                .withAttributes(attributes)
                .withDepth(10)));
        assertThat(report(signedIn(engine, Map.of("a", 1), Map.of("b", 2)))).containsExactly("b " + outcome);
    }

    @Test
    void attributeThatDoesNotGrow_isMerged_beyondALoweredLimit() {
        FaultyStore store = new FaultyStore();
        TestEngine large = new TestEngine(store);
        large.browser().signIn("ada").request(session -> session.put("a", "x".repeat(50)));
        TestEngine small = new TestEngine(
                store,
                builder -> builder.limits(Limits.DEFAULT
                                .withAttributeBytes(20)
                                .withSessionBytes(1_000)
                                .withAttributes(10)
                                .withDepth(10))
                        .mergeBehavior(MergeBehavior.RIGHT_PRECEDENT));
        TestEngine.Browser same = large.browser();
        same.request(session -> session.put("a", "y".repeat(50)));
        TestEngine.Browser browser = small.browser();
        same.tokens().forEach(browser::present);
        browser.signIn("ada").request(UserSession::names);
        assertThat(report(browser)).containsExactly("a REPLACED");
    }

    @Test
    void reportsThatNobodyTakes_areAsManyAsTheLedgerHas_theOldestGoFirst() {
        TestEngine engine = engine(builder -> builder);
        for (int i = 0; i <= 20; i++) {
            String name = "a" + i;
            TestEngine.Browser browser = engine.browser();
            browser.request(session -> session.put(name, 1));
            browser.signIn("ada").request(UserSession::names);
            if (i == 19) {
                engine.passes(Duration.ofSeconds(1));
            }
        }
        List<String> expected = new ArrayList<>();
        for (int i = 6; i <= 20; i++) { // with the sixteenth the two oldest go
            expected.add("a" + i + " CARRIED");
        }
        Optional<MergeReport> report = engine.browser().signIn("ada").ask(UserSession::takeMergeReport);
        assertThat(report.orElseThrow().entries())
                .map(MergeReport.Entry::toString)
                .isEqualTo(expected);
        assertThat(report.orElseThrow().mergedAt()).isEqualTo(engine.now());
        assertThat(engine.browser().signIn("ada").ask(UserSession::takeMergeReport))
                .isEmpty();
    }

    @Test
    void report_isGoneAfterThirtyDays() {
        TestEngine engine = engine(builder -> builder);
        TestEngine.Browser browser = signedIn(engine, Map.of("a", 1), Map.of("b", 2));
        engine.passes(Duration.ofDays(30).minusMillis(1));
        TestEngine.Browser other = engine.browser().signIn("ada");
        assertThat(contents(other)).containsOnlyKeys("a", "b");
        engine.passes(Duration.ofMillis(1));
        assertThat(report(browser)).isEmpty();
    }

    @Test
    void attributeThatIsNoLongerDeclared_isCarriedWithItsExpiry() {
        FaultyStore store = new FaultyStore();
        TestEngine declaring = new TestEngine(store, builder -> builder.attribute(FLASH));
        TestEngine other = new TestEngine(store);
        TestEngine.Browser guest = declaring.browser();
        guest.request(session -> session.put(FLASH, "hi"));
        TestEngine.Browser browser =
                other.browser().present(guest.tokens().get(0)).signIn("ada");
        assertThat(contents(browser)).isEqualTo(Map.of("flash", "hi"));
        other.passes(Duration.ofMinutes(5));
        assertThat(contents(browser)).isEmpty();
    }

    record Older(int quantity) {}

    record Newer(int quantity, String note) {}

    /** An older version of the application signs in who has data of a newer one. */
    @ParameterizedTest
    @CsvSource({"sum,3,of the user", "guest,2,of the guest", "user,1,of the user"})
    void fieldsThatTheRuleDoesNotKnow_stayWithTheValueThatItGives(String rule, int quantity, String note) {
        Attribute<Newer> newer = Attribute.of("item", Newer.class);
        Merger<Older> merger = switch (rule) {
            case "sum" -> (user, guest) -> new Older(user.quantity() + guest.quantity());
            case "guest" -> Merger.keepGuests();
            default -> Merger.keepUsers();
        };
        Attribute<Older> older =
                Attribute.builder("item", Older.class).mergeBy(merger).build();
        FaultyStore store = new FaultyStore();
        TestEngine newEngine = new TestEngine(store, builder -> builder.attribute(newer));
        TestEngine oldEngine = new TestEngine(store, builder -> builder.attribute(older));
        newEngine.browser().signIn("ada").request(session -> session.put(newer, new Newer(1, "of the user")));
        TestEngine.Browser guest = newEngine.browser();
        guest.request(session -> session.put(newer, new Newer(2, "of the guest")));
        oldEngine.browser().present(guest.tokens().get(0)).signIn("ada").request(UserSession::names);
        newEngine
                .browser()
                .signIn("ada")
                .request(session -> assertThat(session.get(newer)).isEqualTo(new Newer(quantity, note)));
    }
}
