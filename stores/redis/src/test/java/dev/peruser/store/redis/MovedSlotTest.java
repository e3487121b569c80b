package dev.peruser.store.redis;

import static dev.peruser.store.WriteResult.APPLIED;
import static dev.peruser.store.tck.SampleSessions.USER;
import static dev.peruser.store.tck.SampleSessions.assertFails;
import static dev.peruser.store.tck.SampleSessions.createIn;
import static dev.peruser.store.tck.SampleSessions.first;
import static dev.peruser.store.tck.SampleSessions.next;
import static dev.peruser.store.tck.SampleSessions.patience;
import static dev.peruser.store.tck.SampleSessions.replaceIn;
import static dev.peruser.store.tck.SampleSessions.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.it.servers.RedisCluster;
import dev.peruser.it.servers.RedisServer;
import dev.peruser.store.Deadline;
import dev.peruser.store.KeyPage;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.UserKey;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A slot is moved to another node while sessions in it are used. */
@Timeout(60)
class MovedSlotTest {
    private static final String KEY = "peruser:" + USER.text();
    private static final int SLOT = SlotHash.getSlot(KEY);

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void sessions_areFoundAndSaved_beforeWhileAndAfterTheirSlotMoves() {
        try (RedisCluster cluster = RedisCluster.started(0);
                RedisSessionStore store = open(cluster)) {
            int place = SLOT * 3 / SlotHash.SLOT_COUNT;
            RedisServer from = cluster.servers().get(place);
            RedisServer to = cluster.servers().get((place + 1) % 3);
            StoredSession first = first("first");
            assertThat(createIn(store, first)).isEqualTo(APPLIED);

            String fromId = from.command(commands -> commands.clusterMyId());
            String toId = to.command(commands -> commands.clusterMyId());
            to.command(commands -> commands.clusterSetSlotImporting(SLOT, fromId));
            from.command(commands -> commands.clusterSetSlotMigrating(SLOT, toId));
            StoredSession second = next(first, "still there");
            assertThat(replaceIn(store, first, second)).isEqualTo(APPLIED);

            from.command(commands -> commands.migrate("127.0.0.1", to.port(), KEY, 0, 5000));
            assertThat(store.load(USER, patience())).contains(second);
            StoredSession third = next(second, "moved, and not announced");
            assertThat(replaceIn(store, second, third)).isEqualTo(APPLIED);

            cluster.servers().forEach(server -> server.command(commands -> commands.clusterSetSlotNode(SLOT, toId)));
            StoredSession fourth = next(third, "moved");
            assertThat(replaceIn(store, third, fourth)).isEqualTo(APPLIED);
            assertThat(store.load(USER, patience())).contains(fourth);
            assertThat(store.delete(USER, fourth.version(), patience())).isEqualTo(APPLIED);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void nodeThatIsGone_costsOnlyItsOwnSessions() {
        try (RedisCluster cluster = RedisCluster.started(0, "cluster-require-full-coverage no");
                RedisSessionStore store = open(cluster)) {
            Map<Integer, SessionKey> keys = Map.of(0, keyOn(0), 1, keyOn(1), 2, keyOn(2));
            keys.values().forEach(key -> store.save(key, SessionChange.create(first("x")), patience()));
            cluster.servers().get(0).kill();
            assertFails(() -> store.load(keys.get(0), Deadline.after(Duration.ofMillis(500))));
            assertThat(store.load(keys.get(1), patience())).isPresent();
            assertThat(store.load(keys.get(2), patience())).isPresent();
            try (RedisSessionStore another = open(cluster)) {
                assertThat(another.load(keys.get(1), patience())).isPresent();
            }
        }
    }

    private static SessionKey keyOn(int place) {
        for (int i = 0; ; i++) {
            SessionKey key = new UserKey("u:" + i);
            if (SlotHash.getSlot("peruser:" + key.text()) * 3 / SlotHash.SLOT_COUNT == place) {
                return key;
            }
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void listing_beginsAnew_whenSlotsMoved_orServersWereStartedAnew() {
        try (RedisCluster cluster = RedisCluster.started(0, "appendonly yes");
                RedisSessionStore store = open(cluster)) {
            Set<SessionKey> all = new HashSet<>();
            for (int i = 0; i < 300; i++) {
                SessionKey key = new UserKey("u:" + i);
                all.add(key);
                store.save(key, SessionChange.create(session(SessionVersion.first(1), Map.of())), patience());
            }
            KeyPage page = store.keys(Optional.empty(), 10, patience());
            Set<SessionKey> seen = new HashSet<>(page.keys());
            cluster.servers().get(0).kill();
            cluster.servers().get(0).start();
            cluster.awaitComplete();
            boolean isMoved = false;
            while (page.next().isPresent()) {
                page = store.keys(page.next(), 10, patience());
                seen.addAll(page.keys());
                if (seen.size() > 200 && !isMoved) {
                    isMoved = true;
                    moveAll(cluster, List.of(SlotHash.getSlot("peruser:u:0"), SLOT));
                }
            }
            assertThat(isMoved).isTrue();
            assertThat(seen).isEqualTo(all);
        }
    }

    private static void moveAll(RedisCluster cluster, List<Integer> slots) {
        for (int slot : slots) {
            int place = slot * 3 / SlotHash.SLOT_COUNT;
            RedisServer from = cluster.servers().get(place);
            RedisServer to = cluster.servers().get((place + 2) % 3);
            String fromId = from.command(commands -> commands.clusterMyId());
            String toId = to.command(commands -> commands.clusterMyId());
            to.command(commands -> commands.clusterSetSlotImporting(slot, fromId));
            from.command(commands -> commands.clusterSetSlotMigrating(slot, toId));
            from.command(commands -> {
                commands.clusterGetKeysInSlot(slot, 1000)
                        .forEach(key -> commands.migrate("127.0.0.1", to.port(), key, 0, 5000));
                return null;
            });
            cluster.servers().forEach(server -> server.command(commands -> commands.clusterSetSlotNode(slot, toId)));
        }
    }

    private static RedisSessionStore open(RedisCluster cluster) {
        return RedisSessionStore.clusterBuilder(
                        cluster.urls().stream().map(RedisURI::create).toList())
                .build();
    }
}
