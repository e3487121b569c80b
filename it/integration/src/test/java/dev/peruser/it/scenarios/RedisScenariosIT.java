package dev.peruser.it.scenarios;

import dev.peruser.it.servers.RedisUnderTest;
import dev.peruser.store.SessionStore;
import dev.peruser.store.redis.RedisSessionStore;
import io.lettuce.core.RedisURI;
import java.nio.file.Path;

class RedisScenariosIT extends Scenarios {

    @Override
    SessionStore open(Path folder) {
        return RedisSessionStore.builder(RedisURI.create(RedisUnderTest.url()))
                .prefix(RedisUnderTest.newPrefix())
                .build();
    }

    @Override
    public int firstRequests() {
        return 100;
    }
}
