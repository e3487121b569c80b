package dev.peruser.store.tck;

import static dev.peruser.store.WriteResult.APPLIED;
import static dev.peruser.store.tck.Samples.GUEST;
import static dev.peruser.store.tck.Samples.USER;
import static dev.peruser.store.tck.Samples.first;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;

abstract class ExpiryGroup {
    private final StoreUnderTest store;

    ExpiryGroup(StoreUnderTest store) {
        this.store = store;
    }

    @Test
    void expired_isAbsentOrAsItWasSaved() {
        StoredSession expired = createdExpired();
        assertThat(store.load(USER)).isIn(Optional.empty(), Optional.of(expired));
    }

    /**
     * Either the store still has it, then its version can be replaced, or it has forgotten it, then it can be created.
     */
    @Test
    void expired_neverBlocksItsKey() {
        StoredSession expired = createdExpired();
        boolean isThere = store.load(USER).isPresent();
        StoredSession anew = first(2, "anew");
        assertThat(isThere ? store.replace(USER, expired, anew) : store.create(USER, anew))
                .isEqualTo(APPLIED);
        assertThat(store.load(USER)).contains(anew);
    }

    @Test
    void expiry_isWhatTheLastSaveSaid() {
        StoredSession soon =
                Samples.expiring(SessionVersion.first(1), Instant.now().plus(1, ChronoUnit.DAYS));
        StoredSession late =
                Samples.expiring(soon.version().next(), Instant.now().plus(400, ChronoUnit.DAYS));
        StoredSession sooner =
                Samples.expiring(late.version().next(), Instant.now().plus(2, ChronoUnit.HOURS));
        assertThat(store.create(GUEST, soon)).isEqualTo(APPLIED);
        assertThat(store.replace(GUEST, soon, late)).isEqualTo(APPLIED);
        assertThat(store.load(GUEST)).contains(late);
        assertThat(store.replace(GUEST, late, sooner)).isEqualTo(APPLIED);
        assertThat(store.load(GUEST)).contains(sooner);
    }

    private StoredSession createdExpired() {
        StoredSession expired =
                Samples.expiring(SessionVersion.first(1), Instant.now().minus(1, ChronoUnit.HOURS));
        assertThat(store.create(USER, expired)).isEqualTo(APPLIED);
        return expired;
    }
}
