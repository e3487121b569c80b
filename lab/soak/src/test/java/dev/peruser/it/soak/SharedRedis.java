package dev.peruser.it.soak;

import dev.peruser.it.servers.RedisCluster;
import dev.peruser.it.servers.RedisServer;
import dev.peruser.store.SessionStore;
import dev.peruser.store.redis.RedisSessionStore;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Redis for all server processes; a file in their folder says where it is. */
final class SharedRedis {
    private static final String FILE = "redis";
    private static final String FAILED_OVER = "fail-over";
    private static final Duration REPLICAS_TIME = Duration.ofMillis(500);

    private SharedRedis() {}

    static SharedServer single(Path folder) throws IOException {
        RedisServer server = RedisServer.started("appendonly yes", "appendfsync always");
        Files.write(folder.resolve(FILE), List.of("single", server.url()));
        return new SharedServer() {
            @Override
            public void restart() {
                server.kill();
                server.start();
            }

            @Override
            public void close() {
                server.close();
            }
        };
    }

    static SharedServer cluster(Path folder, boolean isFailedOver) throws IOException {
        RedisCluster cluster = RedisCluster.started(isFailedOver ? 1 : 0);
        Files.write(
                folder.resolve(FILE),
                List.of(isFailedOver ? FAILED_OVER : "cluster", String.join(",", cluster.urls())));
        return new SharedServer() {
            private int turn;

            @Override
            public void failOver() {
                List<RedisServer> masters = cluster.masters();
                RedisServer killed = masters.get(turn++ % masters.size());
                killed.kill();
                cluster.awaitComplete();
                killed.start();
                cluster.awaitComplete();
            }

            @Override
            public void close() {
                cluster.close();
            }
        };
    }

    static SessionStore open(Path folder) {
        try {
            List<String> lines = Files.readAllLines(folder.resolve(FILE));
            List<RedisURI> uris = List.of(lines.get(1).split(",")).stream()
                    .map(RedisURI::create)
                    .toList();
            return switch (lines.get(0)) {
                case "single" -> RedisSessionStore.builder(uris.get(0)).build();
                case FAILED_OVER ->
                    RedisSessionStore.clusterBuilder(uris)
                            .waitForReplicas(1, REPLICAS_TIME)
                            .build();
                default -> RedisSessionStore.clusterBuilder(uris).build();
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
