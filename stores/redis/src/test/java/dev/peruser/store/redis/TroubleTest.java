package dev.peruser.store.redis;

import static dev.peruser.store.WriteResult.APPLIED;
import static dev.peruser.store.tck.SampleSessions.USER;
import static dev.peruser.store.tck.SampleSessions.assertFails;
import static dev.peruser.store.tck.SampleSessions.createIn;
import static dev.peruser.store.tck.SampleSessions.first;
import static dev.peruser.store.tck.SampleSessions.next;
import static dev.peruser.store.tck.SampleSessions.patience;
import static dev.peruser.store.tck.SampleSessions.replaceIn;
import static dev.peruser.store.tck.SampleSessions.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.peruser.StoreException;
import dev.peruser.it.servers.RedisServer;
import dev.peruser.store.Deadline;
import dev.peruser.store.ObservableSessionStore.ChangeObserver;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.StoredSession;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that hangs, is gone, comes back, is a replica. */
@Timeout(120)
@Tag("timed")
class TroubleTest {

    private static RedisSessionStore open(RedisServer server) {
        return RedisSessionStore.builder(RedisURI.create(server.url())).build();
    }

    private static void assertFailsInTime(ThrowingCallable call, String reason) {
        long begun = System.nanoTime();
        assertFails(call, reason);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(1500));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void hungServer_endsCallsAtTheirDeadline_andWorksAfterwards(boolean isObserved) {
        try (RedisServer server = RedisServer.started();
                RedisSessionStore store = open(server)) {
            if (isObserved) {
                var unused = store.observe(new ChangeObserver() {
                    @Override
                    public void changed(SessionKey key) {}

                    @Override
                    public void missed() {}
                });
            }
            StoredSession first = first("first");
            createIn(store, first);
            StoredSession next = next(first, "next");
            server.freeze();
            assertFailsInTime(() -> store.load(USER, soon()), "no answer before the deadline");
            assertFailsInTime(() -> store.save(USER, SessionChange.replace(first, next), soon()), "no connection");
            assertFailsInTime(() -> store.load(USER, soon()), "no connection");
            server.resume();
            assertThat(store.load(USER, patience())).isPresent();
        }
    }

    /** A save that was not answered may still be carried out, but never over a newer version. */
    @Test
    void saveThatArrivesLate_changesNothingNewer() {
        try (RedisServer server = RedisServer.started();
                RedisSessionStore store = open(server);
                RedisSessionStore other = open(server)) {
            StoredSession first = first("first");
            createIn(store, first);
            other.load(USER, patience());
            StoredSession late = next(first, "late");
            server.freeze();
            assertFailsInTime(() -> store.save(USER, SessionChange.replace(first, late), soon()), "is unknown");
            server.resume();
            StoredSession found = other.load(USER, patience()).orElseThrow();
            StoredSession newest = next(found, "newest");
            if (replaceIn(other, found, newest) == APPLIED) {
                assertThat(store.load(USER, patience())).contains(newest);
            } else {
                assertThat(store.load(USER, patience())).contains(late);
            }
        }
    }

    @Test
    void hungServer_gathersNoCommandsAndNoConnections() {
        try (RedisServer server = RedisServer.started();
                RedisSessionStore store = open(server)) {
            createIn(store, first("first"));
            server.freeze();
            IntStream.range(0, 200)
                    .mapToObj(i -> CompletableFuture.runAsync(() -> {
                        try {
                            store.load(USER, Deadline.after(Duration.ofMillis(100)));
                        } catch (StoreException expected) {
                            // it hangs
                        }
                    }))
                    .toList()
                    .forEach(CompletableFuture::join);
            server.resume();
            assertThat(store.load(USER, patience())).isPresent();
            await().untilAsserted(() -> assertThat(server.command(commands -> commands.clientList())
                            .lines()
                            .count())
                    .isLessThanOrEqualTo(3));
        }
    }

    @Test
    void restart_isBridged_ifItIsQuick() {
        try (RedisServer server = RedisServer.started("appendonly yes", "appendfsync always");
                RedisSessionStore store = open(server)) {
            StoredSession first = first("first");
            createIn(store, first);
            server.kill();
            assertFailsInTime(() -> store.load(USER, soon()), "no connection was to be had");
            server.launch();
            assertThat(store.load(USER, patience())).contains(first);
            assertThat(replaceIn(store, first, next(first, "next"))).isEqualTo(APPLIED);
        }
    }

