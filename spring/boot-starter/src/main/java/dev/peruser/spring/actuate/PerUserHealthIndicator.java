package dev.peruser.spring.actuate;

import dev.peruser.PerUserException;
import dev.peruser.spring.StartUpCheck;
import dev.peruser.spring.StoreKind;
import dev.peruser.store.ClockedSessionStore;
import dev.peruser.store.Deadline;
import dev.peruser.store.SessionStore;
import dev.peruser.store.WrappingSessionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Asks the store once. What is wrong is said in the words of PerUser's own exception; what a driver says may name hosts
 * and values, so of other exceptions the class alone.
 */
final class PerUserHealthIndicator implements HealthIndicator {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration TOLERATED = Duration.ofSeconds(10);

    private final SessionStore store;

    PerUserHealthIndicator(SessionStore store) {
        this.store = store;
    }

    /** What is worth a word of the difference between this server's clock and the store's. It does sessions no harm. */
    private Optional<String> clock() {
        return WrappingSessionStore.ability(store, ClockedSessionStore.class)
                .map(clocked -> Duration.between(clocked.time(Deadline.after(PATIENCE)), Instant.now()))
                .filter(ahead -> ahead.abs().compareTo(TOLERATED) > 0)
                .map(ahead -> "this server's clock is " + ahead.abs().toSeconds() + " s "
                        + (ahead.isNegative() ? "behind" : "ahead of") + " that of the session store");
    }

    @Override
    public Health health() {
        Health.Builder health = Health.up().withDetail("store", StoreKind.of(store));
        try {
            StartUpCheck.ask(store, PATIENCE);
            clock().ifPresent(difference -> health.withDetail("clock", difference));
            return health.build();
        } catch (PerUserException e) {
            return health.down()
                    .withDetail("reason", String.valueOf(e.getMessage()))
                    .build();
        } catch (RuntimeException e) {
            return health.down()
                    .withDetail(
                            "reason",
                            "the session store failed with a " + e.getClass().getName())
                    .build();
        }
    }
}
