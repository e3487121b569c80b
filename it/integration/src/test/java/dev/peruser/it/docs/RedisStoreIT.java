package dev.peruser.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.it.servers.RedisUnderTest;
import dev.peruser.store.redis.RedisSessionStore;
import io.lettuce.core.RedisURI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples of docs/stores/redis.md. */
class RedisStoreIT {
    private final String prefix = RedisUnderTest.newPrefix();

    @Test
    void oneServer() {
        String url = RedisUnderTest.url();
        for (int start = 1; start <= 2; start++) {
            // snippet:redis-store
            RedisSessionStore store = RedisSessionStore.builder(RedisURI.create(url))
                    .prefix(prefix)
                    .build();
            PerUser perUser = PerUser.builder(store).build();
            // end
            assertThat(starts(perUser)).isEqualTo(start);
            perUser.close();
            store.close();
        }
    }

    @Test
    void cluster() {
        List<RedisURI> nodes =
                RedisUnderTest.clusterUrls().stream().map(RedisURI::create).toList();
        // snippet:redis-cluster-store
        RedisSessionStore store =
                RedisSessionStore.clusterBuilder(nodes).prefix(prefix).build();
        // end
        try (store) {
            assertThat(starts(PerUser.builder(store).build())).isEqualTo(1);
        }
    }

    private static int starts(PerUser perUser) {
        return perUser.withSession(UserId.of("ada"), session -> {
            session.list("starts").add("x");
            return session.list("starts").size();
        });
    }
}
