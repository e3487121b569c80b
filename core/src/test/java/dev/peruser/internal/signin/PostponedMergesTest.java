package dev.peruser.internal.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.StoreException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostponedMergesTest {
    private long now = -5; // as System.nanoTime may be
    private final PostponedMerges merges = new PostponedMerges(() -> now);

    private void fail(RuntimeException with, long millis) {
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> merges.attempt("g:1", () -> {
                    passes(millis);
                    throw with;
                }));
    }

    private void passes(long millis) {
        now += Duration.ofMillis(millis).toNanos();
    }

    private long millisUntilDue() {
        long millis = 0;
        while (!merges.isDue("g:1")) {
            passes(1);
            millis++;
        }
        return millis;
    }

    @Test
    void mergeThatNeverFailed_isDue() {
        assertThat(merges.isDue("g:1")).isTrue();
        merges.attempt("g:1", () -> {});
        assertThat(merges.isDue("g:1")).isTrue();
    }

    @Test
    void pauses_beginWithTheFifthFailure_andGrow() {
        for (int failure = 0; failure < 4; failure++) {
            fail(new IllegalStateException(), 0);
            assertThat(millisUntilDue()).isZero();
        }
        fail(new IllegalStateException(), 0);
        assertThat(merges.isDue("g:2")).isTrue();
        assertThat(millisUntilDue()).isEqualTo(100);
        fail(new IllegalStateException(), 0);
        assertThat(millisUntilDue()).isEqualTo(200);
        fail(new IllegalStateException(), 0);
        assertThat(millisUntilDue()).isEqualTo(400);
    }

    @Test
    void mergeThatTakesLong_isTriedATenthOfTheTimeAtMost() {
        fail(new IllegalStateException(), 2_000);
        assertThat(millisUntilDue()).isEqualTo(20_000);
        fail(new IllegalStateException(), 1_000);
        assertThat(millisUntilDue()).isEqualTo(30_000);
    }

    @ParameterizedTest
    @CsvSource({"false, 300000", "true, 10000"})
    void longestPause_isMinutesForARule_andSecondsForTheStore(boolean isStore, long longest) {
        for (int failure = 0; failure < 40; failure++) {
            fail(isStore ? new StoreException("down") : new IllegalStateException(), 50);
            assertThat(millisUntilDue()).isLessThanOrEqualTo(longest);
        }
        fail(isStore ? new StoreException("down") : new IllegalStateException(), 50);
        assertThat(millisUntilDue()).isEqualTo(longest);
    }

    @Test
    void success_isTheEndOfAllPauses() {
        fail(new IllegalStateException(), 2_000);
        passes(20_000);
        merges.attempt("g:1", () -> {});
        assertThat(merges.isDue("g:1")).isTrue();
        fail(new IllegalStateException(), 0);
        assertThat(millisUntilDue()).isZero();
    }
}