    /** The server reads from its disk slowly, by a setting of its own for such tests. */
    @Test
    void loadingServer_isWaitedFor() {
        try (RedisServer server = RedisServer.started("key-load-delay 2000", "rdbcompression no");
                RedisSessionStore store = open(server)) {
            StoredSession first = first("first");
            createIn(store, first);
            String filling = "x".repeat(16_000);
            server.command(commands -> {
                IntStream.range(0, 1500).forEach(i -> commands.set("filling-" + i, filling + i));
                return commands.save();
            });
            server.kill();
            server.launch();
            awaitLoading(server);
            assertThat(replaceIn(store, first, next(first, "next"))).isEqualTo(APPLIED);
            String refused = server.command(commands -> commands.info("errorstats"));
            assertThat(refused).contains("errorstat_LOADING");
        }
    }

    private static void awaitLoading(RedisServer server) {
        await().ignoreExceptions()
                .until(() ->
                        server.command(commands -> commands.info("persistence")).contains("loading:1"));
    }

    @Test
    void replica_refusesSaves_andIsLeftAsItIs() {
        try (RedisServer master = RedisServer.started();
                RedisServer replica = RedisServer.started();
                RedisSessionStore store = open(replica)) {
            StoredSession first = first("first");
            createIn(store, first);
            replica.command(commands -> commands.configSet("repl-diskless-load", "disabled"));
            try (RedisSessionStore onMaster = open(master)) {
                createIn(onMaster, first);
            }
            replica.command(commands -> commands.replicaof("127.0.0.1", master.port()));
            await().until(() ->
                    replica.command(commands -> commands.info("replication")).contains("master_link_status:up"));
            StoredSession next = next(first, "next");
            assertFailsInTime(
                    () -> store.save(USER, SessionChange.replace(first, next), soon()),
                    "a replica can't be written to");
            assertFailsInTime(() -> store.delete(USER, first.version(), soon()), "a replica can't be written to");
            assertThat(store.load(USER, patience())).contains(first);
            CompletableFuture<?> saved = CompletableFuture.runAsync(
                    () -> assertThat(replaceIn(store, first, next)).isEqualTo(APPLIED));
            replica.command(commands -> commands.replicaofNoOne());
            saved.join();
        }
    }

    @Test
    void interrupt_endsTheWait() throws Exception {
        try (RedisServer server = RedisServer.started();
                RedisSessionStore store = open(server)) {
            createIn(store, first("first"));
            server.freeze();
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Thread waiting = new Thread(() -> {
                try {
                    store.load(USER, patience());
                    interrupted.complete(false);
                } catch (StoreException expected) {
                    interrupted.complete(Thread.currentThread().isInterrupted());
                }
            });
            waiting.start();
            await().until(() -> waiting.getState() == Thread.State.WAITING);
            waiting.interrupt();
            assertThat(interrupted.join()).isTrue();
            server.resume();
        }
    }

    @Test
    void saves_waitForReplicas() {
        try (RedisServer master = RedisServer.started("repl-diskless-sync-delay 0");
                RedisServer replica = RedisServer.started();
                RedisSessionStore store = RedisSessionStore.builder(RedisURI.create(master.url()))
                        .waitForReplicas(1, Duration.ofMillis(300))
                        .build()) {
            replica.command(commands -> commands.replicaof("127.0.0.1", master.port()));
            await().until(() ->
                    replica.command(commands -> commands.info("replication")).contains("master_link_status:up"));
            StoredSession first = first("first");
            assertThat(createIn(store, first)).isEqualTo(APPLIED);
            replica.freeze();
            StoredSession next = next(first, "next");
            assertThatThrownBy(() -> replaceIn(store, first, next)).hasMessageContaining("0 of 1 replicas");
            // It is there, but must not be reported as safe.
            assertThatThrownBy(() -> store.load(USER, patience())).hasMessageContaining("0 of 1 replicas");
            replica.resume();
            await().ignoreExceptions()
                    .untilAsserted(
                            () -> assertThat(store.load(USER, patience())).contains(next));
            List<String> onReplica = replica.command(commands -> commands.hvals("peruser:" + USER.text()));
            assertThat(onReplica).contains("next");
        }
    }
}
