package dev.peruser.store.redis;

import static dev.peruser.store.WriteResult.APPLIED;
import static dev.peruser.store.WriteResult.STALE;
import static dev.peruser.store.tck.SampleSessions.USER;
import static dev.peruser.store.tck.SampleSessions.assertFails;
import static dev.peruser.store.tck.SampleSessions.createIn;
import static dev.peruser.store.tck.SampleSessions.first;
import static dev.peruser.store.tck.SampleSessions.next;
import static dev.peruser.store.tck.SampleSessions.patience;
import static dev.peruser.store.tck.SampleSessions.replaceIn;
import static dev.peruser.store.tck.SampleSessions.session;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.it.servers.RedisServer;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.UserKey;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is sent, what it does in Redis, and what it does when it is sent twice. */
@Timeout(60)
class ScriptsTest {
    private static final String KEY = "peruser:u:realm:alice";

    private static RedisServer server;

    private RedisSessionStore store;

    @BeforeAll
    static void startServer() {
        server = RedisServer.started();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void openStore() {
        server.command(commands -> commands.flushall());
        store = RedisSessionStore.builder(RedisURI.create(server.url())).build();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void calls_areOneCommandEach() {
        StoredSession first = first("first");
        store.load(USER, patience());
        createIn(store, first);
        store.delete(USER, first.version(), patience());

        Map<String, Long> before = commandsServed();
        assertThat(createIn(store, first)).isEqualTo(APPLIED);
        assertThat(servedSince(before)).containsEntry("evalsha", 1L).doesNotContainKeys("eval", "hgetall");

        before = commandsServed();
        assertThat(store.load(USER, patience())).contains(first);
        assertThat(servedSince(before)).containsExactlyEntriesOf(Map.of("hgetall", 1L));

        before = commandsServed();
        assertThat(replaceIn(store, first, next(first, "next"))).isEqualTo(APPLIED);
        assertThat(servedSince(before))
                .as("the expiry is as it was, so it is not sent")
                .isEqualTo(new TreeMap<>(Map.of("evalsha", 1L, "exists", 1L, "hget", 1L, "hset", 1L)));

        StoredSession second = next(first, "next");
        StoredSession later = new StoredSession(
                second.version().next(), second.expiresAt().plusSeconds(3_600), second.header(), second.attributes());
        before = commandsServed();
        assertThat(replaceIn(store, second, later)).isEqualTo(APPLIED);
        assertThat(servedSince(before))
                .isEqualTo(new TreeMap<>(Map.of("evalsha", 1L, "exists", 1L, "hget", 1L, "hset", 1L, "pexpireat", 1L)));
        assertThat(store.load(USER, patience())).contains(later);

        before = commandsServed();
        assertThat(store.delete(USER, later.version(), patience())).isEqualTo(APPLIED);
        assertThat(servedSince(before)).isEqualTo(new TreeMap<>(Map.of("evalsha", 1L, "hget", 1L, "unlink", 1L)));
    }

    /** By the server's own count, without what the question takes. */
    private static Map<String, Long> commandsServed() {
        TreeMap<String, Long> served = new TreeMap<>();
        server.command(commands -> commands.info("commandstats")).lines().forEach(line -> {
            if (line.startsWith("cmdstat_") && !line.matches("cmdstat_(hello|info|client|command|ping).*")) {
                String calls = line.replaceAll(".*:calls=([0-9]+),.*", "$1");
                served.put(line.substring("cmdstat_".length(), line.indexOf(':')), Long.valueOf(calls));
            }
        });
        return served;
    }

    private static Map<String, Long> servedSince(Map<String, Long> before) {
        Map<String, Long> since = commandsServed();
        before.forEach((command, calls) -> since.merge(command, -calls, Long::sum));
        since.values().removeIf(calls -> calls == 0);
        return since;
    }

    @Test
    void save_writesOnlyWhatChanged() {
        byte[] kept = "kept".getBytes(UTF_8);
        StoredSession first = session(
                SessionVersion.first(1), Map.of("kept", kept, "changed", new byte[] {1}, "removed", new byte[] {2}));
        createIn(store, first);
        server.command(commands -> commands.hset(KEY, "akept", "by somebody else"));
        StoredSession next = session(first.version().next(), Map.of("kept", kept, "changed", new byte[] {3}));
        assertThat(replaceIn(store, first, next)).isEqualTo(APPLIED);
        assertThat(store.load(USER, patience()).orElseThrow().attributes().get("kept"))
                .isEqualTo("by somebody else".getBytes(UTF_8));
        List<String> fields = server.command(commands -> commands.hkeys(KEY));
        assertThat(fields).containsExactlyInAnyOrder("v", "e", "h", "o", "akept", "achanged");
    }

    @Test
    void save_keepsTheOrderOfAttributes() {
        Map<String, byte[]> many = new LinkedHashMap<>();
        for (int i = 600; i > 0; i--) {
            many.put("attribute " + i, new byte[] {1});
        }
        StoredSession first = session(SessionVersion.first(1), many);
        createIn(store, first);
        assertThat(store.load(USER, patience()).orElseThrow().attributes().keySet())
                .containsExactlyElementsOf(many.keySet());
        byte[] moved = many.remove("attribute 300");
        many.put("attribute 300", moved);
        replaceIn(store, first, session(first.version().next(), many));
        assertThat(store.load(USER, patience()).orElseThrow().attributes().keySet())
                .containsExactlyElementsOf(many.keySet());
    }

    /** More arguments than Lua hands over at once. */
    @Test
    void save_ofTwentyThousandAttributes() {
        Map<String, byte[]> many = new LinkedHashMap<>();
        for (int i = 0; i < 20_000; i++) {
            many.put("attribute " + i, new byte[] {1});
        }
        StoredSession first = session(SessionVersion.first(1), many);
        assertThat(createIn(store, first)).isEqualTo(APPLIED);
        assertThat(store.load(USER, patience())).contains(first);
        StoredSession none = session(first.version().next(), Map.of());
        assertThat(replaceIn(store, first, none)).isEqualTo(APPLIED);
        assertThat(store.load(USER, patience())).contains(none);
    }

    @Test
    void save_sentTwice_changesNothingTheSecondTime() {
        StoredSession first = first("first");
        StoredSession next = next(first, "next");
        assertThat(createIn(store, first)).isEqualTo(APPLIED);
        assertThat(createIn(store, first)).isEqualTo(STALE);
        assertThat(replaceIn(store, first, next)).isEqualTo(APPLIED);
        assertThat(replaceIn(store, first, next)).isEqualTo(STALE);
        assertThat(store.load(USER, patience())).contains(next);
        assertThat(store.delete(USER, next.version(), patience())).isEqualTo(APPLIED);
        assertThat(store.delete(USER, next.version(), patience())).isEqualTo(STALE);
        long keys = server.command(commands -> commands.dbsize());
        assertThat(keys).isZero();
    }

    /** The core decides what has expired, by a clock that may be behind the server's. */
    @Test
    void session_isDroppedAnHourAfterItExpired() {
        Instant expiry = Instant.now().plusSeconds(1000);
        StoredSession first = new StoredSession(SessionVersion.first(1), expiry, new byte[0], Map.of());
        createIn(store, first);
        assertThat(Duration.ofMillis(server.command(commands -> commands.pttl(KEY))))
                .isBetween(Duration.ofSeconds(4500), Duration.ofSeconds(4600));
        StoredSession justExpired =
                new StoredSession(first.version().next(), Instant.now().minusSeconds(1000), new byte[0], Map.of());
        replaceIn(store, first, justExpired);
        assertThat(store.load(USER, patience())).contains(justExpired);
        StoredSession longExpired = new StoredSession(
                justExpired.version().next(), Instant.now().minusSeconds(5000), new byte[0], Map.of());
        replaceIn(store, justExpired, longExpired);
        assertThat(store.load(USER, patience())).isEmpty();
    }

    @Test
    void saves_surviveThatTheScriptsAreForgotten() {
        StoredSession first = first("first");
        createIn(store, first);
        server.command(commands -> commands.scriptFlush());
        StoredSession next = next(first, "next");
        assertThat(replaceIn(store, first, next)).isEqualTo(APPLIED);
        server.command(commands -> commands.scriptFlush());
        assertThat(store.delete(USER, next.version(), patience())).isEqualTo(APPLIED);
    }

    @Test
    void saves_surviveThatTheScriptsAreForgottenAgainAndAgain() throws Exception {
        AtomicBoolean isDone = new AtomicBoolean();
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<?> flushing = other.submit(() -> server.command(commands -> {
                while (!isDone.get()) {
                    commands.scriptFlush();
                }
                return null;
            }));
            StoredSession session = first("0");
            assertThat(createIn(store, session)).isEqualTo(APPLIED);
            for (int i = 1; i <= 500; i++) {
                StoredSession next = next(session, "" + i);
                assertThat(replaceIn(store, session, next)).isEqualTo(APPLIED);
                session = next;
            }
            assertThat(store.load(USER, patience())).contains(session);
            isDone.set(true);
            flushing.get();
        } finally {
            isDone.set(true);
            other.shutdownNow();
        }
    }

    @Test
    void foreignValue_isReportedAndLeft() {
        server.command(commands -> commands.set(KEY, "of another application"));
        assertFails(() -> store.load(USER, patience()), "another application");
        assertThat(createIn(store, first("ours"))).isEqualTo(STALE);
        assertFails(() -> replaceIn(store, first("a"), next(first("a"), "b")), "another application");
        assertFails(() -> store.delete(USER, SessionVersion.first(1), patience()), "another application");
        String stored = server.command(commands -> commands.get(KEY));
        assertThat(stored).isEqualTo("of another application");
    }

    @Test
    void foreignHash_isReportedAndLeft() {
        server.command(commands -> commands.hset(KEY, "total", "12"));
        assertFails(() -> store.load(USER, patience()), "hash of another application");
        assertThat(createIn(store, first("ours"))).isEqualTo(STALE);
        assertThat(replaceIn(store, first("a"), next(first("a"), "b"))).isEqualTo(STALE);
        Map<String, String> stored = server.command(commands -> commands.hgetall(KEY));
        assertThat(stored).isEqualTo(Map.of("total", "12"));
    }

    @Test
    void damagedSession_isReportedAndLeft() {
        for (String field : List.of("e", "h", "o", "atext")) {
            createIn(store, first("text"));
            server.command(commands -> commands.hdel(KEY, field));
            assertFails(() -> store.load(USER, patience()), "is damaged");
            server.command(commands -> commands.del(KEY));
        }
        createIn(store, first("text"));
        for (String surplus : List.of("aadded", "x", "")) {
            server.command(commands -> commands.hset(KEY, surplus, "1"));
            assertFails(() -> store.load(USER, patience()), "should not have");
            server.command(commands -> commands.hdel(KEY, surplus));
        }
        assertThat(store.load(USER, patience())).isPresent();
        server.command(commands -> commands.hset(KEY, "v", "2:0000000000000001:1"));
        assertFails(() -> store.load(USER, patience()), "format 2");
        server.command(commands -> commands.hset(KEY, "v", "1:x:1"));
        assertFails(() -> store.load(USER, patience()), "is none");
    }

    @Test
    void savesOfMany_goThroughOneConnection() {
        long before = clients();
        List<StoredSession> sessions = IntStream.rangeClosed(1, 200)
                .parallel()
                .mapToObj(i -> {
                    StoredSession session = session(SessionVersion.first(i), Map.of());
                    store.save(new UserKey("u:" + i), SessionChange.create(session), patience());
                    return session;
                })
                .toList();
        assertThat(sessions).hasSize(200);
        assertThat(clients()).isEqualTo(before + 1);
    }

    private static long clients() {
        return server.command(commands -> commands.clientList()).lines().count();
    }
}
