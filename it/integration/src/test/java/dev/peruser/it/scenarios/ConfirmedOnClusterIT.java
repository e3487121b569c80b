package dev.peruser.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peruser.GuestToken;
import dev.peruser.PerUser;
import dev.peruser.StoreException;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.Visit;
import dev.peruser.Visitor;
import dev.peruser.it.servers.RedisCluster;
import dev.peruser.it.servers.RedisServer;
import dev.peruser.store.Deadline;
import dev.peruser.store.ForwardingSessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.UserKey;
import dev.peruser.store.WriteResult;
import dev.peruser.store.redis.RedisSessionStore;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A Redis Cluster whose saves wait for a replica. The replica of the account's master stalls while one server carries a
 * guest's cart into the account; another server sees what was carried on the master, which then is killed before it has
 * replicated anything. The cart is not lost: nothing of the guest was destroyed because of what the other server saw.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConfirmedOnClusterIT {
    private static final int SLOTS_OF_FIRST_MASTER = SlotHash.SLOT_COUNT / 3;

    private RedisCluster cluster;
    private final List<AutoCloseable> closeables = new ArrayList<>();
    private StallingStore stalling;
    private PerUser first;
    private PerUser second;

    /** Stalls the replica right before an account gets what a guest had. */
    private final class StallingStore extends ForwardingSessionStore {
        private final SessionStore store;
        private int savesUntilStall;

        StallingStore(SessionStore store) {
            this.store = store;
        }

        @Override
        public SessionStore wrapped() {
            return store;
        }

        @Override
        public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
            if (key instanceof UserKey && --savesUntilStall == 0) {
                replica().freeze();
            }
            return super.save(key, change, deadline);
        }
    }

    @BeforeAll
    void open() {
        cluster = RedisCluster.started(1);
        stalling = new StallingStore(store());
        first = engine(stalling);
        second = engine(store());
    }

    private SessionStore store() {
        RedisSessionStore store = RedisSessionStore.clusterBuilder(
                        cluster.urls().stream().map(RedisURI::create).toList())
                .waitForReplicas(1, Duration.ofMillis(200))
                .build();
        closeables.add(store);
        return store;
    }

    private PerUser engine(SessionStore store) {
        PerUser engine = PerUser.builder(store).deadline(Duration.ofSeconds(2)).build();
        closeables.add(0, engine);
        return engine;
    }

    @AfterAll
    void close() throws Exception {
        for (AutoCloseable closeable : closeables) {
            closeable.close();
        }
        cluster.close();
    }

    /** Of the first third of the slots. */
    private RedisServer master() {
        return pair().stream().filter(cluster.masters()::contains).findFirst().orElseThrow();
    }

    private RedisServer replica() {
        RedisServer master = master();
        return pair().stream()
                .filter(server -> !server.equals(master))
                .findFirst()
                .orElseThrow();
    }

    private List<RedisServer> pair() {
        return List.of(cluster.servers().get(0), cluster.servers().get(3));
    }

    private static boolean isOnTheFirstMaster(String key) {
        return SlotHash.getSlot("peruser:" + key) < SLOTS_OF_FIRST_MASTER;
    }

    /** A browser's cookies, and who is signed in there. */
    private static final class Browser {
        private final Map<String, GuestToken> cookies = new LinkedHashMap<>();
        private Visitor visitor = Visitor.guest();

        /** Returns whether it was answered, and not with 503. */
        boolean request(PerUser server, Consumer<UserSession> work) {
            Visit visit = server.visit(() -> visitor, cookies.values());
            try {
                work.accept(visit.session());
                visit.observe();
                visit.commit();
                return true;
            } catch (StoreException notNow) {
                return false;
            } finally {
                Visit.TokenChanges changes = visit.takeTokenChanges();
                changes.toRemove().forEach(token -> cookies.remove(token.shortName()));
                changes.toSet().forEach(token -> cookies.put(token.shortName(), token));
                visit.responseCommitted();
                visit.end();
            }
        }
    }

    private Browser guestElsewhere() {
        while (true) {
            Browser guest = new Browser();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> guest.request(second, session -> session.put("cart", List.of("tea"))));
            GuestToken token = guest.cookies.values().iterator().next();
            if (!isOnTheFirstMaster(token.key().text())) {
                return guest;
            }
        }
    }

    /** With {@code -Dperuser.test.longest=true} ten times. */
    static IntStream runs() {
        return IntStream.rangeClosed(1, Boolean.getBoolean("peruser.test.longest") ? 10 : 2);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void cart_isInTheAccount_alsoIfTheMasterIsKilled_thatAnotherServerHadSeenItOn(int run) {
        UserId ada = IntStream.range(0, 1_000)
                .mapToObj(number -> UserId.of("ada-" + run + "-" + number))
                .filter(user -> isOnTheFirstMaster("u::" + user.name()))
                .findFirst()
                .orElseThrow();
        Browser browser = guestElsewhere();
        browser.visitor = Visitor.user(ada);
        Browser before = new Browser();
        before.visitor = Visitor.user(ada);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> before.request(first, session -> session.put("name", "Ada")));
        RedisServer master = master();
        RedisServer replica = replica();
        stalling.savesUntilStall = 2; // the first announces, the second carries

        browser.request(first, UserSession::names);
        browser.request(second, UserSession::names);
        master.kill();
        replica.resume();
        cluster.awaitComplete();

        assertThat(cluster.masters()).contains(replica);
        master.start(); // saves are acknowledged again once the new master has a replica
        cluster.awaitComplete();
        List<Object> cart = new ArrayList<>();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            cart.clear();
            return browser.request(second, session -> cart.addAll(session.list("cart")));
        });
        assertThat(cart).containsExactly("tea");
    }
}
