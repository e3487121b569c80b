package dev.peruser.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.nearcache.NearCachedSessionStore;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The example of docs/stores/near-cache.md. */
class NearCacheIT {

    @Test
    void nearCache_inFrontOfAStore() {
        SessionStore store = new InMemorySessionStore();
        // snippet:near-cache
        SessionStore cached = NearCachedSessionStore.builder(store)
                .maximumAge(Duration.ofSeconds(10))
                .maximumBytes(64 << 20)
                .build();
        PerUser perUser = PerUser.builder(cached).build();
        // end
        assertThat(perUser.recallsCopies()).isTrue();
    }
}
