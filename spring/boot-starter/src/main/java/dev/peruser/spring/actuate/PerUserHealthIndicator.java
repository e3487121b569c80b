package dev.peruser.spring.actuate;

import dev.peruser.PerUserException;
import dev.peruser.spring.StartUpCheck;
import dev.peruser.spring.StoreKind;
import dev.peruser.store.SessionStore;
import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Asks the store once. What is wrong is said in the words of PerUser's own exception; what a driver says may name hosts
 * and values, so of other exceptions the class alone.
 */
final class PerUserHealthIndicator implements HealthIndicator {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final SessionStore store;

    PerUserHealthIndicator(SessionStore store) {
        this.store = store;
    }

    @Override
    public Health health() {
        Health.Builder health = Health.up().withDetail("store", StoreKind.of(store));
        try {
            StartUpCheck.ask(store, PATIENCE);
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
