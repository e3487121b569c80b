package dev.peruser.store.redis;

import static dev.peruser.store.WriteResult.APPLIED;
import static dev.peruser.store.tck.SampleSessions.USER;
import static dev.peruser.store.tck.SampleSessions.createIn;
import static dev.peruser.store.tck.SampleSessions.first;
import static dev.peruser.store.tck.SampleSessions.next;
import static dev.peruser.store.tck.SampleSessions.patience;
import static dev.peruser.store.tck.SampleSessions.replaceIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.peruser.UnusableStoreException;
import dev.peruser.it.servers.RedisServer;
import dev.peruser.store.StoredSession;
import io.lettuce.core.RedisURI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SentinelTest {

    @Test
    void killedMaster_isReplacedByTheOneThatSentinelsName() {
        try (RedisServer master = RedisServer.started("repl-diskless-sync-delay 0");
                RedisServer replica = RedisServer.started("replicaof 127.0.0.1 " + master.port());
                RedisServer sentinel = RedisServer.started(
                        "sentinel monitor main 127.0.0.1 " + master.port() + " 1",
                        "sentinel down-after-milliseconds main 500",
                        "sentinel failover-timeout main 2000");
                RedisSessionStore store = RedisSessionStore.builder(
                                RedisURI.create("redis-sentinel://127.0.0.1:" + sentinel.port() + "#main"))
                        .build()) {
            await().until(() ->
                    sentinel.command(commands -> commands.info("sentinel")).contains("slaves=1"));
            await().until(() ->
                    replica.command(commands -> commands.info("replication")).contains("master_link_status:up"));
            StoredSession first = first("first");
            assertThat(createIn(store, first)).isEqualTo(APPLIED);
            await().untilAsserted(() -> {
                long copies = replica.command(commands -> commands.exists("peruser:" + USER.text()));
                assertThat(copies).isOne();
            });
            master.kill();
            assertThat(store.load(USER, patience())).contains(first);
            StoredSession next = next(first, "next");
            assertThat(replaceIn(store, first, next)).isEqualTo(APPLIED);
            assertThat(store.load(USER, patience())).contains(next);
        }
    }

    @Test
    void sentinelTakenForAServer_saysSo() {
        try (RedisServer master = RedisServer.started();
                RedisServer sentinel = RedisServer.started("sentinel monitor main 127.0.0.1 " + master.port() + " 1");
                RedisSessionStore store = RedisSessionStore.builder(RedisURI.create(sentinel.url()))
                        .build()) {
            assertThatThrownBy(() -> store.load(USER, patience()))
                    .isInstanceOf(UnusableStoreException.class)
                    .hasMessageContaining("redis-sentinel://");
        }
    }
}
