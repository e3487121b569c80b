package dev.peruser.it.scale;

import dev.peruser.it.servers.ProcessorTime;
import dev.peruser.it.servers.RedisServer;
import dev.peruser.store.Deadline;
import dev.peruser.store.ObservableSessionStore;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.redis.RedisSessionStore;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Redis with an append-only file that is flushed each second and not rewritten meanwhile. */
final class MeasuredRedis implements MeasuredServer {
    private static final String MEMORY_USAGE = "return redis.call('MEMORY', 'USAGE', KEYS[1], 'SAMPLES', 0)";

    private final RedisServer server =
            RedisServer.started("appendonly yes", "appendfsync everysec", "auto-aof-rewrite-percentage 0");
    private final RedisClient client = RedisClient.create(server.url());
    private final RedisCommands<String, String> commands = client.connect().sync();
    private final RedisSessionStore fillingStore = open();
    private final List<RedisSessionStore> stores;
    private final ProcessHandle process =
            ProcessHandle.of((long) info("process_id")).orElseThrow();
    private final double memoryAtFirst = info("used_memory");

    private MeasuredRedis(int clients) {
        stores = Stream.generate(this::open).limit(clients).toList();
    }

    static MeasuredRedis start(int clients) {
        return new MeasuredRedis(clients);
    }

    private RedisSessionStore open() {
        return RedisSessionStore.builder(RedisURI.create(server.url())).build();
    }

    @Override
    public SessionStore store() {
        return new OneConnectionEach(stores);
    }

    @Override
    public SessionStore fillingStore() {
        return fillingStore;
    }

    @Override
    public Work work() {
        return new Work(
                ProcessorTime.nanosOf(process),
                (long) (info("aof_current_size") + info("aof_buffer_length")),
                (long) info("total_net_input_bytes"),
                (long) info("total_net_output_bytes"));
    }

    @Override
    public Images images(Work from, Work to) {
        return Images.NONE;
    }

    /** It drops them itself. */
    @Override
    public boolean purges() {
        return false;
    }

    @Override
    public void settle() {}

    @Override
    public void checkpoint() {}

    /** Without what the empty server took. */
    @Override
    public Map<String, Double> sizes() {
        return Map.of("memory", info("used_memory") - memoryAtFirst);
    }

    @Override
    public Map<String, Double> remarks() {
        return Map.of("fragmentation", info("used_memory_rss") / info("used_memory"));
    }

    /** What a session takes by {@code MEMORY USAGE}, with all its fields looked at. */
    double memoryUsage(List<SessionKey> keys) {
        return keys.stream()
                .mapToLong(key -> commands.eval(MEMORY_USAGE, ScriptOutputType.INTEGER, "peruser:" + key.text()))
                .average()
                .orElseThrow();
    }

    /** What the server remembers of each session that a near cache has loaded. */
    double bytesOfTracking(List<SessionKey> keys) {
        try (RedisSessionStore tracked = open();
                ObservableSessionStore.Observation unused = tracked.observe(new Unheard())) {
            loadAll(tracked, keys.subList(0, 1));
            double before = info("used_memory");
            double itemsBefore = info("tracking_total_items");
            loadAll(tracked, keys);
            double items = info("tracking_total_items") - itemsBefore;
            if (items < keys.size() / 2.0) {
                throw new IllegalStateException("Redis remembers only " + items + " of " + keys.size());
            }
            return (info("used_memory") - before) / items;
        }
    }

    private static void loadAll(SessionStore store, List<SessionKey> keys) {
        for (SessionKey key : keys) {
            if (store.load(key, Deadline.after(Duration.ofSeconds(10))).isEmpty()) {
                throw new IllegalStateException("a session is missing");
            }
        }
    }

    @Override
    public String product() {
        return "Redis " + text("redis_version");
    }

    private double info(String name) {
        return Double.parseDouble(text(name));
    }

    private String text(String name) {
        return commands.info()
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Redis doesn't say " + name));
    }

    @Override
    public void close() {
        fillingStore.close();
        stores.forEach(RedisSessionStore::close);
        client.close();
        server.close();
    }

    /** Nobody changes anything meanwhile. */
    private static final class Unheard implements ObservableSessionStore.ChangeObserver {
        @Override
        public void changed(SessionKey key) {}

        @Override
        public void missed() {}
    }
}
