package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.peruser.store.Deadline;
import dev.peruser.store.InMemorySessionStore;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Times that are given to the engine: too short ones are refused by name, very long ones mean never. */
class DurationsTest {
    private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

    static Stream<Duration> veryLong() {
        return Stream.of(
                FOREVER,
                Duration.ofSeconds(Long.MAX_VALUE),
                Duration.ofMillis(Long.MAX_VALUE),
                Duration.ofDays(100_000_000_000L),
                Duration.ofNanos(Long.MAX_VALUE),
                Duration.ofDays(365_000));
    }

    @ParameterizedTest
    @MethodSource("veryLong")
    void sessionsThatNeverEnd_areSavedReadMergedAndPurged(Duration time) {
        TestEngine engine =
                new TestEngine(builder -> builder.guestIdle(time).userIdle(time).purgeEvery(time));
        TestEngine.Browser browser = engine.browser();
        browser.request(session -> session.list("cart").add("tea"));
        engine.passes(Duration.ofDays(100_000));
        browser.signIn("ada").seesCart("tea");
        assertThat(engine.perUser.purgeExpired()).isLessThanOrEqualTo(1); // what the sign-in left behind
        browser.seesCart("tea");
        assertThat(engine.perUser.guestIdle()).isPositive();
        engine.perUser.start();
        engine.perUser.close();
    }

    @ParameterizedTest
    @MethodSource("veryLong")
    void aValueThatNeverEnds_isSavedReadAndMerged(Duration time) {
        Attribute<String> kept = TestEngine.expiring("kept", time);
        TestEngine engine = new TestEngine(
                builder -> builder.attribute(kept).guestIdle(FOREVER).userIdle(FOREVER));
        TestEngine.Browser browser = engine.browser();
        browser.request(session -> session.put(kept, "here"));
        engine.passes(Duration.ofDays(100_000));
        browser.signIn("ada").request(session -> {
            assertThat(session.find(kept)).contains("here");
            session.put(kept, "still here");
        });
        browser.request(session -> assertThat(session.find(kept)).contains("still here"));
    }

    static Stream<Arguments> settings() {
        return Stream.<Arguments>of(
                setting("peruser.guest-idle", PerUser.Builder::guestIdle),
                setting("peruser.user-idle", PerUser.Builder::userIdle),
                setting("peruser.purge-every", PerUser.Builder::purgeEvery),
                setting("peruser.deadline", PerUser.Builder::deadline));
    }

    private static Arguments setting(String property, BiFunction<PerUser.Builder, Duration, PerUser.Builder> setter) {
        return Arguments.of(property, setter);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aTimeThatIsTooShort_isRefusedWithTheNameOfItsProperty(
            String property, BiFunction<PerUser.Builder, Duration, PerUser.Builder> setter) {
        for (Duration time : new Duration[] {
            Duration.ZERO, Duration.ofMillis(-1), Duration.ofNanos(1), Duration.ofSeconds(Long.MIN_VALUE)
        }) {
            PerUser.Builder builder = setter.apply(PerUser.builder(new InMemorySessionStore()), time);
            assertThatIllegalArgumentException()
                    .isThrownBy(builder::build)
                    .withMessageContaining(property + " must be");
        }
    }

    @Test
    void aDeadlineThatNeverEnds_isRefused() {
        PerUser.Builder builder = PerUser.builder(new InMemorySessionStore()).deadline(FOREVER);
        assertThatIllegalArgumentException()
                .isThrownBy(builder::build)
                .withMessageContaining("peruser.deadline must be from 10ms to 1m");
    }

    @Test
    void aValuesTimeThatIsTooShort_isRefusedWithTheNameOfItsAttribute() {
        for (Duration time : new Duration[] {Duration.ZERO, Duration.ofSeconds(Long.MIN_VALUE)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TestEngine.expiring("coupon", time))
                    .withMessageContaining("'coupon'")
                    .withMessageContaining("expiresAfter");
        }
    }

    @Test
    void aDeadline_isBounded() {
        assertThat(Deadline.after(FOREVER).hasPassed()).isFalse();
        assertThat(Deadline.after(Duration.ofSeconds(Long.MIN_VALUE)).hasPassed())
                .isTrue();
    }
}
