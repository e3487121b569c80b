package dev.peruser.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peruser.store.ClockedSessionStore;
import dev.peruser.store.Deadline;
import dev.peruser.store.ForwardingSessionStore;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.EmbeddedSessionStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/** What the health indicator says of a store that works, but not as it should. */
class PerUserHealthIndicatorTest {

    private static Health health(SessionStore store) {
        return new PerUserHealthIndicator(store).health();
    }

    @Test
    void anEmbeddedFileThatIsGone_isDown_withWords(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("sessions.db");
        try (EmbeddedSessionStore store = EmbeddedSessionStore.open(file)) {
            assertThat(health(store).getStatus()).isEqualTo(Status.UP);
            Files.delete(file);

            await("the store may take its file for unchanged that long")
                    .pollDelay(Duration.ofMillis(1))
                    .untilAsserted(() -> {});
            assertThat(health(store).getStatus()).isEqualTo(Status.DOWN);
            assertThat(health(store).getDetails().get("reason")).asString().contains("is gone", "restart");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {95, -95, 31_536_000})
    void aClockThatIsFarOff_isSaid_andTheStoreIsUp(long ahead) {
        Health health = health(new Shifted(Duration.ofSeconds(-ahead)));

        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails().get("clock"))
                .asString()
                .contains(ahead > 0 ? "ahead of" : "behind")
                .contains(String.valueOf(Math.abs(ahead) / 10)); // a second may pass
    }

    @Test
    void aClockThatIsRight_isNotSpokenOf() {
        assertThat(health(new Shifted(Duration.ofSeconds(2))).getDetails()).doesNotContainKey("clock");
        assertThat(health(new InMemorySessionStore()).getDetails()).doesNotContainKey("clock");
    }

    /** A store whose clock is so far ahead of this machine's. */
    private static final class Shifted extends ForwardingSessionStore implements ClockedSessionStore {
        private final SessionStore store = new InMemorySessionStore();
        private final Duration ahead;

        Shifted(Duration ahead) {
            this.ahead = ahead;
        }

        @Override
        public SessionStore wrapped() {
            return store;
        }

        @Override
        public Instant time(Deadline deadline) {
            return Instant.now().plus(ahead);
        }
    }
}
