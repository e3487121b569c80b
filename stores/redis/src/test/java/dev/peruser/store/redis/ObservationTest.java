package dev.peruser.store.redis;

import static dev.peruser.store.tck.SampleSessions.USER;
import static dev.peruser.store.tck.SampleSessions.createIn;
import static dev.peruser.store.tck.SampleSessions.first;
import static dev.peruser.store.tck.SampleSessions.next;
import static dev.peruser.store.tck.SampleSessions.patience;
import static dev.peruser.store.tck.SampleSessions.replaceIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.peruser.it.servers.RedisCluster;
import dev.peruser.it.servers.RedisServer;
import dev.peruser.store.ObservableSessionStore.ChangeObserver;
import dev.peruser.store.ObservableSessionStore.Observation;
import dev.peruser.store.SessionKey;
import dev.peruser.store.StoredSession;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Each change to a session that was loaded is told, or else that something was missed. On one server and on a cluster
 * at the same time; on each one test after the other, which the locks are for.
 */
@Timeout(60)
class ObservationTest {
    private static final String KEY = "peruser:u:realm:alice";
    private static final Duration OFTEN = Duration.ofMillis(5);

    @Nested
    @Execution(ExecutionMode.CONCURRENT)
    @ResourceLock("one server")
    class OnOneServer extends Observed {
        private RedisServer single;

        @Override
        void start() {
            single = RedisServer.started();
        }

        @Override
        void stop() {
            single.close();
        }

        @Override
        RedisSessionStoreBuilder store() {
            return RedisSessionStore.builder(RedisURI.create(single.url()));
        }

        @Override
        RedisServer server() {
            return single;
        }
    }

    @Nested
    @Execution(ExecutionMode.CONCURRENT)
    @ResourceLock("a cluster")
    class OnACluster extends Observed {
        private RedisCluster cluster;

        @Override
        void start() {
            cluster = RedisCluster.started(0);
        }

        @Override
        void stop() {
            cluster.close();
        }

        @Override
        RedisSessionStoreBuilder store() {
            return RedisSessionStore.clusterBuilder(
                    cluster.urls().stream().map(RedisURI::create).toList());
        }

