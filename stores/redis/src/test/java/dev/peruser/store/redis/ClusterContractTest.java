package dev.peruser.store.redis;

import dev.peruser.it.servers.RedisUnderTest;
import dev.peruser.store.SessionStore;
import dev.peruser.store.tck.SessionStoreContract;
import io.lettuce.core.RedisURI;
import java.util.Optional;

class ClusterContractTest extends SessionStoreContract {
    private final String prefix = RedisUnderTest.newPrefix();

    @Override
    protected SessionStore openEmpty() {
        return RedisSessionStore.clusterBuilder(RedisUnderTest.clusterUrls().stream()
                        .map(RedisURI::create)
                        .toList())
                .prefix(prefix)
                .build();
    }

    @Override
    protected Optional<SessionStore> reopen() {
        return Optional.of(openEmpty());
    }
}
