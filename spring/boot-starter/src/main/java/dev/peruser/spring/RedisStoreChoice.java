package dev.peruser.spring;

import dev.peruser.spring.internal.redis.BootsRedis;
import dev.peruser.spring.internal.start.StartFailure;
import dev.peruser.store.SessionStore;
import dev.peruser.store.redis.RedisSessionStore;
import dev.peruser.store.redis.RedisSessionStoreBuilder;
import io.lettuce.core.RedisURI;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;

/** What needs the module peruser-store-redis, apart from all else, because it may not be there. */
final class RedisStoreChoice {
    private static final Log LOGGER = LogFactory.getLog(StoreChoice.class);
    private static final String MODULE = "dev.peruser.store.redis.RedisSessionStore";

    private RedisStoreChoice() {}

    /** Whether the module is on the class path. */
    static boolean isPossible() {
        return ClassUtils.isPresent(MODULE, null);
    }

    /**
     * The store that the properties describe, or that on the Redis of Spring Boot if they give no address; nothing is
     * connected yet.
     *
     * @throws IllegalArgumentException if they don't
     */
    static SessionStore open(PerUserProperties.Redis redis, ListableBeanFactory beans) {
        if (redis.isGiven()) {
            return told(builder(redis).build(), addresses(redis), redis);
        }
        BootsRedis boots = BootsRedis.find(beans)
                .orElseThrow(() -> StartFailure.of(
                        "peruser.store=redis, but no address is given.",
                        "Set peruser.redis.url, for example to redis://localhost:6379, or peruser.redis.cluster; or add"
                                + " spring-boot-starter-data-redis: then it is the Redis of spring.data.redis, or of a"
                                + " container with @ServiceConnection."));
        return told(completed(boots.builder(), redis).build(), boots.addresses(), redis);
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

    /** Says where that is, without user and password, and how its keys begin. */
    private static SessionStore told(SessionStore store, List<RedisURI> addresses, PerUserProperties.Redis redis) {
        String place = addresses.stream()
                .flatMap(uri -> uri.getSentinels().isEmpty() ? Stream.of(uri) : uri.getSentinels().stream())
                .map(uri -> uri.getSocket() == null ? uri.getHost() + ":" + uri.getPort() : uri.getSocket())
                .collect(Collectors.joining(", "));
        LOGGER.info("peruser.store-chosen: PerUser keeps sessions in Redis, at " + place
                + ", under keys that begin with " + redis.prefix());
        return store;
    }

    private static List<RedisURI> addresses(PerUserProperties.Redis redis) {
        return redis.cluster().isEmpty()
                ? List.of(address("peruser.redis.url", redis.url()))
                : clusterAddresses(redis.cluster());
    }

    private static RedisSessionStoreBuilder builder(PerUserProperties.Redis redis) {
        if (!redis.url().isEmpty() && !redis.cluster().isEmpty()) {
            throw new IllegalArgumentException(
                    "only one of peruser.redis.url and peruser.redis.cluster can be set, not both");
        }
        List<RedisURI> addresses = addresses(redis);
        return completed(
                redis.cluster().isEmpty()
                        ? RedisSessionStore.builder(addresses.get(0))
                        : RedisSessionStore.clusterBuilder(addresses),
                redis);
    }

    private static RedisSessionStoreBuilder completed(RedisSessionStoreBuilder builder, PerUserProperties.Redis redis) {
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
