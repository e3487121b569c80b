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
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.peruser.StoreException;
import dev.peruser.UnusableStoreException;
import dev.peruser.it.servers.RedisServer;
import dev.peruser.it.servers.RedisUnderTest;
import dev.peruser.store.ObservableSessionStore.ChangeObserver;
import dev.peruser.store.SessionKey;
import dev.peruser.store.StoredSession;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said about a server, or a setting, that can't do. */
@Timeout(60)
@Tag("timed")
class ServerCheckTest {
    /** What docs/stores/redis.md asks for. */
    private static final String RIGHTS =
            "+hello +ping +info +hgetall +evalsha +eval +exists +hget +hset +hdel +pexpireat"
                    + " +pexpire +pttl +unlink +wait +client|tracking +scan";

    private static final String IN_A_CLUSTER = "+cluster|slots +asking";

    private static void assertUnusable(RedisSessionStoreBuilder builder, String... reasons) {
        assertRefused(UnusableStoreException.class, builder, reasons);
    }

    private static void assertRefused(
            Class<? extends StoreException> type, RedisSessionStoreBuilder builder, String... reasons) {
        try (RedisSessionStore store = builder.build()) {
            long begun = System.nanoTime();
            assertThatThrownBy(() -> store.load(USER, patience()))
                    .isInstanceOf(type)
                    .message()
                    .contains(reasons)
                    .doesNotContain("alice", "guess", "secret");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        }
    }

    private static RedisSessionStoreBuilder at(String url) {
        return RedisSessionStore.builder(RedisURI.create(url));
    }

    @Test
    void wrongPassword_andNone_saySo() {
        try (RedisServer server = RedisServer.started("requirepass secret")) {
            String host = "127.0.0.1:" + server.port();
            assertUnusable(at("redis://:guess@" + host), "refuses the user name or password");
            assertUnusable(at("redis://" + host), "wants a password");
            try (RedisSessionStore store = at("redis://:secret@" + host).build()) {
                assertThat(createIn(store, first("text"))).isEqualTo(APPLIED);
            }
        }
    }

    @Test
    void wrongHost_saysSo_byTheDeadline() {
        Map<String, String> reasons = Map.of(
                "redis://127.0.0.1:1", "nothing listens there",
                "redis://no-such-host.invalid:6379", "there is no host of that name");
        for (String url : reasons.keySet()) {
            try (RedisSessionStore store = at(url).build()) {
                long begun = System.nanoTime();
                assertThatThrownBy(() -> store.load(USER, soon()))
                        .isInstanceOf(StoreException.class)
                        .isNotInstanceOf(UnusableStoreException.class)
                        .hasMessageContaining("no connection was to be had")
                        .hasMessageContaining(reasons.get(url))
                        .hasMessageContaining(url.substring("redis://".length()));
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
            }
        }
    }

    @Test
    void clusterNode_asOneServer_saysSo() {
        assertUnusable(at(RedisUnderTest.clusterUrls().get(0)), "node of a Cluster", "peruser.redis.cluster");
    }

    @Test
    void oneServer_asACluster_saysSo() {
        assertUnusable(
                RedisSessionStore.clusterBuilder(List.of(RedisURI.create(RedisUnderTest.url()))),
                "not part of a Cluster",
                "peruser.redis.url");
    }

    @Test
    void userWithTheDocumentedRights_canDoAll() {
        try (RedisServer server = RedisServer.started(
                "user default off", "user sessions on >secret ~peruser:* resetchannels -@all " + RIGHTS)) {
            try (RedisSessionStore store =
                    at(own(server)).waitForReplicas(1, Duration.ofMillis(1)).build()) {
                assertThatThrownBy(() -> createIn(store, first("text"))).hasMessageContaining("0 of 1 replicas");
            }
            try (RedisSessionStore store = at(own(server)).build()) {
                StoredSession first = store.load(USER, patience()).orElseThrow();
                assertThat(store.observe(new Nothing())).isNotNull();
                assertThat(store.load(USER, patience())).contains(first);
                assertThat(replaceIn(store, first, next(first, "next"))).isEqualTo(APPLIED);
                assertThat(store.keys(Optional.empty(), 10, patience()).keys()).containsExactly(USER);
                assertThat(store.delete(USER, first.version().next(), patience()))
                        .isEqualTo(APPLIED);
            }
        }
    }

