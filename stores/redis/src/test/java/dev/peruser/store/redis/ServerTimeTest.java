package dev.peruser.store.redis;

import static dev.peruser.store.tck.SampleSessions.patience;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.it.servers.RedisServer;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the time is by a server, also if nobody may ask it. */
@Timeout(60)
@Tag("timed")
class ServerTimeTest {
    private static final Duration A_MOMENT = Duration.ofSeconds(30);

    private static void assertIsNow(RedisServer server, String url) {
        try (RedisSessionStore store =
                RedisSessionStore.builder(RedisURI.create(url)).build()) {
            for (int i = 0; i < 3; i++) {
                assertThat(store.time(patience()))
                        .isBetween(Instant.now().minus(A_MOMENT), Instant.now().plus(A_MOMENT));
            }
            Long left = server.command(commands -> commands.dbsize());
            assertThat(left).as("keys that are left").isZero();
        }
    }

    @Test
    void time_isTheServers() {
        try (RedisServer server = RedisServer.started()) {
            assertIsNow(server, server.url());
        }
    }

    @Test
    void userWithoutTheRightToAskIt_isToldAllTheSame() {
        try (RedisServer server = RedisServer.started(
                "user sessions on >secret ~peruser:* resetchannels -@all +hello +ping +info +hgetall +evalsha +eval"
                        + " +exists +hget +hset +hdel +pexpireat +pexpire +pttl +unlink")) {
            assertIsNow(server, "redis://sessions:secret@127.0.0.1:" + server.port());
        }
    }

    @Test
    void commandThatWasRenamedAway_isDoneWithout() {
        try (RedisServer server = RedisServer.started("rename-command TIME \"\"")) {
            assertIsNow(server, server.url());
        }
    }
}
