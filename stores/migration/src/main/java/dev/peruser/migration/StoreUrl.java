package dev.peruser.migration;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.StoreException;
import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.EmbeddedSessionStore;
import dev.peruser.store.jdbc.JdbcSessionStore;
import dev.peruser.store.jdbc.JdbcSessionStoreBuilder;
import dev.peruser.store.redis.RedisSessionStore;
import dev.peruser.store.redis.RedisSessionStoreBuilder;
import io.lettuce.core.RedisURI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Opens the store that a URL names.
 *
 * <table>
 *   <caption>URLs</caption>
 *   <tr><th>URL</th><th>store</th></tr>
 *   <tr><td>{@code jdbc:sqlite:/path/peruser.db}</td><td>the embedded file; it must exist</td></tr>
 *   <tr><td>{@code jdbc:postgresql://host/db?user=u&password=p}, other {@code jdbc:} URLs</td>
 *       <td>a table of that database, by the driver on the class path</td></tr>
 *   <tr><td>{@code redis://user:password@host:6379}, {@code rediss://…}, {@code redis-sentinel://…#name}</td>
 *       <td>a Redis server</td></tr>
 *   <tr><td>{@code redis-cluster://user:password@host:6379,host:6379}, {@code rediss-cluster://…}</td>
 *       <td>a Redis Cluster</td></tr>
 * </table>
 *
 * <p>A URL may hold a password: messages never hold the URL.
 */
public final class StoreUrl {
    private static final int CONNECTIONS = 8;
    private static final long CONNECTION_MILLIS = 8_000;
    private static final String SQLITE = "jdbc:sqlite:";
    private static final String CLUSTER = "-cluster://";

    private StoreUrl() {}

    /**
     * Opens a store. The connection is made at the first call.
     *
     * @param name the table (JDBC) or the prefix of keys (Redis) if it is not the usual one
     * @throws IllegalArgumentException if no store has such a URL
     * @throws StoreException if the embedded file can't be used
     */
    public static SessionStore open(String url, Optional<String> name) {
        if (url.startsWith(SQLITE)) {
            return embedded(url.substring(SQLITE.length()), name);
        }
        if (url.startsWith("jdbc:")) {
            return jdbc(url, name);
        }
        if (url.startsWith("redis")) {
            return redis(url, name);
        }
        throw new IllegalArgumentException(
                "a store's URL begins with jdbc:, redis://, rediss://, redis-sentinel:// or" + " redis-cluster://");
    }

    private static SessionStore embedded(String path, Optional<String> name) {
        if (name.isPresent()) {
            throw new IllegalArgumentException("the embedded file has no table of another name");
        }
        if (!Files.isRegularFile(Path.of(path))) {
            throw new StoreException("there is no file " + Path.of(path).toAbsolutePath());
        }
        return EmbeddedSessionStore.open(Path.of(path));
    }

    private static SessionStore jdbc(String url, Optional<String> table) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("peruser migration");
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(CONNECTION_MILLIS);
        config.setInitializationFailTimeout(-1);
        HikariDataSource pool;
        try {
            pool = new HikariDataSource(config);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("no JDBC driver on the class path knows this URL", e);
        }
        JdbcSessionStoreBuilder builder = JdbcSessionStore.builder(pool);
        table.ifPresent(builder::table);
        return new PooledSessionStore(builder.build(), pool);
    }

    private static SessionStore redis(String url, Optional<String> prefix) {
        RedisSessionStoreBuilder builder = url.contains(CLUSTER)
                ? RedisSessionStore.clusterBuilder(nodes(url))
                : RedisSessionStore.builder(RedisURI.create(url));
        prefix.ifPresent(builder::prefix);
        return builder.build();
    }

    private static List<RedisURI> nodes(String url) {
        String scheme = url.substring(0, url.indexOf(CLUSTER)) + "://";
        String rest = url.substring(url.indexOf(CLUSTER) + CLUSTER.length());
        int at = rest.lastIndexOf('@');
        String credentials = rest.substring(0, at + 1);
        List<RedisURI> nodes = new ArrayList<>();
        for (String node : rest.substring(at + 1).split(",", -1)) {
            nodes.add(RedisURI.create(scheme + credentials + node));
        }
        return nodes;
    }
}
