package dev.peruser.benchmarks.growth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.peruser.it.servers.RedisServer;
import dev.peruser.store.SessionStore;
import dev.peruser.store.redis.RedisSessionStore;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A Redis of its own, which writes nothing to disk. */
final class RedisPlace implements Place {
    private static final int PIPELINE = 1_000;
    /** The field that says whose the session is. */
    private static final byte[] HEADER = {'h'};

    private final RedisServer server = RedisServer.started();
    private final List<RedisSessionStore> stores = new ArrayList<>();
    private final RedisSessionStore store = another();

    @Override
    public String title() {
        return "Redis";
    }

    @Override
    public SessionStore store() {
        return store;
    }

    @Override
    public RedisSessionStore another() {
        RedisSessionStore made =
                RedisSessionStore.builder(RedisURI.create(server.url())).build();
        stores.add(made);
        return made;
    }

    @Override
    public void multiply(String key, int count) {
        try (RedisClient client = RedisClient.create(server.url());
                StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE)) {
            Map<byte[], byte[]> fields = connection.sync().hgetall(bytes(key));
            byte[] headerName = fields.keySet().stream()
                    .filter(name -> Arrays.equals(name, HEADER))
                    .findFirst()
                    .orElseThrow();
            Template header = new Template(key, fields.get(headerName));
            long life = connection.sync().pttl(bytes(key));
            RedisAsyncCommands<byte[], byte[]> commands = connection.async();
            connection.setAutoFlushCommands(false);
            for (int from = 0; from < count; from += PIPELINE) {
                List<RedisFuture<?>> answers = new ArrayList<>();
                for (int number = from; number < Math.min(count, from + PIPELINE); number++) {
                    String copy = Shopper.key(number);
                    fields.put(headerName, header.of(copy));
                    answers.add(commands.hset(bytes(copy), fields));
                    answers.add(commands.pexpire(bytes(copy), life));
                }
                connection.flushCommands();
                if (!LettuceFutures.awaitAll(Duration.ofSeconds(60), answers.toArray(RedisFuture[]::new))) {
                    throw new IllegalStateException("Redis was not filled in time");
                }
            }
        }
    }

    private static byte[] bytes(String text) {
        return ("peruser:" + text).getBytes(UTF_8);
    }

    @Override
    public void close() {
        stores.forEach(RedisSessionStore::close);
        server.close();
    }
}
