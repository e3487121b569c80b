package dev.peruser.it.scenarios;

import dev.peruser.it.servers.RedisUnderTest;
import dev.peruser.store.SessionStore;
import dev.peruser.store.redis.RedisSessionStore;
import io.lettuce.core.RedisURI;
import java.nio.file.Path;

class RedisClusterScenariosIT extends Scenarios {

    @Override
    SessionStore open(Path folder) {
        return RedisSessionStore.clusterBuilder(RedisUnderTest.clusterUrls().stream()
                        .map(RedisURI::create)
                        .toList())
                .prefix(RedisUnderTest.newPrefix())
                .build();
    }
}