    @Test
    void userWithTheDocumentedRights_canUseACluster() {
        try (RedisServer node = RedisServer.started(
                "cluster-enabled yes",
                "user sessions on >secret ~peruser:* resetchannels -@all " + RIGHTS + " " + IN_A_CLUSTER)) {
            node.command(commands ->
                    commands.clusterAddSlots(IntStream.range(0, 16_384).toArray()));
            await().until(() -> node.command(commands -> commands.clusterInfo()).contains("cluster_state:ok"));
            try (RedisSessionStore store = RedisSessionStore.clusterBuilder(List.of(RedisURI.create(own(node))))
                    .build()) {
                assertThat(createIn(store, first("text"))).isEqualTo(APPLIED);
                assertThat(store.load(USER, patience())).contains(first("text"));
                assertThat(store.keys(Optional.empty(), 10, patience()).keys()).containsExactly(USER);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "info",
                "hgetall",
                "evalsha",
                "eval",
                "exists",
                "hget",
                "hset",
                "hdel",
                "pexpireat",
                "pexpire",
                "pttl",
                "unlink"
            })
    void userWithoutARight_isToldAtTheFirstUse(String command) {
        try (RedisServer server = RedisServer.started(
                "user default off",
                "user sessions on >secret ~peruser:* resetchannels -@all " + RIGHTS + " -" + command)) {
            Class<? extends StoreException> type =
                    command.equals("hgetall") ? StoreException.class : UnusableStoreException.class;
            assertRefused(type, at(own(server)), "lacks a right");
            if (List.of("info", "hgetall", "evalsha").contains(command)) {
                assertRefused(type, at(own(server)), "(" + command.toUpperCase(Locale.ROOT) + ")");
            }
        }
    }

    @Test
    void userWithoutTheKeys_isToldAtTheFirstUse() {
        try (RedisServer server = RedisServer.started(
                "user default off", "user sessions on >secret ~other:* resetchannels -@all " + RIGHTS)) {
            assertUnusable(at(own(server)), "lacks a right", "begin with the prefix");
        }
    }

    /** As services do that give some commands other names, which they keep to themselves. */
    private static RedisServer denying(String... commands) {
        return RedisServer.started(Stream.of(commands)
                .map(command -> "rename-command " + command + " \"\"")
                .toArray(String[]::new));
    }

    @Test
    void serverThatDeniesTheGreeting_isUsedByTheOlderProtocol() {
        try (RedisServer server = denying("HELLO", "CLIENT", "CONFIG", "ACL");
                RedisSessionStore store = at(server.url()).build()) {
            StoredSession first = first("text");
            assertThat(createIn(store, first)).isEqualTo(APPLIED);
            assertThat(store.load(USER, patience())).contains(first);
            assertThat(replaceIn(store, first, next(first, "next"))).isEqualTo(APPLIED);
            assertThat(store.keys(Optional.empty(), 10, patience()).keys()).containsExactly(USER);
            assertThat(store.time(patience())).isNotNull();
            assertThat(store.delete(USER, first.version().next(), patience())).isEqualTo(APPLIED);
            assertThatThrownBy(() -> store.observe(new Nothing()))
                    .isInstanceOf(UnusableStoreException.class)
                    .hasMessageContaining("denies HELLO")
                    .hasMessageContaining("near cache");
        }
    }

    @Test
    void passwordAndUser_areGivenByTheOlderProtocol_too() {
        try (RedisServer server = RedisServer.started(
                "user default off", "user sessions on >secret ~peruser:* resetchannels -@all " + RIGHTS + " -hello")) {
            try (RedisSessionStore store = at(own(server)).build()) {
                assertThat(createIn(store, first("text"))).isEqualTo(APPLIED);
            }
            assertUnusable(
                    at("redis://sessions:guess@127.0.0.1:" + server.port()), "refuses the user name or password");
        }
    }

    @Test
    void observedServer_thatDeniesTheGreeting_saysSo() {
        try (RedisServer server = denying("HELLO");
                RedisSessionStore store = at(server.url()).build()) {
            store.observe(new Nothing());
            assertThatThrownBy(() -> store.load(USER, patience()))
                    .isInstanceOf(UnusableStoreException.class)
                    .hasMessageContaining("denies HELLO");
        }
        try (RedisServer server = denying("CLIENT");
                RedisSessionStore store = at(server.url()).build()) {
            store.observe(new Nothing());
            assertThatThrownBy(() -> store.load(USER, patience()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("denies a command")
                    .hasMessageContaining("CLIENT");
        }
    }

    @Test
    void serverThatDeniesInfo_isUsed() {
        try (RedisServer server = denying("INFO");
                RedisSessionStore store = at(server.url()).build()) {
            assertThat(createIn(store, first("text"))).isEqualTo(APPLIED);
            assertThat(store.load(USER, patience())).contains(first("text"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EVALSHA", "EVAL", "HGETALL"})
    void commandThatSessionsNeed_isNamedIfItIsDenied(String command) {
        try (RedisServer server = denying(command)) {
            Class<? extends StoreException> type =
                    command.equals("HGETALL") ? StoreException.class : UnusableStoreException.class;
            assertRefused(type, at(server.url()), "denies a command that sessions need", "(" + command + ")");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HGET", "HSET", "UNLINK", "PEXPIREAT"})
    void commandThatAScriptNeeds_isToldIfItIsDenied(String command) {
        try (RedisServer server = denying(command)) {
            assertUnusable(at(server.url()), "denies a command that sessions need");
        }
    }

    private static String own(RedisServer server) {
        return "redis://sessions:secret@127.0.0.1:" + server.port();
    }

    @Test
    void eviction_isLogged() {
        List<String> logged = new ArrayList<>();
        Logger logger = Logger.getLogger("dev.peruser.store.redis");
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord logRecord) {
                logged.add(logRecord.getLevel() + " " + logRecord.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try (RedisServer server = RedisServer.started("maxmemory 100mb", "maxmemory-policy allkeys-lru");
                RedisSessionStore store = at(server.url()).build()) {
            store.load(USER, patience());
            store.load(USER, patience());
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(logged).singleElement().asString().contains("WARNING", "maxmemory-policy", "allkeys-lru");
    }

    @Test
    void full_isReported_andNothingIsChanged() {
        try (RedisServer server = RedisServer.started();
                RedisSessionStore store = at(server.url()).build()) {
            StoredSession first = first("text");
            createIn(store, first);
            server.command(commands -> commands.configSet("maxmemory", "1"));
            assertFails(() -> replaceIn(store, first, next(first, "next")), "maxmemory");
            assertThat(store.load(USER, patience())).contains(first);
        }
    }

    @Test
    void prefix_isChecked() {
        for (String wrong : List.of("", "{all}:", "a b", "a*", "x".repeat(101))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> at("redis://localhost").prefix(wrong))
                    .withMessageContaining("prefix must be");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> at("redis://localhost").waitForReplicas(0, Duration.ofSeconds(1)))
                .withMessageContaining("replicas");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> at("redis://localhost").waitForReplicas(1, Duration.ZERO))
                .withMessageContaining("time");
        assertThatIllegalArgumentException().isThrownBy(() -> RedisSessionStore.clusterBuilder(List.of()));
    }

    @Test
    void calls_afterClose_saySo() {
        RedisSessionStore store = at(RedisUnderTest.url()).build();
        store.close();
        assertFails(() -> store.load(USER, patience()), "closed");
    }

    @Test
    void close_endsTheThreads_butNotThoseOfResourcesThatWereGiven() {
        Set<Thread> before = lettuceThreads();
        Set<Thread> own;
        try (RedisSessionStore store = at(RedisUnderTest.url()).build()) {
            assertThat(store.load(USER, patience())).isEmpty();
            own = lettuceThreads();
            own.removeAll(before);
        }
        assertThat(own).isNotEmpty();
        await().untilAsserted(() -> assertThat(own).noneMatch(Thread::isAlive));

        ClientResources given = ClientResources.create();
        try (RedisSessionStore store =
                at(RedisUnderTest.url()).clientResources(given).build()) {
            assertThat(store.load(USER, patience())).isEmpty();
        }
        assertThat(given.eventExecutorGroup().isShuttingDown()).isFalse();
        given.shutdown().awaitUninterruptibly();
    }

    private static Set<Thread> lettuceThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("lettuce-"))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static final class Nothing implements ChangeObserver {
        @Override
        public void changed(SessionKey key) {}

        @Override
        public void missed() {}
    }
}
