package dev.peruser.store.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Options of a {@link RedisSessionStore}. Building connects to nothing. Not for use by several threads. */
public final class RedisSessionStoreBuilder {
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9:._/-]{1,100}");
    private static final int MOST_UNANSWERED = 4096;
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration CONNECT_TIME = Duration.ofSeconds(5);

    final List<RedisURI> uris;
    final boolean isCluster;
    String prefix = "peruser:";
    Optional<Replication.Wanted> wanted = Optional.empty();
    private SslOptions sslOptions = SslOptions.create();

    @Nullable ClientResources resources;

    RedisSessionStoreBuilder(List<RedisURI> uris, boolean isCluster) {
        this.uris = uris;
        this.isCluster = isCluster;
    }

    /**
     * How all keys begin; default {@code peruser:}. Applications that share a server need different ones, of which none
     * begins with another.
     *
     * @throws IllegalArgumentException unless it is 1 to 100 ASCII letters, digits and characters of {@code :._/-}
     */
    public RedisSessionStoreBuilder prefix(String prefix) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "prefix must be 1 to 100 characters of A-Z a-z 0-9 : . _ / - (no braces: they would put all"
                            + " sessions into one slot)");
        }
        this.prefix = prefix;
        return this;
    }

    /**
     * After each save and delete, waits until that many replicas have it ({@code WAIT}), so that a fail-over to one of
     * them loses nothing that was acknowledged. By default nothing is waited for. If fewer have it in time, the save
     * counts as unknown, and the request fails unless they have it before its deadline.
     *
     * @param replicas at least 1
     * @param time how long; from a millisecond to a minute, and less than PerUser's deadline
     * @throws IllegalArgumentException if one is not in its range
     */
    public RedisSessionStoreBuilder waitForReplicas(int replicas, Duration time) {
        if (replicas < 1) {
            throw new IllegalArgumentException("replicas must be at least 1, was " + replicas);
        }
        if (time.compareTo(SHORTEST_WAIT) < 0 || time.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException("time must be from 1 ms to 1 minute, was " + time);
        }
        wanted = Optional.of(new Replication.Wanted(replicas, time));
        return this;
    }

    /** Which certificates are trusted, and which is ours, where the address says TLS; default: the JDK's. */
    public RedisSessionStoreBuilder sslOptions(SslOptions sslOptions) {
        this.sslOptions = sslOptions;
        return this;
    }

    /**
     * Threads, timers and metrics of Lettuce that are shared with the application's own clients; by default the store
     * has its own. A whole client can't be shared: this store needs options of its own, so that nothing is sent twice
     * and commands don't pile up.
     */
    public RedisSessionStoreBuilder clientResources(ClientResources resources) {
        this.resources = resources;
        return this;
    }

    /** Builds the store. */
    public RedisSessionStore build() {
        return new RedisSessionStore(this);
    }

    RedisClient client(ClientResources given) {
        RedisClient client = RedisClient.create(given);
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(MOST_UNANSWERED)
                .protocolVersion(ProtocolVersion.RESP3)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(CONNECT_TIME)
                        .keepAlive(true)
                        .build())
                .sslOptions(sslOptions)
                .build());
        return client;
    }

    /** Addresses without credentials. */
    String where() {
        RedisURI first = uris.get(0);
        if (isCluster) {
            return "Cluster with " + first.getHost() + ":" + first.getPort();
        }
        return first.getSentinels().isEmpty()
                ? first.getHost() + ":" + first.getPort()
                : "Sentinel master " + first.getSentinelMasterId();
    }
}
