package dev.peruser.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peruser.PerUser;
import dev.peruser.PerUserException;
import dev.peruser.UserId;
import dev.peruser.it.servers.RedisCluster;
import dev.peruser.it.servers.RedisServer;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Servers are killed in the middle of saves: what was acknowledged is there, and nothing is there twice. */
@Timeout(120)
class KilledServerTest {
    private static final int THREADS = 6;
    private static final UserId USER = UserId.of("alice");

    /** What many threads add to one list, and whether they were told that it is saved. */
    private static final class Additions implements AutoCloseable {
        private final RedisSessionStore store;
        private final PerUser perUser;
        private final Map<String, Boolean> acknowledged = new ConcurrentHashMap<>();
        private final AtomicBoolean isDone = new AtomicBoolean();
        private final AtomicInteger next = new AtomicInteger();
        private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        private final List<Future<?>> running = new ArrayList<>();

        Additions(RedisSessionStore store) {
            this.store = store;
            this.perUser = PerUser.builder(store).build();
            for (int i = 0; i < THREADS; i++) {
                running.add(threads.submit(() -> {
                    while (!isDone.get()) {
                        add("item " + next.incrementAndGet());
                    }
                }));
            }
        }

        private void add(String item) {
            boolean saved = false;
            try {
                perUser.withSession(USER, session -> session.list("items").add(item));
                saved = true;
            } catch (PerUserException refused) {
                // may be saved or not
            }
            acknowledged.put(item, saved);
        }

        void awaitMore(int count) {
            long before = saved();
            await().atMost(Duration.ofSeconds(40)).until(() -> saved() >= before + count);
        }

        private long saved() {
            return acknowledged.values().stream().filter(saved -> saved).count();
        }

        void check() throws Exception {
            isDone.set(true);
            for (Future<?> one : running) {
                one.get();
            }
            List<Object> items = new ArrayList<>();
            perUser.withSession(USER, session -> items.addAll(session.list("items")));
            assertThat(items).doesNotHaveDuplicates();
            acknowledged.forEach((item, saved) -> {
                if (saved) {
                    assertThat(Collections.frequency(items, item))
                            .as("acknowledged " + item)
                            .isOne();
                }
            });
        }

        @Override
        public void close() {
            isDone.set(true);
            threads.shutdownNow();
            perUser.close();
            store.close();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void serverKilledInTheMiddleOfSaves_losesAndDoublesNothing() throws Exception {
        try (RedisServer server = RedisServer.started("appendonly yes", "appendfsync always");
                Additions additions = new Additions(
                        RedisSessionStore.builder(RedisURI.create(server.url())).build())) {
            for (int i = 0; i < 5; i++) {
                additions.awaitMore(50);
                server.kill();
                server.start();
            }
            additions.awaitMore(50);
            additions.check();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void connectionsKilledInTheMiddleOfSaves_loseAndDoubleNothing() throws Exception {
        try (RedisServer server = RedisServer.started();
                Additions additions = new Additions(
                        RedisSessionStore.builder(RedisURI.create(server.url())).build())) {
            for (int i = 0; i < 50; i++) {
                additions.awaitMore(5);
                server.command(commands ->
                        commands.clientKill(KillArgs.Builder.typeNormal().skipme(true)));
            }
            additions.awaitMore(50);
            additions.check();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void masterKilledInTheMiddleOfSaves_losesNothing_ifSavesWaitForItsReplica() throws Exception {
        try (RedisCluster cluster = RedisCluster.started(1);
                Additions additions = new Additions(RedisSessionStore.clusterBuilder(
                                cluster.urls().stream().map(RedisURI::create).toList())
                        .waitForReplicas(1, Duration.ofMillis(500))
                        .build())) {
            additions.awaitMore(50);
            RedisServer master = cluster.servers().get(SlotHash.getSlot("peruser:u::alice") * 3 / SlotHash.SLOT_COUNT);
            master.kill();
            cluster.awaitComplete();
            master.start();
            cluster.awaitComplete();
            additions.awaitMore(50);
            additions.check();
        }
    }
}
