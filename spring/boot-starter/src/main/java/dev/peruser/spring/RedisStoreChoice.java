package dev.peruser.spring;

import dev.peruser.store.SessionStore;
import dev.peruser.store.redis.RedisSessionStore;
import dev.peruser.store.redis.RedisSessionStoreBuilder;
import io.lettuce.core.RedisURI;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.util.ClassUtils;

/** What needs the module peruser-store-redis, apart from all else, because it may not be there. */
final class RedisStoreChoice {
    private static final String MODULE = "dev.peruser.store.redis.RedisSessionStore";

    private RedisStoreChoice() {}

    /** Whether the module is on the class path. */
    static boolean isPossible() {
        return ClassUtils.isPresent(MODULE, null);
    }

    /**
     * The store that the properties describe; nothing is connected yet.
     *
     * @throws IllegalArgumentException if they don't
     */
    static SessionStore open(PerUserProperties.Redis redis) {
        return builder(redis).build();
    }

    /**
     * Checks the properties.
     *
     * @throws IllegalArgumentException if they don't describe a store
     */
    static void check(PerUserProperties.Redis redis) {
        if (redis.isGiven()) {
            RedisSessionStoreBuilder builder = builder(redis);
            if (redis.waitForReplicas() == 0) {
                waitForReplicas(builder, 1, redis); // the time is to be right before it counts
            }
        }
    }

    /** Where that is, as the addresses say it, without user and password; and how its keys begin. */
    static String place(PerUserProperties.Redis redis) {
        Stream<RedisURI> addresses = redis.cluster().isEmpty()
                ? Stream.of(address("peruser.redis.url", redis.url()))
                : clusterAddresses(redis.cluster()).stream();
        return addresses
                        .flatMap(uri -> uri.getSentinels().isEmpty() ? Stream.of(uri) : uri.getSentinels().stream())
                        .map(uri -> uri.getSocket() == null ? uri.getHost() + ":" + uri.getPort() : uri.getSocket())
                        .collect(Collectors.joining(", "))
                + ", under keys that begin with " + redis.prefix();
    }

    private static RedisSessionStoreBuilder builder(PerUserProperties.Redis redis) {
        if (!redis.url().isEmpty() && !redis.cluster().isEmpty()) {
            throw new IllegalArgumentException(
                    "only one of peruser.redis.url and peruser.redis.cluster can be set, not both");
        }
        RedisSessionStoreBuilder builder = redis.cluster().isEmpty()
                ? RedisSessionStore.builder(address("peruser.redis.url", redis.url()))
                : RedisSessionStore.clusterBuilder(clusterAddresses(redis.cluster()));
        try {
            builder.prefix(redis.prefix());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("peruser.redis.prefix: " + e.getMessage(), e);
        }
        if (redis.waitForReplicas() != 0) {
            waitForReplicas(builder, redis.waitForReplicas(), redis);
        }
        return builder;
    }

    private static void waitForReplicas(RedisSessionStoreBuilder builder, int replicas, PerUserProperties.Redis redis) {
        try {
            builder.waitForReplicas(replicas, redis.waitTime());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "peruser.redis.wait-for-replicas, peruser.redis.wait-time: " + e.getMessage(), e);
        }
    }

    private static List<RedisURI> clusterAddresses(List<String> texts) {
        return texts.stream()
                .map(text -> address("peruser.redis.cluster", text))
                .toList();
    }

    /** The parser's own message may repeat the address, and with it the password. */
    private static RedisURI address(String property, String text) {
        try {
            return RedisURI.create(text);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    property + " must be an address such as redis://user:password@host:6379, rediss://… for TLS, or"
                            + " redis-sentinel://host:26379#name-of-the-master");
        }
    }
}
