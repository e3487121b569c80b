package dev.peruser.it.nearcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peruser.it.servers.RedisServer;
import dev.peruser.nearcache.NearCachedSessionStore;
import dev.peruser.store.Deadline;
import dev.peruser.store.RecallingSessionStore.Copy;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import dev.peruser.store.redis.RedisSessionStore;
import dev.peruser.store.tck.SampleSessions;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A near cache in front of a real Redis, beside somebody who changes sessions past it. */
class NearCacheOnRedisIT {
    private static final int RACES = Integer.getInteger("peruser.test.races", 100_000);
    private static final int AT_ONCE = 50;
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final SessionKey KEY = key(0);

    private static RedisServer server;

    @BeforeAll
    static void start() {
        server = RedisServer.started();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static SessionKey key(int number) {
        return SessionKey.parse("u::" + number);
    }

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(10));
    }

    private static StoredSession session(SessionVersion version) {
        return SampleSessions.session(version, Map.of("a", new byte[] {2}));
    }

    private static RedisSessionStore plain(int port) {
        return RedisSessionStore.builder(RedisURI.create("redis://127.0.0.1:" + port))
                .build();
    }

    private static NearCachedSessionStore cached(int port, Duration maximumAge) {
        return NearCachedSessionStore.builder(plain(port))
                .maximumAge(maximumAge)
                .build();
    }

    /** The session is there, once; returns what is stored. */
    private static StoredSession createdIn(SessionStore store, SessionKey key) {
        StoredSession first = session(SessionVersion.first(System.nanoTime() | 1));
        store.load(key, soon()).ifPresent(old -> store.delete(key, old.version(), soon()));
        assertThat(store.save(key, SessionChange.create(first), soon())).isEqualTo(WriteResult.APPLIED);
        return first;
    }

    private static StoredSession changedIn(SessionStore store, SessionKey key, StoredSession before) {
        StoredSession next = session(before.version().next());
        assertThat(store.save(key, SessionChange.replace(before, next), soon())).isEqualTo(WriteResult.APPLIED);
        return next;
    }

    private static Optional<StoredSession> recalled(NearCachedSessionStore cache, SessionKey key) {
        return cache.recall(key).flatMap(Copy::session);
    }

    /**
     * Each race: a load through the cache and a save past it, at the same moment. News arrive over the connection
     * before the answer to whatever is asked after the save was acknowledged: then no copy may be older than what was
     * saved.
     */
    @Test
    void inAHundredThousandRaces_ofALoadAndASave_noOldCopyStays() throws Exception {
        try (RedisSessionStore past = plain(server.port());
                NearCachedSessionStore cache = cached(server.port(), LONG)) {
            ExecutorService threads = Executors.newFixedThreadPool(2);
            List<StoredSession> stored = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                stored.add(createdIn(past, key(i)));
            }
            int kept = 0;
            for (int race = 0; race < RACES; race += AT_ONCE) {
                CountDownLatch together = new CountDownLatch(2);
                Future<?> loads = threads.submit(() -> {
                    together.countDown();
                    together.await();
                    for (int i = 0; i < AT_ONCE; i++) {
                        cache.load(key(i), soon());
                    }
                    return null;
                });
                Future<?> saves = threads.submit(() -> {
                    together.countDown();
                    together.await();
                    for (int i = 0; i < AT_ONCE; i++) {
                        stored.set(i, changedIn(past, key(i), stored.get(i)));
                    }
                    return null;
                });
                loads.get();
                saves.get();
                cache.load(key(AT_ONCE), soon());
                for (int i = 0; i < AT_ONCE; i++) {
                    Optional<StoredSession> copy = recalled(cache, key(i));
                    kept += copy.isPresent() ? 1 : 0;
                    assertThat(copy).isIn(Optional.empty(), Optional.of(stored.get(i)));
                }
            }
            threads.shutdown();
            assertThat(kept).as("loads that came after the save").isBetween(RACES / 100, RACES - RACES / 100);
        }
    }

    /** Both save by turns, so that one's copy is always the older. */
    @Test
    void ofTwoServersThatBothSave_noneKeepsWhatTheOtherReplaced() {
        try (NearCachedSessionStore one = cached(server.port(), LONG);
                NearCachedSessionStore other = cached(server.port(), LONG)) {
            StoredSession current = createdIn(one, KEY);
            for (int i = 0; i < 2_000; i++) {
                NearCachedSessionStore saving = i % 2 == 0 ? one : other;
                NearCachedSessionStore watching = i % 2 == 0 ? other : one;
                current = changedIn(saving, KEY, current);
                assertThat(recalled(saving, KEY)).contains(current);
                watching.load(key(1), soon()); // its answer comes behind the news
                assertThat(recalled(watching, KEY)).isEmpty();
            }
        }
    }

    @Test
    void lostConnection_dropsAllCopies_andChangesAreHeardOfAgain() {
        try (RedisSessionStore past = plain(server.port());
                NearCachedSessionStore cache = cached(server.port(), LONG)) {
            StoredSession first = createdIn(past, KEY);
            cache.load(KEY, soon());
            assertThat(recalled(cache, KEY)).contains(first);

            server.command(commands ->
                    commands.clientKill(KillArgs.Builder.typeNormal().skipme(true)));
            await().untilAsserted(() -> assertThat(recalled(cache, KEY)).isEmpty());
            cache.load(KEY, soon());
            assertThat(recalled(cache, KEY)).contains(first);
            changedIn(past, KEY, past.load(KEY, soon()).orElseThrow());
            await().untilAsserted(() -> assertThat(recalled(cache, KEY)).isEmpty());
        }
    }

    @Test
    void flush_dropsAllCopies() {
        try (RedisSessionStore past = plain(server.port());
                NearCachedSessionStore cache = cached(server.port(), LONG)) {
            createdIn(past, KEY);
            cache.load(KEY, soon());
            assertThat(recalled(cache, KEY)).isPresent();
            server.command(commands -> commands.flushdb());

            await().untilAsserted(() -> assertThat(cache.recall(KEY)).isEmpty());
            assertThat(cache.load(KEY, soon())).isEmpty();
        }
    }

    /** The connection looks alive, but nothing comes through it any more: neither news nor answers. */
    @Test
    @Tag("timed")
    void halfOpenConnection_keepsNoCopyPastItsAge() throws Exception {
        Duration age = Duration.ofSeconds(3);
        try (SilentPipe pipe = new SilentPipe(server.port());
                RedisSessionStore past = plain(server.port());
                NearCachedSessionStore cache = cached(pipe.port(), age)) {
            StoredSession first = createdIn(past, KEY);
            cache.load(KEY, soon());
            pipe.fallSilent();
            changedIn(past, KEY, first);
            long changedAt = System.nanoTime();

            await().untilAsserted(() -> assertThat(recalled(cache, KEY)).isEmpty());
            assertThat(Duration.ofNanos(System.nanoTime() - changedAt)).isLessThan(age.plusMillis(500));
            await().ignoreExceptions()
                    .untilAsserted(() -> assertThat(cache.load(KEY, soon())).isPresent());
            assertThat(recalled(cache, KEY).map(StoredSession::version))
                    .contains(first.version().next());
        }
    }
}
