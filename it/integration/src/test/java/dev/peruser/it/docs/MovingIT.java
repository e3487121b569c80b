package dev.peruser.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.migration.MovingSessionStore;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example of docs/stores/moving.md. */
class MovingIT {

    @Test
    void sessionsOfTheOldStore_areThere() {
        SessionStore oldStore = new InMemorySessionStore();
        SessionStore newStore = new InMemorySessionStore();
        PerUser.builder(oldStore)
                .build()
                .withSession(UserId.of("ada"), session -> session.list("cart").add("tea"));
        // snippet:moving-store
        SessionStore store = MovingSessionStore.from(oldStore, newStore);
        // end
        List<Object> cart = PerUser.builder(store)
                .build()
                .withSession(UserId.of("ada"), session -> List.copyOf(session.list("cart")));
        assertThat(cart).containsExactly("tea");
    }
}
