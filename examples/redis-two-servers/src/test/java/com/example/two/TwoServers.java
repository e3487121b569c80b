package com.example.two;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import redis.embedded.RedisServer;

/** A Redis and two servers of the application. */
final class TwoServers implements AutoCloseable {
    private final RedisServer redis;
    final ConfigurableApplicationContext one;
    final ConfigurableApplicationContext two;

    private TwoServers(int redisPort, int onePort, int twoPort) throws Exception {
        redis = RedisServer.newRedisServer().port(redisPort).setting("bind 127.0.0.1").build();
        redis.start();
        one = server(redisPort, onePort);
        two = server(redisPort, twoPort);
    }

    static TwoServers start(int redisPort, int onePort, int twoPort) throws Exception {
        return new TwoServers(redisPort, onePort, twoPort);
    }

    private static ConfigurableApplicationContext server(int redisPort, int port) {
        return new SpringApplicationBuilder(CartApplication.class)
                .run(
                        "--server.port=" + port,
                        "--peruser.redis.url=redis://localhost:" + redisPort,
                        "--peruser.deadline=30s"); // however busy the machine is
    }

    /** To try it out: on the ports 8080 and 8081, until the process is ended. */
    public static void main(String[] arguments) throws Exception {
        start(6390, 8080, 8081);
    }

    @Override
    public void close() throws Exception {
        two.close();
        one.close();
        redis.stop();
    }
}