        @Override
        RedisServer server() {
            return cluster.servers().get(SlotHash.getSlot(KEY) * 3 / SlotHash.SLOT_COUNT);
        }
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class Observed {
        private final List<SessionKey> changed = new CopyOnWriteArrayList<>();
        private final AtomicInteger missed = new AtomicInteger();
        private RedisSessionStore store;
        private Observation observation;

        abstract void start();

        abstract void stop();

        abstract RedisSessionStoreBuilder store();

        /** The one that has the key. */
        abstract RedisServer server();

        @BeforeAll
        void startServers() {
            start();
        }

        @AfterAll
        void stopServers() {
            stop();
        }

        @BeforeEach
        void observe() {
            store = store().build();
            observation = store.observe(new ChangeObserver() {
                @Override
                public void changed(SessionKey key) {
                    changed.add(key);
                }

                @Override
                public void missed() {
                    missed.incrementAndGet();
                }
            });
        }

        @AfterEach
        void close() {
            store.close();
            byAnother(commands -> commands.del(KEY));
        }

        private void byAnother(Consumer<RedisCommands<String, String>> work) {
            server().command(commands -> {
                work.accept(commands);
                return null;
            });
        }

        /** Creates the session, loads it, and forgets what was told of that. */
        private StoredSession loaded() {
            StoredSession first = first("first");
            createIn(store, first);
            reload();
            return first;
        }

        private void reload() {
            assertThat(store.load(USER, patience())).isPresent();
            changed.clear();
            missed.set(0);
        }

        private void awaitChanged() {
            await().pollInterval(OFTEN).untilAsserted(() -> assertThat(changed).contains(USER));
        }

        private void awaitMissed() {
            await().pollInterval(OFTEN)
                    .untilAsserted(() -> assertThat(missed.get()).isPositive());
        }

        @Test
        void changeByAnother_isTold_eachTimeItWasLoaded() {
            StoredSession session = loaded();
            for (int i = 0; i < 10; i++) {
                try (RedisSessionStore other = store().build()) {
                    StoredSession next = next(session, "" + i);
                    replaceIn(other, session, next);
                    session = next;
                }
                awaitChanged();
                reload();
            }
        }

        /** Whoever saves knows of it; what comes after it is told, although the session was not loaded again. */
        @Test
        void changeByAnother_afterASaveOfItsOwn_isTold_andTheSaveIsNot() {
            StoredSession session = loaded();
            for (int i = 0; i < 10; i++) {
                StoredSession own = next(session, "own " + i);
                replaceIn(store, session, own);
                assertThat(changed).isEmpty();
                StoredSession others = next(own, "other's " + i);
                try (RedisSessionStore other = store().build()) {
                    replaceIn(other, own, others);
                }
                awaitChanged();
                assertThat(changed).containsExactly(USER);
                changed.clear();
                session = others;
            }
        }

        @Test
        void changeByAnother_afterACreateOfItsOwn_isTold() {
            StoredSession first = first("first");
            createIn(store, first);
            try (RedisSessionStore other = store().build()) {
                replaceIn(other, first, next(first, "next"));
            }
            awaitChanged();
        }

        @Test
        void creation_isTold_ifNothingWasFound() {
            assertThat(store.load(USER, patience())).isEmpty();
            try (RedisSessionStore other = store().build()) {
                createIn(other, first("first"));
            }
            awaitChanged();
        }

        @Test
        void deletion_isTold() {
            StoredSession session = loaded();
            try (RedisSessionStore other = store().build()) {
                other.delete(USER, session.version(), patience());
            }
            awaitChanged();
        }

        @Test
        void expiry_isTold() {
            loaded();
            byAnother(commands -> commands.pexpire(KEY, 300));
            awaitChanged();
            reload();
            awaitChanged();
            assertThat(store.load(USER, patience())).isEmpty();
        }

        @Test
        void flush_isTold_asMissed() {
            loaded();
            byAnother(commands -> commands.flushall());
            awaitMissed();
            loaded();
            byAnother(commands -> commands.flushdb());
            awaitMissed();
        }

        @Test
        void lostConnection_isTold_asMissed_andChangesAfterIt() {
            StoredSession session = loaded();
            byAnother(commands ->
                    commands.clientKill(KillArgs.Builder.typeNormal().skipme(true)));
            awaitMissed();
            reload();
            try (RedisSessionStore other = store().build()) {
                replaceIn(other, session, next(session, "next"));
            }
            awaitChanged();
        }

        @Test
        void silentConnection_isTold_asMissed() {
            loaded();
            server().freeze();
            try {
                awaitMissed();
            } finally {
                server().resume();
            }
            reload();
            byAnother(commands -> commands.hset(KEY, "v", "x"));
            awaitChanged();
        }

        @Test
        void restart_isTold_asMissed() {
            loaded();
            server().kill();
            awaitMissed();
            server().start();
            await().ignoreExceptions().until(() -> store.load(USER, patience()).isEmpty());
        }

        @Test
        void onlyOneObserves_untilItEnds() {
            loaded();
            ChangeObserver another = new ChangeObserver() {
                @Override
                public void changed(SessionKey key) {
                    changed.add(key);
                }

                @Override
                public void missed() {}
            };
            assertThatIllegalStateException().isThrownBy(() -> store.observe(another));
            observation.close();
            observation.close();
            byAnother(commands -> commands.hset(KEY, "x", "x"));
            store.observe(another);
            assertThat(changed).isEmpty();
            byAnother(commands -> commands.del(KEY));
            assertThat(store.load(USER, patience())).isEmpty();
            try (RedisSessionStore other = store().build()) {
                createIn(other, first("again"));
            }
            awaitChanged();
        }
    }
}
