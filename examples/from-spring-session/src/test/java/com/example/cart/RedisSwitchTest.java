package com.example.cart;

import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import redis.embedded.RedisServer;

/** Spring Session and PerUser on Redis. */
class RedisSwitchTest extends SwitchTest {
    private RedisServer redis;

    @BeforeEach
    void startRedis() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        redis = RedisServer.newRedisServer().port(port).setting("bind 127.0.0.1").build();
        redis.start();
    }

    @AfterEach
    void stopRedis() throws Exception {
        redis.stop();
    }

    @Override
    List<String> place() {
        return List.of("--spring.data.redis.url=redis://localhost:" + redis.ports().get(0));
    }

    @Override
    List<String> profiles() {
        return List.of();
    }
}
