package dev.peruser.benchmarks.sidebyside;

import static dev.peruser.benchmarks.sidebyside.Frames.ascii;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The least that can be sent to Redis: one HGETALL, and one script that compares a version and sets the field that
 * changed, the new version and the expiry. Nothing is decoded or encoded.
 */
final class RawRedisSubject extends MeteredSubject {
    private static final String SCRIPT =
            "if redis.call('HGET', KEYS[1], 'v') ~= ARGV[1] then return 0 end redis.call('HSET', KEYS[1], 'v', ARGV[2],"
                    + " ARGV[3], ARGV[4]) redis.call('PEXPIREAT', KEYS[1], ARGV[5]) return 1";
    private static final int PEOPLE = 100_000;

    private final boolean knowsVersion;
    private final RedisAsyncCommands<byte[], byte[]> commands;
    private final String hash;
    private final long[] versions = new long[PEOPLE];
    private final byte[] expiry = ascii(Long.toString(System.currentTimeMillis() + 86_400_000_000L));
    private final byte[] changedCart = Frames.changed(Case.C, 0);

    RawRedisSubject(String name, String url, Meter meter, boolean knowsVersion) {
        this(name, RedisClient.create(url), meter, knowsVersion);
    }

    private RawRedisSubject(String name, RedisClient client, Meter meter, boolean knowsVersion) {
        super(name, meter, client::shutdown);
        this.knowsVersion = knowsVersion;
        StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE);
        commands = connection.async();
        hash = connection.sync().scriptLoad(SCRIPT);
    }

    @Override
    public boolean supports(Case kind) {
        return knowsVersion ? kind == Case.B || kind == Case.C || kind == Case.D : true;
    }

    private String prefix(Case kind) {
        return (knowsVersion ? "warm" : "raw") + (kind == Case.H ? "-large:" : ":");
    }

    @Override
    public void fill(Case kind, int people) throws Exception {
        for (int person = 0; person < people; person++) {
            store(prefix(kind) + person, kind, person);
            versions[person] = 1;
        }
    }

    private void store(String key, Case kind, int person) throws Exception {
        Map<byte[], byte[]> fields = new java.util.LinkedHashMap<>();
        Frames.attributes(kind, person).forEach((field, value) -> fields.put(ascii("a" + field), value));
        fields.put(ascii("v"), version(1));
        fields.put(ascii("h"), new byte[90]);
        await(commands.hset(ascii(key), fields));
        await(commands.pexpireat(
                ascii(key), Long.parseLong(new String(expiry, java.nio.charset.StandardCharsets.UTF_8))));
    }

    @Override
    public void prepare(Case kind, int requests) throws Exception {
        for (int i = 0; i < requests; i++) {
            store("raw-user:" + i, Case.F, i);
            store("raw-guest:" + i, Case.F, i);
        }
    }

    private static byte[] version(long number) {
        return ascii("1:%016x:".formatted(0xABCDEFL) + number);
    }

    @Override
    public void request(Case kind, int person, int number) throws Exception {
        String key = prefix(kind) + person;
        switch (kind) {
            case A, H -> load(key);
            case B, C, D -> {
                if (knowsVersion) {
                    long known = versions[person];
                    require(save(key, version(known), known + 1, kind, number));
                    versions[person] = known + 1;
                } else {
                    byte[] version = load(key);
                    require(save(key, version, number, kind, number));
                }
            }
            case E ->
                create("raw-new:" + number + ":" + ThreadLocalRandom.current().nextLong(), number);
            case F -> {
                load("raw-user:" + person);
                byte[] guest = load("raw-guest:" + person);
                require(save("raw-guest:" + person, guest, 2, Case.B, number));
                require(save("raw-user:" + person, version(1), 2, Case.F, number));
                require(await(commands.unlink(ascii("raw-guest:" + person))) == 1);
            }
            case G -> {
                byte[] first = load(key);
                byte[] second = load(key);
                require(save(key, second, 2L * number, Case.B, number));
                require(!save(key, first, 2L * number, Case.C, number));
                byte[] newest = load(key);
                require(save(key, newest, 2L * number + 1, Case.C, number));
            }
            case I -> {
                while (!save(key, load(key), ThreadLocalRandom.current().nextLong(), Case.C, number)) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    private void create(String key, int number) throws Exception {
        List<RedisFuture<?>> answers = new ArrayList<>();
        byte[] page = Frames.changed(Case.E, number);
        answers.add(commands.hset(
                ascii(key), Map.of(ascii("v"), version(1), ascii("h"), new byte[90], ascii("apage"), page)));
        answers.add(commands.pexpireat(ascii(key), System.currentTimeMillis() + 86_400_000L));
        for (RedisFuture<?> answer : answers) {
            var unused = await(answer);
        }
    }

    /** The version that is stored. */
    private byte[] load(String key) throws Exception {
        Map<byte[], byte[]> fields = await(commands.hgetall(ascii(key)));
        for (Map.Entry<byte[], byte[]> field : fields.entrySet()) {
            if (field.getKey().length == 1 && field.getKey()[0] == 'v') {
                return field.getValue();
            }
        }
        throw new IllegalStateException("nothing is stored under " + key);
    }

    private boolean save(String key, byte[] expected, long next, Case kind, int number) throws Exception {
        boolean isSmall = kind == Case.B || kind == Case.E;
        byte[] value = isSmall ? Frames.changed(kind, number) : changedCart;
        RedisFuture<Long> answer = commands.evalsha(
                hash,
                ScriptOutputType.INTEGER,
                new byte[][] {ascii(key)},
                expected,
                version(next),
                ascii(isSmall ? "alastPage" : "acart"),
                value,
                expiry);
        return await(answer) == 1;
    }

    private static <T> T await(RedisFuture<T> answer) throws Exception {
        return answer.get(10, TimeUnit.SECONDS);
    }
}
