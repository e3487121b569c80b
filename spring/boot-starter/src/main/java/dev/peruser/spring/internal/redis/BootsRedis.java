package dev.peruser.spring.internal.redis;

import dev.peruser.spring.internal.start.StartFailure;
import dev.peruser.store.redis.RedisSessionStore;
import dev.peruser.store.redis.RedisSessionStoreBuilder;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.StaticCredentialsProvider;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Node;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Sentinel;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * The Redis that Spring Boot connects the application to: by {@code spring.data.redis}, or a container that it has
 * started or was told of ({@code @ServiceConnection}, Docker Compose).
 */
public final class BootsRedis {
    private static final String DETAILS =
            "org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails";

    private final DataRedisConnectionDetails details;
    private final Optional<SslBundle> ssl;

    private BootsRedis(DataRedisConnectionDetails details) {
        this.details = details;
        this.ssl = Optional.ofNullable(details.getSslBundle());
    }

    /** Empty if Boot connects to none, or the module {@code spring-boot-data-redis} is not there. */
    public static Optional<BootsRedis> find(ListableBeanFactory beans) {
        return ClassUtils.isPresent(DETAILS, null) ? Known.find(beans) : Optional.empty();
    }

    /** Loaded only if its types are there. */
    private static final class Known {
        static Optional<BootsRedis> find(ListableBeanFactory beans) {
            return Optional.ofNullable(beans.getBeanProvider(DataRedisConnectionDetails.class)
                            .getIfUnique())
                    .map(BootsRedis::new);
        }
    }

    /** Nothing is connected yet. */
    public RedisSessionStoreBuilder builder() {
        List<RedisURI> addresses = addresses();
        RedisSessionStoreBuilder builder = details.getCluster() == null
                ? RedisSessionStore.builder(addresses.get(0))
                : RedisSessionStore.clusterBuilder(addresses);
        ssl.ifPresent(bundle -> builder.sslOptions(options(bundle)));
        return builder;
    }

    /** Of one server, of one master behind Sentinels, or of nodes of a Cluster. */
    public List<RedisURI> addresses() {
        DataRedisConnectionDetails.@Nullable Cluster cluster = details.getCluster();
        @Nullable Sentinel sentinel = details.getSentinel();
        @Nullable Standalone standalone = details.getStandalone();
        if (cluster != null) {
            return cluster.getNodes().stream()
                    .map(node -> address(node.host(), node.port(), 0))
                    .toList();
        }
        if (sentinel != null) {
            return List.of(behind(sentinel));
        }
        if (standalone == null || details.getMasterReplica() != null) {
            throw StartFailure.of(
                    "peruser.store=redis, and Spring Boot connects to Redis in a way that PerUser doesn't know, such as"
                            + " spring.data.redis.masterreplica.",
                    "Set peruser.redis.url to the address of the master.");
        }
        return List.of(address(standalone.getHost(), standalone.getPort(), standalone.getDatabase()));
    }

    private RedisURI address(String host, int port, int database) {
        RedisURI address = secured(RedisURI.create(host, port));
        address.setDatabase(database);
        authenticate(address, details.getUsername(), details.getPassword());
        return address;
    }

    private RedisURI behind(Sentinel sentinel) {
        RedisURI master = secured(new RedisURI());
        master.setSentinelMasterId(sentinel.getMaster());
        master.setDatabase(sentinel.getDatabase());
        authenticate(master, details.getUsername(), details.getPassword());
        for (Node node : sentinel.getNodes()) {
            RedisURI one = secured(RedisURI.create(node.host(), node.port()));
            authenticate(one, sentinel.getUsername(), sentinel.getPassword());
            master.getSentinels().add(one);
        }
        return master;
    }

    private RedisURI secured(RedisURI address) {
        address.setSsl(ssl.isPresent());
        return address;
    }

    private static void authenticate(RedisURI address, @Nullable String user, @Nullable String password) {
        if (password != null) {
            address.setCredentialsProvider(
                    new StaticCredentialsProvider(StringUtils.hasLength(user) ? user : null, password.toCharArray()));
        }
    }

    private static SslOptions options(SslBundle bundle) {
        SslOptions.Builder options = SslOptions.builder()
                .keyManager(bundle.getManagers().getKeyManagerFactory())
                .trustManager(bundle.getManagers().getTrustManagerFactory());
        String @Nullable [] ciphers = bundle.getOptions().getCiphers();
        if (ciphers != null) {
            options.cipherSuites(ciphers);
        }
        String @Nullable [] protocols = bundle.getOptions().getEnabledProtocols();
        if (protocols != null) {
            options.protocols(protocols);
        }
        return options.build();
    }
}
