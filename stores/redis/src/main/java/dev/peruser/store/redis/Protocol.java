package dev.peruser.store.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.protocol.ProtocolVersion;

/**
 * How the client speaks with the servers. With RESP3, that begins with the command HELLO, which some services deny.
 * Then RESP2 does as well, unless somebody observes changes: only over RESP3 are they told on the connection that
 * asked.
 */
final class Protocol {
    private final RedisClient client;
    private final ChangeFeed changes;

    Protocol(RedisClient client, ChangeFeed changes) {
        this.client = client;
        this.changes = changes;
    }

    /** Whether connections can be made without HELLO. From then on they are. */
    boolean doWithoutHello() {
        if (changes.isObserved()) {
            return false;
        }
        ClientOptions options = client.getOptions();
        client.setOptions(
                options.mutate().protocolVersion(ProtocolVersion.RESP2).build());
        return true;
    }

    /** Whether changes can be told. */
    boolean tellsChanges() {
        return client.getOptions().getConfiguredProtocolVersion() != ProtocolVersion.RESP2;
    }
}
